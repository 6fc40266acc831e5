"""Reading the operations: comments, instructions, and files that are not what they should be."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import pytest

from conviso_client.codegen.documents import Documents, read_documents
from conviso_client.codegen.package import is_current
from conviso_client.codegen.problems import GenerationError


@pytest.fixture
def read(tmp_path: Path):
    def write_and_read(text: str | bytes, **others: str) -> Documents:
        for name, content in {"all": text, **others}.items():
            file = tmp_path / f"{name}.graphql"
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_documents(tmp_path)

    return write_and_read


@pytest.fixture
def problems(read, tmp_path: Path):
    def failing(text: str | bytes, **others: str) -> list[str]:
        with pytest.raises(GenerationError) as caught:
            read(text, **others)
        return [str(problem).removeprefix(f"{tmp_path.as_posix()}/") for problem in caught.value.problems]

    return failing


class TestComments:
    def test_the_lines_directly_above_are_the_text(self, read) -> None:
        documents = read("# List.\n#\n#   * It's `so`: é.\n#No space.\n#\nquery a { a }\n")
        assert documents.operations[0].comment.text == "List.\n\n  * It's `so`: é.\nNo space."

    def test_each_definition_has_its_own(self, read) -> None:
        documents = read("# One.\nquery a { a }\n# Two.\nfragment B on B { b }\nquery c { c }")
        assert [operation.comment.text for operation in documents.operations] == ["One.", ""]
        assert documents.fragments["B"].comment.text == "Two."

    @pytest.mark.parametrize(
        "text",
        [
            "# A heading.\n\nquery b { b }",
            "query a { a } # an aside\nquery b { b }",
            "query a {\n  a # a field\n}\nquery b { # inside\n  b }",
            "query b { b }\n# at the end",
        ],
    )
    def test_other_comments_are_nobodys(self, read, text: str) -> None:
        assert read(text).operations[-1].comment.text == ""

    def test_windows_line_ends_and_a_byte_order_mark_change_nothing(self, read) -> None:
        documents = read(b"\xef\xbb\xbf# One.\r\n#\r\n# Two.\r\nquery a { a }\r\n")
        assert documents.operations[0].comment.text == "One.\n\nTwo."


KNOWN = "known are @acts, @allow-deprecated, @arg, @company, @list, @model"


class TestInstructions:
    def test_each_is_read_and_leaves_the_text(self, read) -> None:
        comment = (
            read("""
# Do it.
#
# @company $input.companyId required
# @acts
# @arg input: what: to do
#  @arg $with: and this
# @list a.b
# @allow-deprecated Query.a(page:): the one way: no other
# @allow-deprecated A.b: so be it
#
# At last.
query a($input: I, $with: Int) { a }
""")
            .operations[0]
            .comment
        )
        assert comment.text == "Do it.\n\n\nAt last."
        assert comment.company == "$input.companyId required"
        assert comment.acts
        assert comment.arguments == {"input": "what: to do", "with": "and this"}
        assert comment.list_path == "a.b"
        assert comment.allowed_deprecations == {"Query.a(page:)": "the one way: no other", "A.b": "so be it"}

    def test_without_any_nothing_is_said(self, read) -> None:
        comment = read("# An e-mail like a@b.c, and a @ in the midst\nquery a { a }").operations[0].comment
        assert comment.text == "An e-mail like a@b.c, and a @ in the midst"
        assert (comment.company, comment.acts, comment.list_path) == (None, False, None)
        assert not comment.arguments
        assert not comment.allowed_deprecations

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            (
                "@compny id",
                "unknown instruction @compny; " + KNOWN,
            ),
            ("@Acts", "unknown instruction @Acts; " + KNOWN),
            ("@acts.", "unknown instruction @acts.; " + KNOWN),
            ("  @oops", "unknown instruction @oops; " + KNOWN),
            ("@", "unknown instruction @; " + KNOWN),
            ("@acts twice", "write @acts with nothing after it, not 'twice'"),
            ("@company", "write @company with PATH or PATH required, not ''"),
            ("@company id requird", "write @company with PATH or PATH required, not 'id requird'"),
            ("@company input..id", "write @company with PATH or PATH required, not 'input..id'"),
            ("@list", "write @list with PATH, not ''"),
            ("@list a b", "write @list with PATH, not 'a b'"),
            ("@arg", "write @arg with NAME: TEXT, not ''"),
            ("@arg id", "write @arg with NAME: TEXT, not 'id'"),
            ("@arg id:", "write @arg with NAME: TEXT, not 'id:'"),
            ("@arg the id", "write @arg with NAME: TEXT, not 'the id'"),
            ("@allow-deprecated A.b", "write @allow-deprecated with COORDINATE: REASON, not 'A.b'"),
        ],
    )
    def test_what_cannot_be_read_is_refused_with_its_line(self, problems, line: str, message: str) -> None:
        assert problems(f"# Text.\n# {line}\n# More.\nquery a {{ a }}") == [f"all.graphql:2: {message}"]

    def test_an_instruction_may_stand_once(self, problems) -> None:
        text = "# @company id\n# @company id\n# @arg a: x\n# @arg b: x\n# @arg a: y\nquery a { a }"
        assert problems(text) == [
            "all.graphql:2: @company stands here twice; the first is in line 1",
            "all.graphql:5: @arg a stands here twice; the first is in line 3",
        ]

    @pytest.mark.parametrize("line", ["@acts", "@company id", "@list a", "@arg a: x"])
    def test_those_of_operations_are_refused_above_fragments(self, problems, line: str) -> None:
        name = line.split(maxsplit=1)[0]
        message = f"all.graphql:2: {name} can only stand above an operation"
        assert problems(f"query a {{ a }}\n# {line}\nfragment A on A {{ a }}") == [message]


class TestFiles:
    def test_every_file_below_the_folder_is_read_in_order(self, read, tmp_path: Path) -> None:
        (tmp_path / "deep" / "er").mkdir(parents=True)
        (tmp_path / "deep" / "er" / "d.graphql").write_text("query d { d }")
        (tmp_path / "notes.md").write_text("query no { no }")
        documents = read("query a { a }", b="query c { c } query b { b }")
        assert [operation.name for operation in documents.operations] == ["a", "c", "b", "d"]

    def test_a_syntax_error_has_file_and_line_and_hides_no_other(self, problems) -> None:
        found = problems("query a {\n  a(\n}", b="query b { b }\n}")
        assert found == [
            "all.graphql:3: Syntax Error: Expected Name, found '}'.",
            "b.graphql:2: Syntax Error: Unexpected '}'.",
        ]

    def test_a_second_fragment_of_a_name_names_both_places(self, problems, tmp_path: Path) -> None:
        found = problems("query a { ...A }\nfragment A on A { a }", b="\nfragment A on B { b }")
        assert found == [f"b.graphql:2: fragment A is already defined at {tmp_path.as_posix()}/all.graphql:2"]

    def test_bytes_that_are_not_utf8_are_refused(self, problems) -> None:
        assert problems(b"# caf\xe9\nquery a { a }") == ["all.graphql: not UTF-8 (invalid continuation byte at byte 5)"]

    def test_a_folder_without_operations_is_refused(self, problems, tmp_path: Path) -> None:
        message = "no operation found: write one in a file that ends in .graphql or .gql"
        assert problems("fragment A on A { a }") == [f"{tmp_path.as_posix()}: {message}"]
        with pytest.raises(GenerationError, match="nowhere: there is no such folder"):
            read_documents(tmp_path / "nowhere")
        with pytest.raises(GenerationError, match=r"all\.graphql: this is a file: give the folder that it is in"):
            read_documents(tmp_path / "all.graphql")

    @pytest.mark.parametrize("text", ["", "   \n# nothing but a comment\n"])
    def test_an_empty_file_is_a_syntax_error(self, problems, text: str) -> None:
        assert "Syntax Error: Unexpected <EOF>." in problems(text)[0]

    def test_type_definitions_do_not_belong_here(self, problems) -> None:
        found = problems("query a { a }\ntype A { a: Int }\nextend type A { b: Int }")
        assert found == [
            "all.graphql:2: only operations and fragments may stand here",
            "all.graphql:3: only operations and fragments may stand here",
        ]

    def test_a_file_that_cannot_be_read_is_named(self, read, tmp_path: Path) -> None:
        (tmp_path / "a_folder.graphql").mkdir()
        (tmp_path / "dangling.graphql").symlink_to(tmp_path / "nowhere")
        with pytest.raises(GenerationError) as caught:
            read("query a { a }")
        assert [problem.message for problem in caught.value.problems] == [
            "cannot be read: Is a directory",
            "cannot be read: No such file or directory",
        ]


DESCRIBED = '''
"""
List it.
"""
query a("""which one""" $of: Int, """not this""" $to: Int) { a(of: $of, to: $to) { ...A } }
# Such a thing.
"""Not this."""
fragment A on A { id }
'''


def test_descriptions_become_docstrings_and_are_not_sent(bench) -> None:
    """Servers that do not know them yet answer "Parse error"."""
    schema = "type Query { a(of: Int, to: Int): A } type A { id: ID }"
    package = bench.package(schema, DESCRIBED)
    assert package.operation("a").document.startswith("query a($of:Int$to:Int){a(")
    assert "his" not in package.operation("a").document
    text = inspect.getdoc(package.client.Operations.a)
    assert text == "List it.\n\nArgs:\n    of: which one\n    to: not this"
    assert package.models.A.__doc__.startswith("Such a thing.\n\nFields:")


def test_files_of_both_suffixes_are_read_and_counted(bench) -> None:
    schema = "type Query { a: Int b: Int }"
    package = bench.package(schema, {"a.graphql": "query a { a }", "deep/b.gql": "\ufeffquery b { b }"})
    assert set(json.loads(package.files["manifest.json"])["operations"]) == {"a.graphql", "deep/b.gql"}
    assert package.operation("b").method == "b"
    (package.project.queries / "deep" / "b.gql").write_text("query b { b c: b }")
    assert not is_current(package.project)
