"""`schema diff` and `schema check` as a user meets them: sources, formats, exit statuses."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema, introspection_from_schema

from conviso_client.cli import main
from conviso_client.errors import printable
from conviso_client.sandbox import Sandbox, Settings

PROJECT = Path(__file__).parents[2]
BREAKING = [("  risk: Int\n", "")]
MANY = [
    ("  risk: Int\n", "  riskLevel: Int @deprecated\n"),
    ("  CLOUD\n", ""),
    ("  to: Int\n", "  to: Int\n  unit: String!\n"),
    (
        "  value: Idle",
        '  "with | a pipe, <b>a tag</b> and @someone"\n  value: Idle\n  one: Int\n  two: Int\n  three: Int',
    ),
]


@pytest.fixture
def sandbox(bench: Any) -> Iterator[Sandbox]:
    """An endpoint that serves the small schema with a field removed."""
    path = bench.edited(BREAKING)
    text = re.sub(r"directive @(?:cached|idle).*\n", "", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    with Sandbox(settings=Settings(schema=path)) as running:
        yield running


def schema_of(name: str) -> Any:
    from jsonschema import Draft202012Validator  # imports grammars for two seconds

    return Draft202012Validator(json.loads((PROJECT / "docs" / name).read_text(encoding="utf-8")))


HOSTILE = r'"\u001b[2J\u009b31m\u202e\u0007\r\n::error::fake"'


@pytest.mark.parametrize("form", ["table", "markdown", "json", "github"])
def test_a_schemas_text_neither_moves_the_cursor_nor_begins_a_line(bench: Any, form: str) -> None:
    deprecated = [("  risk: Int\n", f"  risk: Int @deprecated(reason: {HOSTILE})\n")]
    path = bench.edited(deprecated)
    for written in (
        bench.diff(deprecated, "--format", form)[1],
        bench.run("schema", "check", path, "--queries", bench.folder / "queries", "--format", form)[1],
    ):
        assert "31m" in written
        assert written == printable(written)
        assert not re.search("^::error::fake", written, re.MULTILINE)


@pytest.mark.parametrize("edits", [[], BREAKING, MANY], ids=["nothing", "breaking", "many"])
def test_the_json_is_as_it_is_documented(bench: Any, edits: Any) -> None:
    _, written, _ = bench.diff(edits, "--format", "json")
    schema_of("schema-diff.schema.json").validate(json.loads(written))


def test_the_json_of_the_check_is_as_it_is_documented(bench: Any) -> None:
    path = bench.edited([("  risk: Int\n", "  risk: Int @deprecated\n")])
    status, written, _ = bench.run("schema", "check", path, "--queries", bench.folder / "queries", "--format", "json")
    answer = json.loads(written)
    schema_of("schema-check.schema.json").validate(answer)
    assert answer["exitStatus"] == status


def test_places_where_nothing_is_to_be_written_are_told_together(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bench.folder)
    edit = ("order: Order = NEWEST): [Asset!]!", "order: Order = NEWEST): [Asset]!")
    _, written, _ = bench.diff([edit])
    assert (
        "  Query.assets may now be null: [Asset!]! became [Asset]!\n"
        f"    regenerate  {bench.folder}/queries/assets.graphql:14 and 1 more place\n"
        "                today's model does not take null here\n"
        "                assets, fixed\n"
    ) in written
    _, written, _ = bench.diff([edit], "--format", "markdown")
    assert "assets.graphql:14` and 1 more place | `assets`, `fixed` | regenerate: " in written
    _, written, _ = bench.diff([edit], "--format", "github")
    assert written.count("::error ") == 1
    assert "null here (assets, fixed) and 1 more place\n" in written
    places = {(touch["file"], touch["line"]) for one in bench.judge([edit]).changes for touch in one["touches"]}
    assert len(places) == 2


def test_what_a_renamed_type_brings_about_is_told_in_a_line(bench: Any) -> None:
    edits = [
        ("type Person {", "type Human {"),
        ("owner: Person", "owner: Human"),
        ("author: Person", "author: Human"),
    ]
    status, written, _ = bench.diff(edits)
    assert status == 1
    assert "  Person has another name in 2 places: Asset.owner, Note.author\n" in written
    assert "it works as before" in " ".join(written.split())
    assert "has another type" not in written
    kinds = {(one["coordinate"], one["follows"]) for one in bench.judge(edits).changes if one["follows"]}
    assert kinds == {("Asset.owner", "Person"), ("Note.author", "Person")}


def test_the_table_fits_a_terminal_and_says_what_to_do(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bench.folder)
    bench.edited(MANY)
    status, written, _ = bench.run("schema", "diff", "old.graphql", "new.graphql")
    assert status == 2
    assert max(map(len, written.splitlines())) <= 100
    assert "Asset.risk was removed; perhaps it is now riskLevel\n" in written
    assert "    edit        " in written
    assert "take `risk` out, or select `riskLevel`" in written
    assert "Unused: 3 fields were added: one, three, two" in written
    assert "\033" not in written


def test_nothing_changed_is_one_line(bench: Any) -> None:
    status, written, _ = bench.diff([])
    assert status == 0
    assert written.splitlines()[1:] == ["Nothing changed."]


def test_markdown_is_safe_to_paste(bench: Any) -> None:
    _, written, _ = bench.diff(
        [("  risk: Int\n", '  risk: Int @deprecated(reason: "ask @team <now> | later")\n')], "--format", "markdown"
    )
    assert "&#64;team &lt;now>" in written
    assert "@team" not in written
    _, written, _ = bench.diff(BREAKING, "--format", "markdown")
    rows = [line for line in written.splitlines() if line.startswith("| Asset.risk")]
    assert len(rows) == 1
    assert "`asset`, `assets` | edit: take `risk` out |" in rows[0]


def test_what_a_schema_says_cannot_take_the_terminal_over(bench: Any) -> None:
    reason = '@deprecated(reason: "one\\ntwo \\u001b[31mred\\r")'
    for form in ("table", "markdown", "github"):
        _, written, _ = bench.diff([("  risk: Int\n", f"  risk: Int {reason}\n")], "--format", form)
        assert "one two [31mred" in written
        assert "\033" not in written
        assert "\r" not in written


def test_annotations_point_at_the_operations(bench: Any) -> None:
    _, written, _ = bench.diff(BREAKING, "--format", "github")
    file = (bench.folder / "queries" / "assets.graphql").as_posix()
    first, last = written.splitlines()
    assert first == f"::error file={file},line=22,title=Asset.risk was removed::edit: take `risk` out (asset, assets)"
    assert last.startswith("::notice title=Schema::1 change (1 breaking). 2 operations break.")


def test_colours_are_for_terminals_that_want_them(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\033[1;31mBREAKS OPERATIONS (1)\033[0m" in bench.diff(BREAKING)[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033" not in bench.diff(BREAKING)[1]


def test_output_goes_to_a_file(bench: Any) -> None:
    target = bench.folder / "report.md"
    status, written, _ = bench.diff(BREAKING, "--format", "markdown", "--output", str(target))
    assert (status, written) == (2, "")
    assert target.read_text(encoding="utf-8").startswith("### 1 change (1 breaking).")


def test_an_introspection_answer_is_a_schema_too(bench: Any) -> None:
    answer = bench.folder / "answer.json"
    answer.write_text(json.dumps({"data": introspection_from_schema(build_schema(bench.old.read_text()))}))
    status, _, _ = bench.run("schema", "diff", bench.old, answer, "--queries", bench.folder / "queries")
    assert status == 0


def test_the_live_schema_is_compared_with_the_one_at_hand(
    bench: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONVISO_API_KEY", sandbox.api_key)
    status, written, errors = bench.run(
        "schema", "diff", bench.old, "--live", "--url", sandbox.url, "--queries", bench.folder / "queries"
    )
    assert (status, errors) == (2, "")
    assert f"-> {sandbox.url}" in written
    assert "Asset.risk was removed" in written


def test_without_old_it_is_the_schema_of_this_folder(
    bench: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONVISO_API_KEY", sandbox.api_key)
    monkeypatch.chdir(bench.folder)
    bench.old.rename("schema.graphql")
    status, written, _ = bench.run("schema", "diff", "--live", "--url", sandbox.url)
    assert status == 2
    assert written.startswith("schema.graphql -> ")
    assert "queries/assets.graphql:22" in written


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "give two schemas"),
        (("old.graphql",), "give two schemas"),
        (("missing.graphql", "old.graphql"), "cannot read the schema missing.graphql"),
        (("broken.graphql", "old.graphql"), "broken.graphql:2: Syntax Error"),
        (("unsound.graphql", "old.graphql"), "unsound.graphql"),
        (("old.graphql", "new.graphql", "--live"), "with --live"),
        (("old.graphql", "new.graphql", "--url", "http://127.0.0.1:1"), "--url wants --live"),
        (("old.graphql", "old.graphql", "--queries", "nowhere"), "nowhere: there is no such folder"),
        (("old.graphql", "old.graphql", "--bogus"), "--bogus"),
        (("old.graphql", "old.graphql", "--format", "xml"), "xml"),
        (("old.graphql", "binary.graphql"), "not UTF-8"),
        (("old.graphql", "empty.json"), "empty.json"),
    ],
)
def test_bad_usage_and_input_is_status_3(
    bench: Any, arguments: tuple[str, ...], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bench.folder)
    (bench.folder / "broken.graphql").write_text("type Query {\n  a: }\n")
    (bench.folder / "unsound.graphql").write_text("type Query { a: Missing }\n")
    (bench.folder / "binary.graphql").write_bytes(b"\xff\xfe\x00")
    (bench.folder / "empty.json").write_text("{}")
    status, written, errors = bench.run("schema", "diff", *arguments)
    assert (status, written) == (3, "")
    assert reason in errors


def test_endpoint_and_key_trouble_is_status_4(bench: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONVISO_API_KEY", raising=False)
    arguments = ("schema", "diff", bench.old, "--live", "--url", sandbox.url)
    status, _, errors = bench.run(*arguments)
    assert status == 4
    assert "CONVISO_API_KEY" in errors
    monkeypatch.setenv("CONVISO_API_KEY", "canary-key")
    status, written, errors = bench.run(*arguments)
    assert status == 4
    assert "canary-key" not in written + errors
    assert bench.run("schema", "check", "--live", "--url", sandbox.url)[0] == 4


def test_what_the_client_takes_for_null_is_read_from_the_table_beside_the_old_schema(bench: Any) -> None:
    edits = [("  tags: [String!]!", "  tags: [String!]")]
    assert bench.judge(edits).status == 2
    table = "coordinate\tevidence\ttype_certainty\nAsset.tags\tconfirmed\tinferred\n"
    (bench.folder / "evidence.tsv").write_text(table, encoding="utf-8")
    assert bench.judge(edits).status == 1


def test_operations_that_the_old_schema_refuses_are_named(bench: Any) -> None:
    with (bench.folder / "queries" / "more.graphql").open("w") as file:
        file.write("query unused { unused { nothingLikeThat } }\n")
    status, written, _ = bench.diff([("  idle: String\n", "")], "--format", "json")
    assert status == 1
    assert json.loads(written)["unfit"] == ["unused"]


def check(bench: Any, edits: Any = (), *options: str) -> tuple[int, str, str]:
    return bench.run("schema", "check", bench.edited(edits), "--queries", bench.folder / "queries", *options)


def test_sound_operations_are_status_0(bench: Any) -> None:
    (bench.folder / "queries" / "search.graphql").unlink()
    (bench.folder / "queries" / "writes.graphql").unlink()
    status, written, _ = check(bench)
    assert status == 0
    assert "2 operations, 0 problems, 0 deprecated in use.\n" in written
    assert re.search(r"  asset +15 +385 +4 +11\n", written), written


def test_of_a_users_operations_what_the_client_calls_is_covered(bench: Any) -> None:
    (bench.folder / "queries" / "search.graphql").unlink()
    (bench.folder / "queries" / "writes.graphql").unlink()
    _, written, _ = check(bench, (), "--json")
    assert [field["name"] for field in json.loads(written)["uncovered"]] == ["node", "search", "unused"]
    for form in ("table", "markdown"):
        _, written, _ = check(bench, (), "--format", form)
        assert (
            "Neither these operations nor the client's call 3 root fields of the schema; --json names them.\n"
            in written
        )
        assert "unused" not in written


def test_of_the_clients_operations_all_that_they_do_not_call_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "more.graphql").write_text(
        (PROJECT / "schema.graphql").read_text(encoding="utf-8") + "extend type Query { ofTomorrow: Int }",
        encoding="utf-8",
    )
    shutil.copy(PROJECT / "evidence.tsv", tmp_path)
    assert main(["schema", "check", "more.graphql"]) == 0
    written = capsys.readouterr().out
    assert re.search(
        r"^\d+ operations, 0 problems, 0 deprecated in use, \d+ root fields not covered\.$", written, re.MULTILINE
    )
    assert re.search(
        r"^QUERIES WITHOUT AN OPERATION, CONFIRMED BY NO RECENT SOURCE \(\d+\)\n(.+\n)*.* ofTomorrow,",
        written,
        re.MULTILINE,
    )


def test_a_deprecated_use_is_status_1_unless_a_comment_allows_it(bench: Any) -> None:
    (bench.folder / "queries" / "search.graphql").unlink()
    (bench.folder / "queries" / "writes.graphql").unlink()
    edits = [("  risk: Int\n", '  risk: Int @deprecated(reason: "use severity")\n')]
    status, written, _ = check(bench, edits)
    assert status == 1
    assert "assets.graphql:22: Asset.risk (asset, assets): use severity\n" in re.sub(r"\n +", " ", written) + "\n"
    path = bench.folder / "queries" / "assets.graphql"
    path.write_text(
        path.read_text().replace("fragment Asset", "# @allow-deprecated Asset.risk: no other\nfragment Asset")
    )
    status, written, _ = check(bench, edits)
    assert status == 0
    assert "use severity; allowed: no other" in re.sub(r"\n +", " ", written)


def test_an_operation_that_does_not_work_is_status_2(bench: Any) -> None:
    status, written, _ = check(bench, BREAKING, "--format", "github")
    assert status == 2
    assert "assets.graphql,line=22,title=Operation::Cannot query field 'risk'" in written


def test_the_clients_own_fragments_may_be_used(bench: Any, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "own.graphql").write_text("query myAsset($id: ID!) { myAsset: asset(id: $id) { ...AssetRef } }\n")
    assert main(["schema", "check", str(PROJECT / "schema.graphql"), "--queries", str(folder)]) == 0


def test_defaults_in_inputs_are_compared_alike_from_files_and_from_answers(tmp_path: Path, capsys) -> None:
    old = "type Query { a(w: Where): Int } input Where { n: Int = 5 in: In = {x: 1} } input In { x: Int y: Int = 2 }"
    new = old.replace("n: Int = 5", "n: Int = 6").replace("x: 1}", "x: 3}").replace("y: Int = 2", "y: Int = 3")
    (tmp_path / "q").mkdir()
    (tmp_path / "q" / "a.graphql").write_text("query a($w: Where) { a(w: $w) }")
    for name, sdl in (("old", old), ("new", new)):
        answer = introspection_from_schema(build_schema(sdl), input_value_deprecation=True)
        (tmp_path / f"{name}.json").write_text(json.dumps({"data": answer}))
        (tmp_path / f"{name}.graphql").write_text(sdl)
    said = []
    for before, after in product(("old.graphql", "old.json"), ("new.graphql", "new.json")):
        paths = [str(tmp_path / name) for name in (before, after)]
        assert main(["schema", "diff", *paths, "--queries", str(tmp_path / "q"), "--format", "json"]) == 1
        entries = json.loads(capsys.readouterr().out)["changes"]
        said.append([(entry["coordinate"], [touch["operations"] for touch in entry["touches"]]) for entry in entries])
    assert said == [[("In.y", [["a"]]), ("Where.in", [["a"]]), ("Where.n", [["a"]])]] * 4
