"""`make schema-update` in a copy of the project: the whole round, or nothing.

One test runs `make` against a running sandbox. The others run in this process, where a schema is parsed once.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema

import conviso_client
from conviso_client.codegen import schema as reading
from conviso_client.codegen.documents import read_documents
from conviso_client.codegen.drift.diff import diff_schemas
from conviso_client.codegen.evidence import read_evidence
from conviso_client.codegen.package import Project
from conviso_client.codegen.schema import SchemaText, parse_schema
from conviso_client.sandbox import Sandbox, Settings
from tools import schema_update
from tools.changelog import Level
from tools.evidence_rows import follow_schema
from tools.schema_update import changelog_lines, level_of

PROJECT = Path(__file__).parents[2]
PARTS = ("schema.graphql", "queries", "evidence.tsv", "CHANGELOG.md", "Makefile", "tools", "docs", "mkdocs.yml")
RELEASED = "# Changes\n\n## 0.1.0 (2026-10-01)\n\n- The first.\n"


class Copy:
    """A copy of the project, and a way to bring it to another schema."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        for part in PARTS:
            source = PROJECT / part
            shutil.copytree(source, folder / part) if source.is_dir() else shutil.copy(source, folder / part)
        (folder / "CHANGELOG.md").write_text(RELEASED, encoding="utf-8")
        package = Path(conviso_client.__file__).parent
        shutil.copytree(package, folder / "src" / "conviso_client")  # with the bytecode: each process needs it
        version = folder / "src" / "conviso_client" / "_version.py"
        version.write_text(
            version.read_text(encoding="utf-8").replace(conviso_client.__version__, "0.1.0"), encoding="utf-8"
        )

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in found
            if "build" not in path.parts and "__pycache__" not in path.parts
        }

    def put(self, name: str, text: str) -> Copy:
        (self.folder / name).write_text(text, encoding="utf-8")
        return self

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def update(self, sandbox: Sandbox, test: str = "true") -> subprocess.CompletedProcess[str]:
        tools = Path(sys.executable).parent
        command = ["make", "schema-update", "SETUP=", f"BIN={tools}", f"TEST={test}"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
        environment |= {"CONVISO_API_KEY": sandbox.api_key, "CONVISO_API_URL": sandbox.url}
        return subprocess.run(
            command, cwd=self.folder, env=environment, check=False, capture_output=True, text=True, timeout=300
        )


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    made = Copy(tmp_path / "project")
    monkeypatch.chdir(made.folder)
    monkeypatch.setenv("PYTHONPATH", str(made.folder / "src"))
    return made


@pytest.fixture(scope="module")
def parse() -> Callable[[SchemaText], GraphQLSchema]:
    return lru_cache(maxsize=3)(parse_schema)


Update = Callable[..., int]


@pytest.fixture
def update(copy: Copy, parse: Callable[[SchemaText], GraphQLSchema], monkeypatch: pytest.MonkeyPatch) -> Update:
    """Bring the copy to the project's schema with some of its text replaced; give the exit status."""

    def run(*edits: tuple[str, str], test: str = "true") -> int:
        pulled = SchemaText(edited(edits), "https://api.test/graphql")
        monkeypatch.setattr(schema_update, "live_schema", lambda _: pulled)
        monkeypatch.setattr(schema_update, "parse_schema", parse)
        monkeypatch.setattr(reading, "parse_schema", parse)
        monkeypatch.setattr(sys, "argv", ["schema_update", "--test", test])
        return schema_update.main()

    return run


def edited(edits: Iterable[tuple[str, str]]) -> str:
    text = (PROJECT / "schema.graphql").read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the schema"
        text = text.replace(old, new)
    return text


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[..., Sandbox]]:
    """Serve the project's schema with some of its text replaced."""
    running: list[Sandbox] = []

    def serve(*edits: tuple[str, str]) -> Sandbox:
        path = tmp_path / "served.graphql"
        path.write_text(edited(edits), encoding="utf-8")
        running.append(Sandbox(settings=Settings(schema=path)).start())
        return running[-1]

    yield serve
    for sandbox in running:
        sandbox.stop()


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Name the files that differ, but for the reference, which follows."""
    names = {*before, *after}
    return {name for name in names if before.get(name) != after.get(name) and not name.startswith("docs/")}


def test_nothing_changed(copy: Copy, update: Update, capsys: pytest.CaptureFixture[str]) -> None:
    before = copy.files()
    assert update() == 0
    assert "The schema has not changed." in capsys.readouterr().out
    assert copy.files() == before
    assert copy.read("build/schema/outcome") == "same\n"


CHECKSUM = ("type ActivityEvidence {", "type ActivityEvidence {\n  checksum: String")


def test_a_safe_change_that_nothing_uses(copy: Copy, update: Update, monkeypatch: pytest.MonkeyPatch) -> None:
    before = copy.put("tools/reference/__main__.py", "").files()  # writing the pages takes as long as all the rest
    script = copy.folder / "build" / "no_key.py"
    script.parent.mkdir()
    script.write_text("import os\nassert not [name for name in os.environ if name.startswith('CONVISO_API')]\n")
    monkeypatch.setenv("CONVISO_API_KEY", "key")
    assert update(CHECKSUM, test=f"{sys.executable} {script}") == 0
    assert copy.read("CHANGELOG.md").startswith(
        "# Changes\n\n## 0.1.1 (not released)\n\n"
        "- schema: safe: ActivityEvidence.checksum was added: String\n\n## 0.1.0 (2026-10-01)\n"
    )
    assert copy.read("src/conviso_client/_version.py").startswith('__version__ = "0.1.1"\nINSTALLED_FROM = ')
    assert "ActivityEvidence.checksum\tconfirmed\tdocumented\tintrospection\n" in copy.read("evidence.tsv")
    assert "  checksum: String\n" in copy.read("schema.graphql")
    assert changed(before, copy.files()) == {
        "CHANGELOG.md",
        "evidence.tsv",
        "schema.graphql",
        "src/conviso_client/_version.py",
        "src/conviso_client/generated/manifest.json",
    }
    assert copy.read("build/schema/outcome") == "changed\n"
    assert "ActivityEvidence.checksum was added" in copy.read("build/schema/report.md")


def test_a_dangerous_change_that_operations_meet_is_a_feature_and_a_table_without_rows_trusts_it_as_the_rest(
    tmp_path: Path,
) -> None:
    evidence = tmp_path / "evidence.tsv"
    header = (PROJECT / "evidence.tsv").read_text(encoding="utf-8").partition("\n")[0]
    evidence.write_text(f"{header}\n", encoding="utf-8")
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "a.graphql").write_text("query sky { sky }", encoding="utf-8")
    old, new = (build_schema(f"enum Sky {{ BLUE {more} }} type Query {{ sky: Sky }}") for more in ("", "GREY"))
    documents = read_documents(tmp_path / "queries")
    diff = diff_schemas(("old", old), ("new", new), documents, read_evidence(evidence))
    assert list(changelog_lines(diff)) == ["schema: dangerous: Sky.GREY was added (used by sky)"]
    assert level_of(diff, []) is Level.FEATURE
    assert level_of(diff, ["a name went"]) is Level.BREAKING
    assert follow_schema(evidence, diff, new) == evidence.read_text(encoding="utf-8")


def test_a_breaking_change_that_generating_mends_and_a_new_root_field_pass_the_tests_that_know_the_operations(
    copy: Copy, served: Callable[..., Sandbox]
) -> None:
    shutil.copytree(PROJECT / "tests", copy.folder / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", copy.folder)
    command = f"{sys.executable} -m pytest -p no:randomly tests/test_operations.py -k TestCoverage"
    grown = ("type Query {", "type Query {\n  weather(city: String): JSON")
    severity = ("enum SeverityCategory {", "enum SeverityCategory {\n  ABYSMAL")
    needed = ("input AssetsSearch {", "input AssetsSearch {\n  realm: String!")
    done = copy.update(served(grown, severity, needed), test=command)
    assert done.returncode == 0, done.stdout + done.stderr
    changelog = copy.read("CHANGELOG.md")
    assert "## 0.2.0 (not released)" in changelog
    assert "- schema: breaking: AssetsSearch.realm was added and must be passed: String! (used by assets" in changelog
    assert "- schema: dangerous: SeverityCategory.ABYSMAL was added (used by " in changelog
    assert "- schema: safe: Query.weather was added: JSON" in changelog
    assert 'ABYSMAL = "ABYSMAL"' in copy.read("src/conviso_client/generated/enums/common.py")
    assert "| `realm`" in copy.read("docs/reference/types/assets.md")
    assert "Query.weather\tconfirmed\tdocumented\tintrospection\n" in copy.read("evidence.tsv")


def test_a_breaking_change_that_wants_an_edit_leaves_all_as_it_was(
    copy: Copy, update: Update, capsys: pytest.CaptureFixture[str]
) -> None:
    before = copy.files()
    activity = re.search(r"^type Activity \{\n.*?^\}\n", copy.read("schema.graphql"), re.MULTILINE | re.DOTALL)
    assert activity
    assert update((activity[0], activity[0].replace("  archiveFilename: String\n", ""))) == 2
    assert copy.files() == before
    assert copy.read("build/schema/outcome") == "edit\n"
    lines = copy.read("queries/activities.graphql").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if text.strip() == "archiveFilename")
    todo = (
        f"queries/activities.graphql:{line}: take `archiveFilename` out (Activity.archiveFilename was removed; part of"
    )
    assert todo in capsys.readouterr().err
    assert f"- [ ] {todo}" in copy.read("build/schema/report.md")


def test_a_test_that_fails_leaves_all_as_it_was(
    copy: Copy, update: Update, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy.put("tools/reference/__main__.py", "open('docs/reference/new.md', 'w').close()\nopen('docs/index.md', 'w')")

    def generate(project: Project) -> None:
        shutil.rmtree(project.target)
        project.target.mkdir()

    monkeypatch.setattr(schema_update, "generate", generate)
    monkeypatch.setattr(schema_update, "_api_breaks", lambda: ["a name went"])
    before = copy.files()
    assert update(CHECKSUM, test="grep -q nothing-like-that schema.graphql") == 1
    assert "failed; the tree is as it was" in capsys.readouterr().err
    assert copy.files() == before


def test_a_wrong_key_is_endpoint_trouble(
    copy: Copy, served: Callable[..., Sandbox], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy.folder / "build/schema").mkdir(parents=True)
    copy.put("build/schema/outcome", "changed\n")
    before = copy.files()
    monkeypatch.setenv("CONVISO_API_KEY", "wrong")
    monkeypatch.setattr(sys, "argv", ["schema_update", "--url", served().url])
    assert schema_update.main() == 4
    assert "wrong" not in capsys.readouterr().err
    assert copy.files() == before
    assert not (copy.folder / "build/schema/outcome").exists(), "what an earlier update found would be published"
