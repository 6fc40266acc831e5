"""The schema as a file: canonical SDL of an introspection answer, and answers that are none."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import ariadne
import pytest
from graphql import GraphQLSchema, build_schema, introspection_from_schema, print_schema
from hypothesis import given, settings
from hypothesis import strategies as st

from conviso_client.cli import main
from conviso_client.codegen.problems import GenerationError
from conviso_client.codegen.schema import canonical_sdl, read_introspection, read_schema
from conviso_client.errors import ConfigurationError

SDL = r'''
"""The "whole" \ é ☃"""
schema { query: Root mutation: Mutation }
"""
A block
  with indentation

and `code`
"""
type Root implements Z & A {
  "ends with a quote\""
  z(y: I = {b: "x\"y", a: [1, 2]}, x: Int = 5 @deprecated(reason: "so"), e: E = B): String!
  id: ID
  list: [[Int!]!]! @deprecated
}
type Mutation { b(file: Upload): Boolean }
interface Z { id: ID }
interface A implements Z { id: ID }
union U = Root | Mutation
enum E { B A @deprecated(reason: "old\nline") }
input I { b: String = null a: [Int] c: Float = 1.0 d: Int @deprecated }
input O @oneOf { b: Int a: Int }
scalar Upload @specifiedBy(url: "https://upload.example")
directive @rep(b: Int, a: Int = 3) repeatable on QUERY | FIELD
directive @adir on SCHEMA
'''
KEYWORDS = ("schema ", "directive ", "interface ", "enum ", "input ", "type ", "union ", "scalar ")
REAL = Path(__file__).parents[2] / "schema.graphql"


def introspect(sdl: str | GraphQLSchema) -> dict[str, Any]:
    schema = build_schema(sdl) if isinstance(sdl, str) else sdl
    return copy.deepcopy(
        dict(
            introspection_from_schema(
                schema,
                descriptions=True,
                specified_by_url=True,
                directive_is_repeatable=True,
                schema_description=True,
                input_value_deprecation=True,
                input_object_one_of=True,
            )
        )
    )


@pytest.fixture
def answer() -> dict[str, Any]:
    return introspect(SDL)


class TestCanonical:
    def test_it_is_sorted(self, answer: dict[str, Any]) -> None:
        sdl = canonical_sdl(answer, "here")
        heads = [line.split()[:2] for line in sdl.splitlines() if line.startswith(KEYWORDS)]
        assert heads == [
            ["schema", "{"],
            ["directive", "@adir"],
            ["directive", "@rep(a:"],
            ["interface", "A"],
            ["enum", "E"],
            ["input", "I"],
            ["type", "Mutation"],
            ["input", "O"],
            ["type", "Root"],
            ["union", "U"],
            ["scalar", "Upload"],
            ["interface", "Z"],
        ]
        assert "type Root implements A & Z {" in sdl
        assert "union U = Mutation | Root" in sdl
        assert sdl.index("  id: ID\n") < sdl.index("  list:") < sdl.index("  z(e: E = B, x: Int = 5")
        assert "enum E {\n  A @deprecated" in sdl
        assert sdl.endswith("}\n")
        assert not sdl.endswith("\n\n")

    def test_nothing_that_a_server_tells_is_lost(self, answer: dict[str, Any]) -> None:
        sdl = canonical_sdl(answer, "here")
        for part in (
            '"""The "whole" \\ é ☃"""',
            "A block\n  with indentation\n\nand `code`",
            'x: Int = 5 @deprecated(reason: "so")',
            "d: Int @deprecated",
            "list: [[Int!]!]! @deprecated",
            'A @deprecated(reason: "old\\nline")',
            'scalar Upload @specifiedBy(url: "https://upload.example")',
            "directive @rep(a: Int = 3, b: Int) repeatable on FIELD | QUERY",
            "input O @oneOf {",
            "b: String = null",
        ):
            assert part in sdl

    def test_what_is_printed_prints_the_same_again(self, answer: dict[str, Any]) -> None:
        sdl = canonical_sdl(answer, "here")
        assert canonical_sdl(introspect(sdl), "there") == sdl

    def test_the_order_of_an_answer_does_not_matter(self, answer: dict[str, Any]) -> None:
        turned = json.loads(json.dumps(answer), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
        for kind in (turned["__schema"], *turned["__schema"]["types"]):
            for key, value in kind.items():
                if isinstance(value, list):
                    kind[key] = value[::-1]
        assert canonical_sdl(turned, "here") == canonical_sdl(answer, "here")

    def test_interfaces_that_a_type_names_twice_are_named_once(self, answer: dict[str, Any]) -> None:
        before = canonical_sdl(answer, "here")
        root = next(kind for kind in answer["__schema"]["types"] if kind["name"] == "Root")
        root["interfaces"] += root["interfaces"]
        assert canonical_sdl(answer, "here") == before

    def test_ariadne_loads_it(self, answer: dict[str, Any]) -> None:
        ariadne.make_executable_schema(canonical_sdl(answer, "here"))

    def test_an_answer_of_an_older_server_will_do(self) -> None:
        old = introspection_from_schema(
            build_schema(SDL.replace("repeatable ", "")),
            specified_by_url=False,
            directive_is_repeatable=False,
            schema_description=False,
            input_value_deprecation=False,
        )
        sdl = canonical_sdl(old, "here")
        assert "scalar Upload\n" in sdl
        assert "A block" in sdl

    def test_the_schema_of_the_project_is_canonical(self) -> None:
        sdl = REAL.read_text(encoding="utf-8")
        assert canonical_sdl(introspect(sdl), "there") == sdl
        ariadne.make_executable_schema(sdl)

    @settings(max_examples=settings().max_examples // 2)
    @given(st.text(max_size=30), st.text(max_size=30))
    def test_any_description_and_reason_survive(self, description: str, reason: str) -> None:
        answer = introspect('type Query { a: Int @deprecated(reason: "R") }')
        query = next(kind for kind in answer["__schema"]["types"] if kind["name"] == "Query")
        query["description"], query["fields"][0]["deprecationReason"] = description, reason
        sdl = canonical_sdl(answer, "here")
        schema = build_schema(sdl)
        assert schema.query_type.fields["a"].deprecation_reason == reason
        assert canonical_sdl(introspect(schema), "there") == sdl


def broken(name: str, change: Any) -> Any:
    return pytest.param(change, id=name)


class TestBadAnswers:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "is not JSON (is it complete?)"),
            (b'{"data": {"__schema": {"types": [', "is not JSON (is it complete?)"),
            (b"<!doctype html><html></html>", "is not JSON (is it complete?)"),
            (b"\xff\xfe\x00", "is not JSON (is it complete?)"),
            (b"[" * 100_000, "is not JSON (is it complete?)"),
            (b"[]", "is no introspection answer: it holds a list, not an object"),
            (b'"text"', "is no introspection answer: it holds a str, not an object"),
            (b"null", "is no introspection answer: it holds a NoneType, not an object"),
            (b"{}", "is no introspection answer: its `data` is empty"),
            (b'{"data": null}', "is no introspection answer: its `data` is empty"),
            (b'{"data": []}', "is no introspection answer: its `data` is empty"),
            (b'{"data": {}}', "is no introspection answer: its `data` is empty"),
            (b'{"errors": [{"message": "no"}]}', 'holds errors instead of a schema: [{"message": "no"}]'),
            (b'{"data": {"__schema": {}}, "errors": [{"message": "half"}]}', "holds errors instead of a schema"),
        ],
    )
    def test_files_that_hold_no_answer(self, tmp_path: Path, content: bytes, message: str) -> None:
        file = tmp_path / "answer.json"
        file.write_bytes(content)
        with pytest.raises(ConfigurationError) as caught:
            read_introspection(file)
        assert str(caught.value).startswith(f"{file} {message}")

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match=r"cannot read .*answer\.json: No such file or directory"):
            read_introspection(tmp_path / "answer.json")
        with pytest.raises(ConfigurationError, match=r"cannot read .*: Is a directory"):
            read_introspection(tmp_path)

    @pytest.mark.parametrize("answer", [{}, {"assets": []}, {"__schema": None}, {"__schema": []}, {"__schema": "x"}])
    def test_answers_without_a_schema(self, answer: dict[str, Any]) -> None:
        with pytest.raises(ConfigurationError, match=r"^here holds no schema: there is no `__schema` in the answer$"):
            canonical_sdl(answer, "here")

    @pytest.mark.parametrize(
        "change",
        [
            broken("empty", lambda schema: schema.clear()),
            broken("no query type", lambda schema: schema.pop("queryType")),
            broken("no types", lambda schema: schema.update(types=[])),
            broken("types that are none", lambda schema: schema.update(types=[None])),
            broken("types is null", lambda schema: schema.update(types=None)),
            broken("a type without a kind", lambda schema: schema["types"][0].pop("kind")),
            broken("a type that is missing", lambda schema: schema.update(types=schema["types"][1:])),
            broken("a query type that is no object", lambda schema: schema.update(queryType={"name": "E"})),
        ],
    )
    def test_schemas_that_cannot_be_read(self, change: Any) -> None:
        answer = introspect("type Query { e(i: Z): E } enum E { A } input Z { a: Int }")
        answer["__schema"]["types"].sort(key=lambda kind: kind["name"] != "E")
        change(answer["__schema"])
        with pytest.raises(ConfigurationError, match=r"^here holds (no usable|an invalid) schema: "):
            canonical_sdl(answer, "here")

    @pytest.mark.parametrize(
        ("sdl", "message"),
        [
            ("type Query { __a: Int }", "must not begin with '__'"),
            ("interface A { a: Int } type Query implements A { b: Int }", "Interface field A.a expected"),
            ("type Query { a: Int } type Empty", "Type Empty must define one or more fields"),
        ],
    )
    def test_schemas_that_are_not_valid(self, sdl: str, message: str) -> None:
        answer = introspect(build_schema(sdl, assume_valid=True))
        with pytest.raises(ConfigurationError, match=r"^here holds an invalid schema: ") as caught:
            canonical_sdl(answer, "here")
        assert message in str(caught.value)


class TestReading:
    def test_a_schema_file_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "schema.graphql").write_text("type Query { é: Int }".replace("é", "e"), encoding="utf-8")
        assert list(read_schema(tmp_path / "schema.graphql").query_type.fields) == ["e"]

    @pytest.mark.parametrize(
        ("content", "line", "message"),
        [
            (b"type Query {\n a: }", 2, "Syntax Error: Expected Name, found '}'."),
            (b"", 1, "Syntax Error: Unexpected <EOF>."),
            (b"type Query { a: Nothing }", 1, "Unknown type 'Nothing'."),
            (b"type Other { a: Int }", 0, "Query root type must be provided."),
            (b"type Query { a: Int }\ninterface A { a: Int }\ntype B implements A { b: Int }", 3, "expected but"),
            (b"type Query { a: Int }\ntype Query { b: Int }", 2, "There can be only one type named 'Query'."),
            (b"type Query { a: Int\na: String }", 2, "Field 'Query.a' can only be defined once."),
            (b"type Query { a(b: Int,\nb: Int): Int }", 2, "Argument 'Query.a(b:)' can only be defined once."),
            (b"type Query { a: A } enum A { B\nB }", 2, "Enum value 'A.B' can only be defined once."),
            (b"input A { a: Int\na: Int } type Query { a(a: A): Int }", 2, "Field 'A.a' can only be defined once."),
            (b"type Query { a: Int }\nextend type Query { a: Int }", 2, "Field 'Query.a'"),
        ],
    )
    def test_a_file_that_holds_no_schema_is_refused(
        self, tmp_path: Path, content: bytes, line: int, message: str
    ) -> None:
        file = tmp_path / "schema.graphql"
        file.write_bytes(content)
        with pytest.raises(GenerationError) as caught:
            read_schema(file)
        (problem,) = caught.value.problems
        assert (problem.file, problem.line) == (file.as_posix(), line)
        assert message in problem.message

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match=r"cannot read the schema .*: No such file or directory"):
            read_schema(tmp_path / "schema.graphql")

    def test_a_file_that_is_not_utf_8(self, tmp_path: Path) -> None:
        (tmp_path / "schema.graphql").write_bytes(b"type Query { a: Int } # caf\xe9")
        with pytest.raises(ConfigurationError, match=r"schema\.graphql: not UTF-8 \(.* at byte 27\)"):
            read_schema(tmp_path / "schema.graphql")

    def test_all_that_is_wrong_is_said_at_once(self, tmp_path: Path) -> None:
        file = tmp_path / "schema.graphql"
        file.write_text("type Query { a: B }\ntype A { a: Int }\ntype A { a: Int\n a: Int }\nenum C { D\n D }")
        with pytest.raises(GenerationError) as caught:
            read_schema(file)
        assert [problem.line for problem in caught.value.problems] == [1, 3, 3, 4, 6]  # the field too: A has it already

    def test_what_tools_write_is_forgiven(self, tmp_path: Path) -> None:
        file = tmp_path / "schema.graphql"
        interfaces = "interface N { id: ID } interface M { id: ID }"
        file.write_text(f'{interfaces} type Query implements N & M & N @key(fields: "id") {{ id: ID }}')
        assert [kind.name for kind in read_schema(file).query_type.interfaces] == ["N", "M"]

    @pytest.mark.parametrize("name", ["answer.json", "schema.graphql"])
    @pytest.mark.parametrize("enveloped", [True, False])
    def test_a_saved_answer_is_a_schema_too(
        self, tmp_path: Path, answer: dict[str, Any], name: str, enveloped: bool
    ) -> None:
        (tmp_path / name).write_text(json.dumps({"data": answer} if enveloped else answer, indent=2))
        assert print_schema(read_schema(tmp_path / name)) + "\n" == canonical_sdl(answer, "")

    def test_half_a_surrogate_pair_does_not_reach_a_file(self) -> None:
        answer = introspect("type Query { a: Int }")
        answer["__schema"]["types"][0]["description"] = "a \ud83d b"
        assert '"""a ? b"""' in canonical_sdl(answer, "here")


@pytest.mark.parametrize(
    "command",
    [
        ["generate", "--schema", "new.graphql", "--package", "not_made.here"],
        ["schema", "check", "new.graphql"],
        ["schema", "diff", "old.graphql", "new.graphql"],
        ["schema", "diff", "new.graphql", "old.graphql"],
        ["sandbox", "--schema", "new.graphql"],
    ],
)
def test_every_command_refuses_what_is_defined_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("queries").mkdir()
    Path("queries/a.graphql").write_text("query a { a }")
    Path("old.graphql").write_text("type Query { a: Int }")
    Path("new.graphql").write_text("type Query { a: Int }\ntype Made { a: Int }\ntype Made { a: String }")
    assert main(command) in {2, 3}
    said = capsys.readouterr().err
    assert "There can be only one type named 'Made'" in said
    assert "new.graphql:3" in said or "schema:3" in said
    assert not Path("not_made").exists()


class TestPullFromFile:
    @pytest.fixture
    def saved(self, tmp_path: Path, answer: dict[str, Any]) -> Path:
        file = tmp_path / "answer.json"
        file.write_text(json.dumps({"data": answer}))
        return file

    def pull(self, saved: Path, output: Path) -> int:
        return main(["schema", "pull", "--from", str(saved), "--output", str(output)])

    def test_it_writes_the_schema(self, saved: Path, tmp_path: Path, answer: dict[str, Any], capsys) -> None:
        output = tmp_path / "schema.graphql"
        assert self.pull(saved, output) == 0
        assert output.read_bytes().decode() == canonical_sdl(answer, "")
        assert capsys.readouterr().out == f"Wrote {output}: 9 types from {saved}\n"
        assert output.stat().st_mode & 0o777 == 0o644
        assert sorted(path.name for path in tmp_path.iterdir()) == ["answer.json", "schema.graphql"]

    def test_the_envelope_may_be_missing(self, tmp_path: Path, answer: dict[str, Any]) -> None:
        (tmp_path / "bare.json").write_text(json.dumps(answer))
        assert self.pull(tmp_path / "bare.json", tmp_path / "schema.graphql") == 0

    def test_what_was_pulled_can_be_pulled_again(self, saved: Path, tmp_path: Path) -> None:
        first, second = tmp_path / "first.graphql", tmp_path / "second.graphql"
        self.pull(saved, first)
        saved.write_text(json.dumps(introspect(first.read_text(encoding="utf-8"))))
        self.pull(saved, second)
        assert first.read_bytes() == second.read_bytes()

    @pytest.mark.parametrize("content", ["", "{", "[]", '{"data": null}', '{"data": {"__schema": {"types": []}}}'])
    def test_a_bad_answer_leaves_the_old_file(self, saved: Path, tmp_path: Path, content: str, capsys) -> None:
        output = tmp_path / "schema.graphql"
        output.write_text("the old one")
        saved.write_text(content)
        assert self.pull(saved, output) == 2
        assert output.read_text() == "the old one"
        assert capsys.readouterr().err.startswith(f"conviso-client: {saved} ")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["answer.json", "schema.graphql"]

    def test_a_target_that_cannot_be_written_is_named(self, saved: Path, tmp_path: Path, capsys) -> None:
        (tmp_path / "folder").mkdir()
        for output, reason in (
            (tmp_path / "nowhere" / "schema.graphql", "No such file or directory"),
            (tmp_path / "folder", "Is a directory"),
            (saved / "schema.graphql", "Not a directory"),
        ):
            assert self.pull(saved, output) == 2
            assert capsys.readouterr().err.splitlines()[0] == f"conviso-client: cannot write {output}: {reason}"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["answer.json", "folder"]

    def test_a_file_keeps_its_permissions(self, saved: Path, tmp_path: Path) -> None:
        output = tmp_path / "schema.graphql"
        output.write_text("")
        output.chmod(0o600)
        self.pull(saved, output)
        assert output.stat().st_mode & 0o777 == 0o600
