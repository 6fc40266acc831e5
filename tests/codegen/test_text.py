"""Comments, descriptions and string literals with anything in them."""

from __future__ import annotations

import ast
import inspect
import json

import pytest
from graphql import print_ast
from hypothesis import given, settings
from hypothesis import strategies as st

from conviso_client.codegen.syntax import docstring, source_of

ODD = [
    """It's "quoted".""",
    '"""',
    "'''",
    '''both """ and \'\'\' at once''',
    'ends with "',
    'ends with ""',
    'ends with five """""',
    "ends with \\",
    "\\n is no new line, \\u0041 no letter",
    "é ☃ 安全 𝄞",
    "{braces} {0} %s %(x)s $x",
    "__docstring_0__",
    "# a number sign",
]
FIELDS = "\n".join(f"  {json.dumps(text, ensure_ascii=False)}\n  odd{number}: Int" for number, text in enumerate(ODD))
VALUES = "\n".join(
    f"  V{number} @deprecated(reason: {json.dumps(text, ensure_ascii=False)})" for number, text in enumerate(ODD)
)
SCHEMA = f"""
type Query {{ thing(text: String, texts: [String!], input: Odd, value: Kind): Thing }}
{json.dumps(ODD[3])}
type Thing {{ id: ID text(is: String): String }}
{json.dumps(ODD[0])}
input Odd {{
{FIELDS}
}}
enum Kind {{
{VALUES}
}}
"""
COMMENT = "\n".join(f"# {text}" for text in ODD)
ARGUMENT = f"# @arg text: {ODD[0]} {ODD[3]}"
QUERY = f"""
{COMMENT}
{ARGUMENT}
query thing(
  $text: String = {json.dumps(ODD[0] + ODD[3], ensure_ascii=False)}
  $block: String = \"\"\"block's "text" \\\\ ☃\"\"\"
  $input: Odd
  $value: Kind
) {{
  thing(text: $text, texts: [$block, {json.dumps(ODD[9], ensure_ascii=False)}], input: $input, value: $value) {{
    ...Thing
    is: text(is: {json.dumps(ODD[3] + ODD[6])})
  }}
}}

{COMMENT}
fragment Thing on Thing {{
  id
}}
"""


@pytest.fixture(scope="module")
def package(bench):
    return bench.package(SCHEMA, QUERY)


def test_comments_become_docstrings_to_the_letter(package) -> None:
    for documented in (package.client.Operations.thing, package.async_client.AsyncOperations.thing):
        lines = inspect.getdoc(documented).splitlines()
        assert [line.rstrip() for line in lines[: len(ODD)]] == ODD
    assert inspect.getdoc(package.models.Thing).splitlines() == ODD


def test_the_text_of_an_argument_is_in_the_docstring(package) -> None:
    assert f"    text: {ODD[0]} {ODD[3]}" in inspect.getdoc(package.client.Operations.thing).splitlines()


def test_descriptions_of_inputs_and_values_follow_their_lines(package) -> None:
    assert package.inputs.Odd.__doc__ == ODD[0]
    for name, texts in (("inputs/all.py", ODD), ("enums.py", [f"Deprecated: {text}" for text in ODD])):
        body = next(node for node in ast.parse(package.files[name]).body if isinstance(node, ast.ClassDef)).body
        found = [node.value.value for node in body[1:] if isinstance(node, ast.Expr)]
        assert [text.rstrip() for text in found] == texts


def test_string_literals_are_sent_as_they_were_written(package) -> None:
    sent = print_ast(package.document("thing"))
    for text in (ODD[0] + ODD[3], ODD[9], ODD[3] + ODD[6]):
        assert json.dumps(text, ensure_ascii=False) in sent
    default = inspect.signature(package.client.Operations.thing).parameters["text"].default
    assert default == ODD[0] + ODD[3]
    block = inspect.signature(package.client.Operations.thing).parameters["block"].default
    assert block == """block's "text" \\\\ ☃"""


@settings(deadline=None)
@given(st.lists(st.text(max_size=12) | st.text("\"'\\ \na", max_size=12), min_size=1, max_size=4))
def test_docstrings_keep_any_text(texts: list[str]) -> None:
    body: list[ast.stmt] = [docstring(text) for text in texts]
    made = ast.parse(source_of(ast.Module([ast.ClassDef("Made", [], [], body, [])], [])))
    found = [statement.value.value for statement in made.body[0].body]
    assert [inspect.cleandoc(text) for text in found] == [
        inspect.cleandoc(node.value.value) for node in (docstring(text) for text in texts)
    ]


def test_several_targets_are_written_alike_by_every_python() -> None:
    assert source_of(ast.parse("(a, b) = f()")) == "a, b = f()"
