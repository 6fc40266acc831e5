"""Tell a diff to people, as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from .changes import Severity
from .diff import Diff
from .sections import Fate, Row, Section, fates, headline, names, one_line, sections

__all__ = ["WIDTH", "Page", "table"]

WIDTH = 100
_EFFECT_WIDTH = 12
_CODES = {Severity.BREAKING: "31", Severity.DANGEROUS: "33", Severity.SAFE: "32"}


class Page(NamedTuple):
    """How wide the lines may be, and whether headings are coloured."""

    width: int = WIDTH
    is_coloured: bool = False

    def heading(self, text: str, severity: Severity) -> str:
        """Break a heading into lines, and colour them, if at all."""
        lines = self.wrapped(text, "")
        return "\n".join(f"\033[1;{_CODES[severity]}m{line}\033[0m" if self.is_coloured else line for line in lines)

    def wrapped(self, text: str, first: str, later: str | None = None) -> list[str]:
        """Break a text into lines, indented; only names that are longer than a line overflow."""
        return textwrap.wrap(
            one_line(text),
            self.width,
            initial_indent=first,
            subsequent_indent=first if later is None else later,
            break_long_words=False,
            break_on_hyphens=False,
        )


def table(diff: Diff, page: Page = Page()) -> str:  # noqa: B008  # never changed
    """Write a diff in lines."""
    lines = [f"{diff.old} -> {diff.new}", *page.wrapped(headline(diff), "")]
    if diff.unfit:
        fate = f"The old schema refuses these operations already: {names(diff.unfit)}."
        lines += page.wrapped(fate, "")
    for section in sections(diff):
        lines += ["", page.heading(f"{section.title.upper()} ({section.size})", section.severity)]
        lines += [line for row in section.rows for line in _row(row, section, page)]
    return "\n".join(lines) + "\n"


def _row(row: Row, section: Section, page: Page) -> Iterator[str]:
    yield from page.wrapped(row.text, "  ", "    ")
    if section.breaks:
        for fate in fates(row.touches):
            yield from _fate(fate, page)
    elif row.touches:
        yield from page.wrapped(_mention(row, section), "    ")


def _fate(fate: Fate, page: Page) -> Iterator[str]:
    yield f"    {fate.touch.effect.value:{_EFFECT_WIDTH}}{fate.place}{fate.more}"
    for text in (fate.touch.advice, names(fate.operations)):
        yield from page.wrapped(text, " " * (4 + _EFFECT_WIDTH))


def _mention(row: Row, section: Section) -> str:
    operations = sorted({name for touch in row.touches for name in touch.operations})
    if section.severity is Severity.SAFE:
        return f"in use by {names(operations, 3)}"
    places = list(dict.fromkeys(f"{touch.file}:{touch.line}" for touch in row.touches))
    advice = next((touch.advice for touch in row.touches if touch.advice), "")
    return f"{names(operations)} at {names(places, 2)}" + (f": {advice}" if advice else "")
