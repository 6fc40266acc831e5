"""The changelog as data, and the version that its entries imply (see docs/decisions/0070)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

_HEADING = re.compile(r"^## (?P<version>\d+\.\d+\.\d+)(?P<note>.*)$", re.MULTILINE)
_NOT_RELEASED = " (not released)"

Version = tuple[int, int, int]


class Level(IntEnum):
    """What a change asks of the version."""

    PATCH = 0
    FEATURE = 1
    BREAKING = 2


class Section(NamedTuple):
    """What is written under one version."""

    version: Version
    is_released: bool
    text: str
    """All that follows the version in the heading's line and below."""


class Changelog(NamedTuple):
    """A changelog, the newest version first."""

    intro: str
    sections: tuple[Section, ...]

    @property
    def newest(self) -> Section:
        return self.sections[0]

    @property
    def released(self) -> Version | None:
        """The version that users have; None before the first."""
        return next((section.version for section in self.sections if section.is_released), None)

    def with_entries(self, lines: Iterable[str], level: Level) -> Changelog:
        """Add lines to the version to come, and raise it as they imply."""
        added = "".join(f"- {line}\n" for line in lines)
        newest, version = self.newest, self.next_version(level)
        if newest.is_released:
            return self._replace(sections=(Section(version, False, f"\n\n{added}"), *self.sections))
        fresh = Section(version, False, f"{newest.text.rstrip()}\n{added}")
        return self._replace(sections=(fresh, *self.sections[1:]))

    def next_version(self, level: Level) -> Version:
        """Give the version to come: before the first release it stays, for there is nobody to warn."""
        if self.released is None:
            return self.newest.version
        raised = bump(self.released, level)
        return raised if self.newest.is_released else max(raised, self.newest.version)

    def text(self) -> str:
        notes = ["" if section.is_released else _NOT_RELEASED for section in self.sections]
        parts = [
            f"## {as_text(section.version)}{note}{section.text.rstrip()}\n"
            for section, note in zip(self.sections, notes, strict=True)
        ]
        return self.intro + "\n".join(parts)


def as_text(version: Version) -> str:
    return ".".join(map(str, version))


def bump(version: Version, level: Level) -> Version:
    """Give the version that follows; before 1.0.0 a break raises the minor, and anything else the patch."""
    major, minor, patch = version
    if level is Level.BREAKING:
        return (major + 1, 0, 0) if major else (0, minor + 1, 0)
    if level is Level.FEATURE and major:
        return (major, minor + 1, 0)
    return (major, minor, patch + 1)


def read_changelog(path: Path) -> Changelog:
    """Read a changelog whose headings are `## 1.2.3 (date)`, or `## 1.2.3 (not released)`."""
    text = path.read_text(encoding="utf-8")
    matches = list(_HEADING.finditer(text))
    if not matches:
        raise SystemExit(f"{path}: there is no heading like '## 1.2.3 (not released)'")
    ends = [*(match.start() for match in matches[1:]), len(text)]
    sections = []
    for match, end in zip(matches, ends, strict=True):
        major, minor, patch = map(int, match["version"].split("."))
        is_released = match["note"] != _NOT_RELEASED
        body = text[match.end() : end]
        sections.append(Section((major, minor, patch), is_released, (match["note"] if is_released else "") + body))
    return Changelog(text[: matches[0].start()], tuple(sections))
