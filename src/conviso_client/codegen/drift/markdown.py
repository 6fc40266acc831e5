"""Tell a diff in Markdown, for a pull request or an issue."""

from __future__ import annotations

from collections.abc import Iterator

from .diff import Diff
from .sections import Section, headline, names, one_line, sections, verdicts
from .touches import Touch

__all__ = ["as_cell", "as_text", "markdown"]

_SHOWN_OPERATIONS = 10


def markdown(diff: Diff) -> str:
    """Write what breaks as a table, and the rest as lists that are folded where nothing uses it."""
    lines = [f"### {headline(diff)}", "", f"From `{diff.old}` to `{diff.new}`."]
    if diff.unfit:
        lines += ["", f"The old schema refuses these operations already: {_codes(diff.unfit)}."]
    for section in sections(diff):
        lines += ["", *(_breaking(section) if section.breaks else _list(section))]
    return "\n".join(lines) + "\n"


def _breaking(section: Section) -> Iterator[str]:
    yield f"#### {section.title}"
    yield ""
    yield "| Change | Where | Operations | What to do |"
    yield "|---|---|---|---|"
    for row in section.rows:
        for verdict in verdicts(row.touches):
            cells = (
                row.text,
                f"`{verdict.location}`{verdict.more}",
                _codes(verdict.operations),
                _advice(verdict.touch),
            )
            yield f"| {' | '.join(map(as_cell, cells))} |"


def _list(section: Section) -> Iterator[str]:
    used = any(row.touches for row in section.rows)
    if used:
        yield f"#### {section.title} ({section.size})"
    else:
        yield f"<details><summary>{section.title} ({section.size})</summary>"
    yield ""
    for row in section.rows:
        operations = sorted({name for touch in row.touches for name in touch.operations})
        yield f"- {as_text(row.text)}" + (f" ({_codes(operations)})" if operations else "")
    if not used:
        yield ""
        yield "</details>"


def _advice(touch: Touch) -> str:
    return f"{touch.effect.value}: {touch.advice}" if touch.advice else touch.effect.value


def _codes(operations: list[str] | tuple[str, ...]) -> str:
    return names([f"`{name}`" for name in operations], _SHOWN_OPERATIONS)


def as_cell(text: str) -> str:
    """Write a text for a table's cell."""
    return as_text(text).replace("|", "\\|")


def as_text(text: str) -> str:
    """Keep descriptions and reasons of the schema from being read as markup, mentions or several lines."""
    return one_line(text.replace("<", "&lt;").replace("@", "&#64;"))
