"""The package on disk: the same bytes each time, replaced as a whole or not at all, and compared."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from conviso_client.codegen import package as package_module
from conviso_client.codegen.package import MANIFEST, Project, differences, generate, is_current
from conviso_client.errors import ConfigurationError

SCHEMA = """
scalar Upload
scalar ISO8601Date
interface Node { id: ID! on: ISO8601Date }
type A implements Node { id: ID! on: ISO8601Date name: String a: A kind: Kind }
type B implements Node { id: ID! on: ISO8601Date b: [B!] }
union Both = A | B
enum Kind { X Y }
enum Order { ASC DESC }
input Where { kind: Kind order: Order file: Upload inner: Inner }
input Inner { name: String where: Where }
type Query { a(id: ID, where: Where, order: Order): A node: Node both: [Both!]! }
"""
QUERIES = {
    "a.graphql": "query a($id: ID, $where: Where, $order: Order = ASC) {\n"
    "  a(id: $id, where: $where, order: $order) { ...Named a { kind } } }\n",
    "deep/b.graphql": "query node { node { id on ...OnlyA ...OnlyB } } "
    "query both { both { ... on A { name } ... on B { id } } }"
    " fragment OnlyA on A { ...Named kind } fragment OnlyB on B { b { id } }",
    "c.graphql": "fragment Named on A { id name on }",
}
FILES = [
    *("__init__.py", "async_client.py", "client.py", "enums/__init__.py", "enums/a.py", "enums/common.py"),
    *(
        "inputs/__init__.py",
        "inputs/a.py",
        MANIFEST,
        "models/__init__.py",
        "models/a.py",
        "models/b.py",
        "operations.py",
    ),
]


@pytest.fixture
def project(bench) -> Project:
    return bench.project(SCHEMA, QUERIES, None)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def neighbours(project: Project) -> list[str]:
    return sorted(path.name for path in project.target.parent.iterdir() if project.target.name in path.name)


class TestGenerate:
    def test_it_writes_what_it_returns(self, project: Project) -> None:
        files = generate(project)
        assert sorted(files) == FILES
        assert contents(project.target) == {name: text.encode() for name, text in files.items()}
        assert all("\r" not in text and text.endswith("\n") for text in files.values())
        for name, text in files.items():
            if name != MANIFEST:
                assert text.startswith("# Written by `make generate` from schema.graphql and queries/. Do not edit.\n")

    def test_the_manifest_says_what_it_was_made_of(self, project: Project) -> None:
        files = generate(project)
        manifest = json.loads(files[MANIFEST])
        sha = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in {**files, **QUERIES}.items()}
        assert manifest["package"] == project.package
        assert manifest["schema"] == hashlib.sha256(SCHEMA.encode()).hexdigest()
        assert manifest["evidence"] is None
        assert manifest["operations"] == {name: sha[name] for name in QUERIES}
        assert manifest["files"] == {name: sha[name] for name in FILES if name != MANIFEST}
        tools = {tool: version(tool) for tool in ("ariadne-codegen", "ruff")}
        assert manifest["tools"] == tools
        assert len(manifest["generator"]) == 64

    def test_nothing_names_the_machine(self, project: Project) -> None:
        for text in generate(project).values():
            assert project.target.parent.as_posix() not in text
            assert project.queries.as_posix() not in text

    def test_what_was_there_is_replaced_as_a_whole(self, project: Project) -> None:
        generate(project)
        (project.queries / "d.graphql").write_text("query d { d: a { ...Mine } } fragment Mine on A { on }")
        assert "models/d.py" in generate(project)
        (project.queries / "d.graphql").unlink()
        (project.target / "folder").mkdir()
        (project.target / "models/a.py").unlink()
        generate(project)
        assert sorted(contents(project.target)) == FILES
        assert not (project.target / "folder").exists()
        assert neighbours(project) == [project.target.name, f"project_{project.target.name}"]

    def test_a_target_deep_down_is_made(self, project: Project, tmp_path: Path) -> None:
        project = project._replace(target=tmp_path / "deep" / "down")
        generate(project)
        assert sorted(contents(tmp_path / "deep" / "down")) == FILES

    def test_a_link_to_the_target_stays_a_link(self, project: Project, tmp_path: Path) -> None:
        link = tmp_path / "link"
        (tmp_path / "real").mkdir()
        link.symlink_to(tmp_path / "real")
        for _ in range(2):
            generate(project._replace(target=link))
        assert link.is_symlink()
        assert sorted(contents(tmp_path / "real")) == FILES
        assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]

    def test_a_folder_of_somebody_else_is_not_wiped_out(self, project: Project, tmp_path: Path) -> None:
        (tmp_path / "precious.txt").write_text("years of work")
        with pytest.raises(ConfigurationError, match="it holds files that were not generated"):
            generate(project._replace(target=tmp_path))
        assert contents(tmp_path) == {"precious.txt": b"years of work"}
        with pytest.raises(ConfigurationError, match="it is a file; give a folder"):
            generate(project._replace(target=tmp_path / "precious.txt"))
        assert contents(tmp_path) == {"precious.txt": b"years of work"}

    @pytest.mark.parametrize(
        "manifest",
        [
            '{"name": "Shop", "icons": [], "start_url": "/"}',
            '{"files": {}, "package": "x"}',
            "[]",
            "{",
            "\0",
            "[" * 9999,
        ],
    )
    def test_a_manifest_of_somebody_else_gives_no_leave(self, project: Project, tmp_path: Path, manifest: str) -> None:
        (tmp_path / MANIFEST).write_text(manifest)
        (tmp_path / "index.html").write_text("<p>")
        before = contents(tmp_path)
        with pytest.raises(ConfigurationError, match=r"not generated \(index.html and 1 more\)"):
            generate(project._replace(target=tmp_path))
        assert contents(tmp_path) == before

    @pytest.mark.parametrize("name", ["notes.txt", "models/mine.py", ".git/HEAD", "link"])
    def test_a_file_that_the_manifest_does_not_list_stops_it(self, project: Project, name: str) -> None:
        generate(project)
        if name == "link":
            (project.target / name).symlink_to(project.queries)
        else:
            (project.target / name).parent.mkdir(exist_ok=True)
            (project.target / name).write_text("mine")
        before = contents(project.target)
        with pytest.raises(ConfigurationError, match=rf"not generated \({name}\)"):
            generate(project)
        assert contents(project.target) == before
        assert os.path.lexists(project.target / name)

    def test_what_python_compiled_there_is_no_reason_to_stop(self, project: Project) -> None:
        generate(project)
        (project.target / "models/__pycache__").mkdir()
        (project.target / "models/__pycache__/a.pyc").write_bytes(b"")
        generate(project)
        assert sorted(contents(project.target)) == FILES


class TestFailures:
    """A failure leaves the old package as it was, and nothing beside it."""

    @pytest.fixture
    def before(self, project: Project) -> dict[str, bytes]:
        generate(project)
        (project.queries / "a.graphql").write_text("query a { a { id } }")
        (project.queries / "c.graphql").write_text("fragment Named on A { name }")
        return contents(project.target)

    def check(self, project: Project, before: dict[str, bytes]) -> None:
        assert contents(project.target) == before
        assert neighbours(project) == [project.target.name, f"project_{project.target.name}"]

    def test_an_operation_that_is_not_sound(self, project: Project, before: dict[str, bytes]) -> None:
        (project.queries / "a.graphql").write_text("query a { a { nme } }")
        with pytest.raises(ConfigurationError, match="Cannot query field 'nme'"):
            generate(project)
        self.check(project, before)

    def test_a_schema_that_is_not_sound(self, project: Project, before: dict[str, bytes]) -> None:
        project.schema.write_text("type Query { a: Nothing }")
        with pytest.raises(ConfigurationError, match="Nothing"):
            generate(project)
        self.check(project, before)

    def test_a_disk_that_is_full(self, project: Project, before: dict[str, bytes], monkeypatch) -> None:
        write = Path.write_text

        def write_two(path: Path, text: str, **options: Any) -> int:
            if path.parent.parent == project.target.parent and len(list(path.parent.iterdir())) > 1:
                raise OSError(errno.ENOSPC, "No space left on device")
            return write(path, text, **options)

        monkeypatch.setattr(Path, "write_text", write_two)
        with pytest.raises(ConfigurationError, match="No space left on device"):
            generate(project)
        self.check(project, before)

    @pytest.mark.parametrize("failing", [1, 2])
    def test_a_folder_that_cannot_be_renamed(
        self, project: Project, before: dict[str, bytes], monkeypatch, failing: int
    ) -> None:
        rename, calls = Path.rename, []

        def fail_once(path: Path, target: Path) -> Path:
            calls.append(path)
            if len(calls) == failing:
                raise OSError(errno.EBUSY, "Device or resource busy")
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", fail_once)
        with pytest.raises(ConfigurationError, match="Device or resource busy"):
            generate(project)
        self.check(project, before)

    def test_a_target_under_a_file(self, project: Project) -> None:
        project = project._replace(target=project.schema / "generated")
        with pytest.raises(ConfigurationError, match=r"cannot write .*generated: (Not a directory|File exists)"):
            generate(project)


class TestCompare:
    def test_fresh_from_the_generator(self, project: Project) -> None:
        generate(project)
        assert is_current(project)
        assert differences(project) == []

    def test_before_anything_was_generated(self, project: Project) -> None:
        assert not is_current(project)
        assert differences(project) == [("missing", name) for name in FILES]
        assert not project.target.exists()

    def test_what_differs_is_listed(self, project: Project) -> None:
        generate(project)
        (project.target / "models/a.py").unlink()
        (project.target / "old.py").write_text("")
        (project.target / "enums/a.py").write_bytes((project.target / "enums/a.py").read_bytes() + b"\n")
        (project.target / "__pycache__").mkdir()
        assert not is_current(project)
        assert differences(project) == [("changed", "enums/a.py"), ("missing", "models/a.py"), ("stale", "old.py")]
        assert (project.target / "old.py").exists()

    @pytest.mark.parametrize("name", ["schema", "query", "new query", "no query", "evidence", "package"])
    def test_each_source_counts(self, project: Project, name: str) -> None:
        generate(project)
        if name == "schema":
            project.schema.write_text(SCHEMA + "# a word more\n")
        elif name == "query":
            (project.queries / "a.graphql").write_text(QUERIES["a.graphql"] + "# a word more\n")
        elif name == "new query":
            (project.queries / "d.graphql").write_text("query d { d: a { id } }")
        elif name == "no query":
            (project.queries / "a.graphql").unlink()
        elif name == "evidence":
            table = project.schema.with_name("evidence.tsv")
            table.write_text("coordinate\tevidence\ttype_certainty\n")
            project = project._replace(evidence=table)
        else:
            project = project._replace(package="another")
        assert not is_current(project)
        assert ("changed", MANIFEST) in differences(project)

    def test_the_tools_count(self, project: Project, monkeypatch) -> None:
        generate(project)
        monkeypatch.setattr(package_module, "version", lambda tool: "0.0")
        assert not is_current(project)

    @pytest.mark.parametrize("text", ["", "[]", "{}", "\xff\xfe", "no JSON"])
    def test_a_manifest_that_cannot_be_read_is_not_current(self, project: Project, text: str) -> None:
        generate(project)
        (project.target / MANIFEST).write_bytes(text.encode("latin-1"))
        assert not is_current(project)
        assert differences(project) == [("changed", MANIFEST)]

    def test_an_evidence_table_that_is_not_there_trusts_the_schema(self, project: Project, tmp_path: Path) -> None:
        files = generate(project)
        absent = project._replace(evidence=tmp_path / "absent.tsv")
        assert is_current(absent)
        assert generate(absent) == files


SCRIPT = """
import sys
from pathlib import Path
from conviso_client.codegen.package import Project, generate
home, target = Path(sys.argv[1]), Path(sys.argv[2])
generate(Project(home / "schema.graphql", home / "queries", target, "made_somewhere"))
"""


def test_the_same_input_gives_the_same_bytes_with_any_hash_seed_from_any_folder(
    project: Project, tmp_path: Path
) -> None:
    home = project.schema.parent
    runs = [("0", home.as_posix(), tmp_path), ("1", ".", home), ("4242", home.as_posix(), home)]
    made = []
    for number, (seed, given, folder) in enumerate(runs):
        target = tmp_path / f"run{number}"
        command = [sys.executable, "-c", SCRIPT, given, target.as_posix()]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(command, check=True, cwd=folder, env=environment, timeout=60)
        made.append(contents(target))
    assert made[0] == made[1] == made[2]
    assert sorted(made[0]) == FILES


def test_other_tools_that_write_the_same_are_as_good(project: Project) -> None:
    generate(project)
    path = project.target / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "tools": {"ruff": "0.15.0"}}), encoding="utf-8")
    assert differences(project) == []
    path.write_text(json.dumps({**manifest, "schema": "another"}), encoding="utf-8")
    assert [difference.file for difference in differences(project)] == [MANIFEST]
