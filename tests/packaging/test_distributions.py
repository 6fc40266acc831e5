"""What is said of wheels and sdists that do not hold what they must, on small ones."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tools.distributions import DIST_INFO, Member, differing, read_sdist, read_wheel, sdist_problems, wheel_problems

SOURCES = {
    "README.md",
    "evidence.tsv",
    "queries/assets.graphql",
    "schema.graphql",
    "src/conviso_client/__init__.py",
    "src/conviso_client/py.typed",
    "tests/test_it.py",
}
METADATA = """\
Metadata-Version: 2.4
Name: conviso-client
Version: 1.2.3
Requires-Dist: anyio<5,>=4.4
Requires-Dist: httpx<1,>=0.28
Requires-Dist: pydantic<3,>=2.11.3
Requires-Dist: pydantic<3,>=2.12; python_version >= '3.14'
Requires-Dist: typing-extensions<5,>=4.12.2
Provides-Extra: redis
Requires-Dist: redis<9,>=5; extra == 'redis'
"""
NAMES = ("__init__.py", "py.typed", "evidence.tsv", "queries/assets.graphql", "schema.graphql")
INFO = "conviso_client-1.2.3.dist-info"
WHEEL = {
    **{f"conviso_client/{name}": Member(b"", 0o644) for name in NAMES},
    **{f"{INFO}/{name}": Member(b"", 0o644) for name in DIST_INFO},
    f"{INFO}/METADATA": Member(METADATA.encode(), 0o644),
}


def without(name: str) -> dict[str, Member]:
    return {found: member for found, member in WHEEL.items() if found != name}


def with_metadata(old: str, new: str) -> dict[str, Member]:
    assert old in METADATA
    return {**WHEEL, f"{INFO}/METADATA": Member(METADATA.replace(old, new).encode(), 0o644)}


def test_a_wheel_with_all_that_is_needed_is_right() -> None:
    assert list(wheel_problems(WHEEL, SOURCES, "1.2.3")) == []


@pytest.mark.parametrize(
    ("wheel", "problem"),
    [
        (without("conviso_client/schema.graphql"), "the wheel lacks conviso_client/schema.graphql"),
        (without("conviso_client/py.typed"), "type checkers would not look"),
        (without(f"{INFO}/licenses/LICENSE"), f"the wheel lacks {INFO}/licenses/LICENSE"),
        ({**WHEEL, "tests/test_it.py": Member(b"", 0o644)}, "the wheel holds tests/test_it.py"),
        ({**WHEEL, "conviso_client/notes.txt": Member(b"", 0o644)}, "the wheel holds conviso_client/notes.txt"),
        (with_metadata("Version: 1.2.3", "Version: 1.2.4"), "the version is 1.2.4, in _version.py 1.2.3"),
        (with_metadata("; extra == 'redis'", ""), "without extras it requires"),
        (with_metadata("Name: conviso-client", "Name: -"), "METADATA: "),
    ],
)
def test_a_wheel_that_is_not_right(wheel: Mapping[str, Member], problem: str) -> None:
    found = list(wheel_problems(wheel, SOURCES, "1.2.3"))
    assert [one for one in found if problem in one], found


def test_an_sdist_holds_the_project_and_nothing_else() -> None:
    whole = {name: Member(b"", 0o644) for name in {*SOURCES, "PKG-INFO"}}
    assert list(sdist_problems(whole, SOURCES)) == []
    del whole["tests/test_it.py"]
    whole[".env"] = Member(b"", 0o600)
    assert list(sdist_problems(whole, SOURCES)) == [
        "the sdist lacks tests/test_it.py",
        "the sdist holds .env, which is no file of the project: git add it, or remove it",
    ]


def wheel(path: Path, files: Mapping[str, str], *, mode: int = 0o644, year: int = 2020) -> Path:
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, (year, 2, 2, 0, 0, 0))
            info.external_attr = mode << 16
            archive.writestr(info, text)
    return path


def sdist(path: Path, files: Mapping[str, str], *, mode: int = 0o644) -> Path:
    path.parent.mkdir(exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(f"it-1.0/{name}")
            info.size, info.mode = len(text), mode
            archive.addfile(info, io.BytesIO(text.encode()))
    return path


@pytest.mark.parametrize(
    ("files", "options", "difference"),
    [
        ({"a": "1", "b": "2"}, {}, None),
        ({"a": "1"}, {}, "b is in one of them only"),
        ({"a": "1", "b": "3"}, {}, "b differs"),
        ({"a": "1", "b": "2"}, {"mode": 0o600}, "a has mode 644 in one and 600 in the other"),
        ({"a": "1", "b": "2"}, {"year": 2021}, "not their order, times or compression"),
        ({"b": "2", "a": "1"}, {}, "not their order, times or compression"),
    ],
)
def test_the_first_difference_of_two_builds_is_named(tmp_path, files, options, difference) -> None:
    first = wheel(tmp_path / "1" / "it-1.0.whl", {"a": "1", "b": "2"})
    found = differing(first, wheel(tmp_path / "2" / "it-1.0.whl", files, **options))
    assert found is None if difference is None else difference in str(found)


def test_of_sdists_too(tmp_path: Path) -> None:
    first = sdist(tmp_path / "1" / "it-1.0.tar.gz", {"a": "1"})
    assert differing(first, sdist(tmp_path / "2" / "it-1.0.tar.gz", {"a": "2"})) == "a differs"
    assert read_sdist(first) == {"a": Member(b"1", 0o644)}


def test_what_is_read_of_a_wheel(tmp_path: Path) -> None:
    assert read_wheel(wheel(tmp_path / "w" / "it.whl", {"a/b": "1"})) == {"a/b": Member(b"1", 0o644)}
