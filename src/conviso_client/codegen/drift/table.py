"""Tell a diff to people, as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from .changes import ChangeSeverity
from .diff import Diff
from .sections import ReportLine, Section, Verdict, headline, names, one_line, sections, verdicts

__all__ = ["WIDTH", "Layout", "table"]

WIDTH = 100
_EFFECT_WIDTH = 12
_CODES = {ChangeSeverity.BREAKING: "31", ChangeSeverity.DANGEROUS: "33", ChangeSeverity.SAFE: "32"}


class Layout(NamedTuple):
    """How wide the lines may be, and whether headings are coloured."""

    width: int = WIDTH
    is_coloured: bool = False

    def heading(self, text: str, severity: ChangeSeverity) -> str:
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


def table(diff: Diff, layout: Layout = Layout()) -> str:  # noqa: B008  # never changed
    """Write a diff in lines."""
    lines = [f"{diff.old} -> {diff.new}", *layout.wrapped(headline(diff), "")]
    if diff.unfit:
        verdict = f"The old schema refuses these operations already: {names(diff.unfit)}."
        lines += layout.wrapped(verdict, "")
    for section in sections(diff):
        lines += ["", layout.heading(f"{section.title.upper()} ({section.size})", section.severity)]
        lines += [line for row in section.rows for line in _row(row, section, layout)]
    return "\n".join(lines) + "\n"


def _row(row: ReportLine, section: Section, layout: Layout) -> Iterator[str]:
    yield from layout.wrapped(row.text, "  ", "    ")
    if section.breaks:
        for verdict in verdicts(row.touches):
            yield from _verdict(verdict, layout)
    elif row.touches:
        yield from layout.wrapped(_mention(row, section), "    ")


def _verdict(verdict: Verdict, layout: Layout) -> Iterator[str]:
    yield f"    {verdict.touch.effect.value:{_EFFECT_WIDTH}}{verdict.location}{verdict.more}"
    for text in (verdict.touch.advice, names(verdict.operations)):
        yield from layout.wrapped(text, " " * (4 + _EFFECT_WIDTH))


def _mention(row: ReportLine, section: Section) -> str:
    operations = sorted({name for touch in row.touches for name in touch.operations})
    if section.severity is ChangeSeverity.SAFE:
        return f"in use by {names(operations, 3)}"
    locations = list(dict.fromkeys(f"{touch.file}:{touch.line}" for touch in row.touches))
    advice = next((touch.advice for touch in row.touches if touch.advice), "")
    return f"{names(operations)} at {names(locations, 2)}" + (f": {advice}" if advice else "")
