"""The public Python API: what a change of it breaks since the last tag, and that the changelog carries it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import griffe
import pytest

from tools.changelog import Level, bump, read_changelog
from tools.python_api import breaks, last_release, public_names

PROJECT = Path(__file__).parents[2]
ROOT = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from .client import Client as Client
    from .client import make as make
"""
CLIENT = """
class Base:
    def inherited(self, name: str) -> None: ...
class Client(Base):
    def get(self, id: int, *, limit: int = 5) -> str: ...
    def _hidden(self) -> None: ...
def make(name: str) -> Client: ...
def internal(name: str) -> None: ...
"""
MODELS = """
from typing import TYPE_CHECKING
__all__ = ["Row"]
if TYPE_CHECKING:
    from .common import Row
"""
ROW = "class Row:\n    id: str\n    name: str | None\n"


class Tree:
    """A git repository with a package of the client's name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package = folder / "src" / "conviso_client"
        for part in ("", "sandbox", "testing", "generated", "generated/models"):
            (self.package / part).mkdir(parents=True)
            (self.package / part / "__init__.py").write_text("")
        self.write("__init__.py", ROOT)
        self.write("client.py", CLIENT)
        self.write("generated/enums.py", "class Level:\n    HIGH = 'HIGH'\n")
        self.write("generated/inputs.py", "")
        self.write("generated/models/__init__.py", MODELS)
        self.write("generated/models/common.py", ROW)
        (folder / "CHANGELOG.md").write_text("# Changes\n\n## 1.0.1 (not released)\n\n- None.\n")
        self.git("init", "-q")
        self.commit()

    def write(self, name: str, text: str) -> None:
        (self.package / name).write_text(text)

    def git(self, *arguments: str) -> None:
        settings = ["-c", "user.name=x", "-c", "user.email=x@y", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *settings, *arguments], cwd=self.folder, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "next", "--allow-empty")

    def check(self, *options: str) -> tuple[int, str]:
        environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
        command = [sys.executable, "-m", "tools.python_api", *options]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert not done.stderr
        return done.returncode, done.stdout


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


@pytest.fixture
def released(tree: Tree) -> Tree:
    tree.git("tag", "v0.9.0")
    tree.commit()
    tree.git("tag", "v0.10.0")
    tree.commit()
    return tree


def test_before_the_first_release_nothing_can_break(tree: Tree) -> None:
    assert last_release(tree.folder) is None
    status, said = tree.check()
    assert (status, "no release is tagged" in said) == (0, True)
    assert tree.check("--list") == (0, "")


def test_a_folder_that_is_no_repository_has_no_release(tmp_path: Path) -> None:
    assert last_release(tmp_path) is None


def test_the_last_release_is_the_newest_tag_before_this_commit(released: Tree) -> None:
    assert last_release(released.folder) == "v0.10.0"
    released.git("tag", "v0.11.0")
    released.git("tag", "nightly")
    assert last_release(released.folder) == "v0.10.0"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("client.py", "def make(name: str)", "def make(title: str)", ["make(name)", "make(title)"]),
        ("client.py", "def make(name: str) -> Client: ...", "", ["make"]),
        ("client.py", "id: int,", "id: int, kind: str,", ["Client.get(kind)"]),
        ("client.py", "limit: int = 5", "limit: int = 6", ["Client.get(limit)"]),
        ("client.py", "limit: int = 5", "limit: int", ["Client.get(limit)"]),
        ("client.py", "def inherited(self, name: str)", "def inherited(self)", ["Client.inherited(name)"]),
        ("client.py", "class Client(Base)", "class Client", ["Client.inherited", "Client"]),
        ("generated/models/common.py", "    name: str | None\n", "", ["types.Row.name"]),
        ("generated/enums.py", "    HIGH = 'HIGH'\n", "    LOW = 'LOW'\n", ["types.Level.HIGH"]),
        ("generated/models/__init__.py", MODELS, "__all__ = []", ["types.Row"]),
    ],
)
def test_what_breaks_is_named_as_programs_name_it(
    released: Tree, file: str, old: str, new: str, expected: list[str]
) -> None:
    text = (released.package / file).read_text()
    assert text.count(old) == 1
    released.write(file, text.replace(old, new))
    found = breaks(released.folder, "v0.10.0")
    assert [one.split(": ")[0] for one in found] == expected
    status, said = released.check()
    assert status == 1
    assert all(f"- python: breaking: {one}\n" in said for one in found)
    changelog = (released.folder / "CHANGELOG.md").read_text()
    (released.folder / "CHANGELOG.md").write_text(changelog + "".join(f"- python: breaking: {one}\n" for one in found))
    assert released.check()[0] == 0


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("client.py", "def internal(name: str)", "def internal()"),
        ("client.py", "_hidden(self)", "_hidden(self, x)"),
        ("client.py", "limit: int = 5", "limit: int = 5, size: int = 1"),
        ("client.py", "def make(name: str)", "def make(name: str, size: int = 0)"),
        ("generated/models/common.py", "    id: str\n", "    id: str\n    size: int\n"),
        ("generated/enums.py", "    HIGH = 'HIGH'\n", "    HIGH = 'HIGH'\n    LOW = 'LOW'\n"),
    ],
)
def test_what_is_fine_is_not_named(released: Tree, file: str, old: str, new: str) -> None:
    text = (released.package / file).read_text()
    assert text.count(old) == 1
    released.write(file, text.replace(old, new))
    assert breaks(released.folder, "v0.10.0") == []


def test_to_move_a_definition_breaks_nothing(released: Tree) -> None:
    released.write("elsewhere.py", CLIENT)
    (released.package / "client.py").unlink()
    released.write("__init__.py", ROOT.replace(".client", ".elsewhere"))
    assert breaks(released.folder, "v0.10.0") == []


def test_the_public_names_of_the_client_are_found() -> None:
    names = {name for name, _ in public_names(griffe.load("conviso_client", search_paths=[PROJECT / "src"]))}
    assert {"Conviso", "AsyncConviso", "ConvisoError", "types.AssetSummary", "types.CreateAssetInput"} <= names
    assert {"types.SeverityCategory", "sandbox.Sandbox"} <= names
    assert not [name for name in names - {"__version__"} if "._" in name or name.startswith("_")]


RELEASED = "# Changes\n\n## 1.2.3 (2026-10-01)\n\n- Old.\n"
UNRELEASED = "# Changes\n\n## 1.3.0 (not released)\n\n- New.\n\n## 1.2.3 (2026-10-01)\n\n- Old.\n"
FIRST = "# Changes\n\n## 0.1.0 (not released)\n\n- All.\n"


@pytest.mark.parametrize(
    ("text", "level", "expected"),
    [
        (RELEASED, Level.PATCH, (1, 2, 4)),
        (RELEASED, Level.FEATURE, (1, 3, 0)),
        (RELEASED, Level.BREAKING, (2, 0, 0)),
        (UNRELEASED, Level.PATCH, (1, 3, 0)),
        (UNRELEASED, Level.BREAKING, (2, 0, 0)),
        (FIRST, Level.BREAKING, (0, 1, 0)),
    ],
)
def test_the_version_follows_from_the_worst_change(
    text: str, level: Level, expected: tuple[int, int, int], tmp_path: Path
) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_text(text, encoding="utf-8")
    changelog = read_changelog(path)
    assert changelog.text() == text
    added = changelog.with_entries(["one", "two"], level)
    assert added.newest.version == expected
    assert not added.newest.is_released
    assert "- one\n- two\n" in added.text()
    path.write_text(added.text(), encoding="utf-8")
    assert read_changelog(path).text() == added.text()


def test_before_1_0_0_a_break_raises_the_minor_version() -> None:
    assert bump((0, 4, 2), Level.BREAKING) == (0, 5, 0)
    assert bump((0, 4, 2), Level.FEATURE) == bump((0, 4, 2), Level.PATCH) == (0, 4, 3)
