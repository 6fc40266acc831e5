"""Tell a diff to people, as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Protocol

from .changes import Severity
from .diff import Diff
from .sections import Row, Section, headline, names, sections
from .touches import Touch

__all__ = ["Paint", "ansi", "plain", "table"]

WIDTH = 100
_EFFECT_WIDTH = 12
_PLACE_WIDTH = 36
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
        lines += textwrap.wrap(fate, WIDTH, break_long_words=False)
    for section in sections(diff):
        lines += ["", paint(f"{section.title.upper()} ({section.size})", section.severity)]
        lines += [line for row in section.rows for line in _row(row, section)]
    return "\n".join(lines) + "\n"


def _row(row: Row, section: Section) -> Iterator[str]:
    yield from textwrap.wrap(
        row.text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
    if section.breaks:
        for touch in row.touches:
            if touch.effect.breaks:
                yield from _touch(touch)
    elif row.touches:
        yield from _mentions(row)


def _touch(touch: Touch) -> Iterator[str]:
    place = f"{touch.file}:{touch.line}"
    head = f"    {touch.effect.value:{_EFFECT_WIDTH}}{place:{_PLACE_WIDTH}}"
    indent = " " * (4 + _EFFECT_WIDTH + _PLACE_WIDTH)
    first, *others = textwrap.wrap(touch.advice, WIDTH - len(indent), break_long_words=False) or [""]
    yield f"{head} {first}".rstrip() if len(place) >= _PLACE_WIDTH else f"{head}{first}".rstrip()
    for other in others:
        yield f"{indent}{other}"
    yield f"    {'':{_EFFECT_WIDTH}}{names(touch.operations)}".rstrip()


def _mentions(row: Row) -> Iterator[str]:
    places = [f"{touch.file}:{touch.line}" for touch in row.touches]
    operations = sorted({name for touch in row.touches for name in touch.operations})
    advice = next((touch.advice for touch in row.touches if touch.advice), "")
    text = f"{names(operations)} at {names(places, 2)}" + (f": {advice}" if advice else "")
    yield from textwrap.wrap(
        text, WIDTH, initial_indent="    ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
