"""The public Python API: what a change of it breaks, and that the changelog carries it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.changelog import Level, bump, read_changelog
from tools.python_api import breaks, public_api, read_record, write_record

PROJECT = Path(__file__).parents[2]
OLD = {
    "f": "returns int | None",
    "f(x)": "either int",
    "f(y)": "keyword str = 1",
    "Thing": "class",
    "Thing.go": "returns None",
    "Thing.go(n)": "either int",
    "types.Row": "class",
    "types.Row.name": "field str | None",
    "types.Given": "class",
    "types.Given.name": "input str",
    "types.Given.note": "input str | None = unset",
    "types.Level": "class",
    "types.Level.HIGH": "member",
}
BREAKS = {
    "function removed": ({"f": None, "f(x)": None, "f(y)": None}, ["f was removed"]),
    "class removed": ({"Thing": None, "Thing.go": None, "Thing.go(n)": None}, ["Thing was removed"]),
    "method removed": ({"Thing.go": None, "Thing.go(n)": None}, ["Thing.go was removed"]),
    "argument removed": ({"f(y)": None}, ["f(y) was removed"]),
    "argument of another type": ({"f(x)": "either str"}, ["f(x) was either int, is either str"]),
    "argument by name alone": ({"f(x)": "keyword int"}, ["f(x) was either int, is keyword int"]),
    "default changed": ({"f(y)": "keyword str = 2"}, ["f(y) was keyword str = 1, is keyword str = 2"]),
    "default gone": ({"f(y)": "keyword str"}, ["f(y) was keyword str = 1, is keyword str"]),
    "argument that must be given": ({"f(z)": "keyword int"}, ["f(z) was added and must be given"]),
    "more comes back": ({"f": "returns int | str | None"}, ["f was returns int | None, is returns int | str | None"]),
    "it is awaited now": (
        {"Thing.go": "returns Awaitable[None]"},
        ["Thing.go was returns None, is returns Awaitable[None]"],
    ),
    "field removed": ({"types.Row.name": None}, ["types.Row.name was removed"]),
    "field of another type": ({"types.Row.name": "field int"}, ["types.Row.name was field str | None, is field int"]),
    "input field that must be set": (
        {"types.Given.kind": "input str"},
        ["types.Given.kind was added and must be given"],
    ),
    "member removed": ({"types.Level.HIGH": None}, ["types.Level.HIGH was removed"]),
}
FINE = {
    "nothing": {},
    "name added": {"g": "returns None", "g(x)": "either int"},
    "optional argument added": {"f(z)": "keyword int = 0"},
    "argument takes more": {"f(x)": "either int | str"},
    "argument may be left out": {"f(x)": "either int = 0"},
    "argument may be given by position": {"f(y)": "either str = 1"},
    "less comes back": {"f": "returns int"},
    "field never null": {"types.Row.name": "field str"},
    "field added": {"types.Row.size": "field int"},
    "input field added": {"types.Given.size": "input int = unset"},
    "member added": {"types.Level.LOW": "member"},
}


def changed(edits: dict[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in {**OLD, **edits}.items() if text is not None}


@pytest.mark.parametrize("case", BREAKS)
def test_what_breaks_is_named(case: str) -> None:
    edits, expected = BREAKS[case]
    assert breaks(OLD, changed(edits)) == expected


@pytest.mark.parametrize("case", FINE)
def test_what_is_fine_is_not(case: str) -> None:
    assert breaks(OLD, changed(FINE[case])) == []


def test_the_api_is_described_by_name_parameter_and_field() -> None:
    api = public_api()
    assert api["Conviso"] == "class"
    assert api["Conviso.create_asset(input)"] == "either CreateAssetInput"
    assert api["Conviso.create_asset"] == "returns CreateAssetPayload"
    assert api["AsyncConviso.create_asset"] == "returns Awaitable[CreateAssetPayload]"
    assert api["types.CreateAssetInput.name"].startswith("input str")
    assert api["types.SeverityCategory.CRITICAL"] == "member"
    assert api["types.AssetSummary.id"] == "field ResultID"
    assert not [name for name in api if "._" in name.replace("__init__", "")]


def test_a_record_reads_back(tmp_path: Path) -> None:
    write_record(tmp_path / "api.txt", OLD, "1.0.0")
    assert read_record(tmp_path / "api.txt") == OLD


def test_two_processes_describe_the_same() -> None:
    command = [sys.executable, "-c", "from tools.python_api import *; print(public_api())"]
    first, second = (
        subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout for _ in range(2)
    )
    assert first == second


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
