"""Tell a diff to people, as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Protocol

from .changes import Severity
from .diff import Diff
from .sections import Fate, Row, Section, fates, headline, names, one_line, sections

__all__ = ["Paint", "ansi", "plain", "table", "wrapped"]

WIDTH = 100
_EFFECT_WIDTH = 12
_CODES = {Severity.BREAKING: "31", Severity.DANGEROUS: "33", Severity.SAFE: "32"}


class Paint(Protocol):
    """How a heading is coloured, if at all."""

    def __call__(self, text: str, severity: Severity) -> str: ...


def plain(text: str, severity: Severity) -> str:
    """Leave a heading as it is."""
    del severity
    return text


def ansi(text: str, severity: Severity) -> str:
    """Colour a heading for a terminal."""
    return f"\033[1;{_CODES[severity]}m{text}\033[0m"


def table(diff: Diff, paint: Paint = plain) -> str:
    """Write a diff in lines of at most 100 columns; only names that are longer overflow."""
    lines = [f"{diff.old} -> {diff.new}", headline(diff)]
    if diff.unfit:
        fate = f"The old schema refuses these operations already: {names(diff.unfit)}."
        lines += wrapped(fate, "")
    for section in sections(diff):
        lines += ["", paint(f"{section.title.upper()} ({section.size})", section.severity)]
        lines += [line for row in section.rows for line in _row(row, section)]
    return "\n".join(lines) + "\n"


def _row(row: Row, section: Section) -> Iterator[str]:
    yield from wrapped(row.text, "  ", "    ")
    if section.breaks:
        for fate in fates(row.touches):
            yield from _fate(fate)
    elif row.touches:
        yield from wrapped(_mention(row, section), "    ")


def _fate(fate: Fate) -> Iterator[str]:
    yield f"    {fate.touch.effect.value:{_EFFECT_WIDTH}}{fate.place}{fate.more}"
    for text in (fate.touch.advice, names(fate.operations)):
        yield from wrapped(text, " " * (4 + _EFFECT_WIDTH))


def _mention(row: Row, section: Section) -> str:
    operations = sorted({name for touch in row.touches for name in touch.operations})
    if section.severity is Severity.SAFE:
        return f"in use by {names(operations, 3)}"
    places = list(dict.fromkeys(f"{touch.file}:{touch.line}" for touch in row.touches))
    advice = next((touch.advice for touch in row.touches if touch.advice), "")
    return f"{names(operations)} at {names(places, 2)}" + (f": {advice}" if advice else "")


def wrapped(text: str, first: str, later: str | None = None) -> list[str]:
    """Break a text into lines of at most 100 columns, indented."""
    return textwrap.wrap(
        one_line(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if later is None else later,
        break_long_words=False,
        break_on_hyphens=False,
    )
