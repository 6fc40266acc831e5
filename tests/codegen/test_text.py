"""Comments, descriptions and string literals with anything in them."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from graphql import print_ast
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from conviso_client.codegen.problems import GenerationError
from conviso_client.codegen.syntax import docstring, source_of
from conviso_client.codegen.verify import verify_modules

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
    "__docstring_1__ __docstring__0__ __docstring_____",
    "\x7f\u202e is not seen",
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
    assert inspect.getdoc(package.models.Thing).splitlines()[: len(ODD)] == ODD


def test_the_text_of_an_argument_is_in_the_docstring(package) -> None:
    assert f"    text: {ODD[0]} {ODD[3]}" in inspect.getdoc(package.client.Operations.thing).splitlines()


def test_descriptions_of_inputs_and_values_follow_their_lines(package) -> None:
    assert vars(package.inputs.Odd)["__doc__"] == ODD[0]
    for name, texts in (("inputs/all.py", ODD), ("enums/all.py", [f"Deprecated: {text}" for text in ODD])):
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


HOSTILE = [
    "__docstring_",
    "0",
    "1",
    "2",
    "__",
    "_",
    '"',
    '"""',
    "'''",
    "\\",
    "\n",
    "\r",
    "#",
    " ",
    "print()",
    "é",
    "\u2029",
    "\x1b",
]
hostile = st.lists(st.sampled_from(HOSTILE), max_size=8).map("".join)


@given(st.lists(hostile | st.text(max_size=12), min_size=1, max_size=4))
def test_docstrings_keep_any_text(texts: list[str]) -> None:
    definitions: list[ast.stmt] = [docstring(text) for text in texts]
    module = [docstring(texts[0], ""), ast.ClassDef("Made", [], [], definitions, []), docstring(texts[-1], "")]
    made = ast.parse(source_of(ast.Module(module, [])))
    found = [made.body[0], *made.body[1].body, made.body[2]]
    wanted = [texts[0], *texts, texts[-1]]
    assert [inspect.cleandoc(node.value.value) for node in found] == [
        inspect.cleandoc(docstring(text).value.value) for text in wanted
    ]


def test_half_a_surrogate_pair_can_be_written() -> None:
    code = source_of(ast.Module([docstring("first"), docstring("\ud83d \udc00")], []))
    assert code.encode()
    assert ast.parse(code).body[1].value.value == "\ud83d \udc00"


def shapes(files: Mapping[str, str]) -> dict[str, str]:
    """What each module is made of, docstrings and the content of strings aside."""

    class Bare(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.Constant:
            return ast.Constant("") if isinstance(node.value, str) else node

        def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
            return None if isinstance(node.value, ast.Constant) else node

    modules = {Path(name): ast.parse(code) for name, code in files.items() if name.endswith(".py")}
    folders = {path.parent.name or path.name: tree for path, tree in modules.items() if path.stem != "__init__"}
    return {name: ast.dump(Bare().visit(tree)) for name, tree in folders.items()}


def hostile_project(texts: dict[str, str]) -> tuple[str, dict[str, str]]:
    said = {name: json.dumps(text, ensure_ascii=False) for name, text in texts.items()}
    comment = "\n".join(f"# {line}" for line in texts["comment"].split("\n")).replace("\r", "")
    schema = f"""
{said["type"]} type Query {{ {said["field"]} thing(text: String, of: Kind, by: By): Thing }}
{said["type"]} type Thing {{ id: ID! {said["field"]} old: Int @deprecated(reason: {said["reason"]}) kind: Kind }}
{said["enum"]} enum Kind {{ {said["value"]} A @deprecated(reason: {said["reason"]}) B }}
{said["input"]} input By {{ {said["value"]} of: String = {said["default"]} {said["field"]} on: [By!] }}
"""
    queries = f"""# said
{comment}
# @allow-deprecated Thing.old: said
query thing($text: String = {said["default"]}, $of: Kind, $by: By) {{
  thing(text: $text, of: $of, by: $by) {{ ...Part kind old }}
}}
# said
{comment}
fragment Part on Thing {{ id }}
"""
    return schema, {texts["file"]: queries}


FILES = st.text("aZ0_-. é²ﬁ(\"'", min_size=1, max_size=8).map(lambda name: f"{name}.graphql")
PLACES = ["type", "field", "enum", "value", "input", "reason", "default", "comment"]


@pytest.fixture(scope="module")
def innocent(bench):
    """The package of texts that need no care."""
    return bench.package(*hostile_project({**dict.fromkeys(PLACES, "text"), "file": "all.graphql"}))


@settings(max_examples=settings().max_examples // 4, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.fixed_dictionaries({**dict.fromkeys(PLACES, hostile), "file": FILES}))
@example({**dict.fromkeys(PLACES, "__docstring_0__"), "file": "².graphql"})
def test_no_text_of_a_schema_changes_the_shape_of_the_code(bench, innocent, texts: dict[str, str]) -> None:
    made = bench.package(*hostile_project(texts))
    assert shapes(made.files) == shapes(innocent.files)
    assert made.decode("thing", {"id": "1", "old": 1, "kind": "A"}).old == 1


STRANGE = [
    "print()",
    "import os",
    "from os import path",
    "x = (lambda: 1)",
    "x = __import__('os')",
    "x = operations.thing()",
    "x = [y for y in z]",
    "'a' 'b'.format",
    "class A(f()): pass",
    "class A(metaclass=B): pass",
    "while True: pass",
    "x = (1).bit_length",
    "def (:",
]


@pytest.mark.parametrize("code", STRANGE)
def test_code_that_the_generator_never_writes_is_refused(code: str) -> None:
    fine = "from __future__ import annotations\n__all__ = ['a']\n"
    verify_modules({"models/a.py": fine})
    with pytest.raises(GenerationError, match=r"models/a.py:3: .*would be written here") as caught:
        verify_modules({"models/a.py": fine + code})
    assert caught.value.problems


@pytest.mark.parametrize("name", ["a b.py", "models/1.py", "../a.py", "a-b/c.py"])
def test_a_module_that_cannot_be_imported_is_refused(name: str) -> None:
    with pytest.raises(GenerationError, match="cannot be imported"):
        verify_modules({name: ""})
