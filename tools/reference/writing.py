"""Small pieces of Markdown that the generated pages share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .python_face import Face
from .source import Source

__all__ = ["MARKS", "anchor", "code", "entry", "heading", "linked", "mark", "table", "title_of"]

MARKS = {
    "confirmed": "A source of 2025 or 2026 shows the name, and a source shows the type.",
    "type deduced": "A source of 2025 or 2026 shows the name; the type is a deduction.",
    "2024 only": "Only the vendor's schema of January 2024 shows it: the live server may have dropped it.",
    "guessed": "The name itself is a guess by analogy: a server that does not know it refuses the request.",
    "client's own": "No part of the API: it chooses what this client asks for.",
}
"""What is said of how well something is known, and what that means."""

_TITLES = {"sbom": "SBOM", "enums": "Enums", "common": "Shared by several domains"}


def title_of(stem: str) -> str:
    """Name a file of operations, or a module of types, for people."""
    return _TITLES.get(stem, stem.replace("_", " ").capitalize())


def code(text: str) -> str:
    """Set a text as code."""
    return f"`{text}`"


def heading(level: int, name: str) -> str:
    """Write a heading that is a name in code. Links to it use `anchor`."""
    return f"{'#' * level} {code(name)}"


def anchor(name: str) -> str:
    """Return the anchor that GitHub and MkDocs alike give the heading of a name."""
    return f"#{name.lower()}"


def linked(annotation: str, face: Face, here: str) -> str:
    """Write a type, with each of our own names linked to where it is described; `here` leads to the pages of types."""
    names = face.named_in(annotation) or ["(?!)"]
    pieces = [_piece(part, face, here) for part in re.split(rf"\b({'|'.join(names)})\b", annotation)]
    return "".join(pieces)


def _piece(text: str, face: Face, here: str) -> str:
    if text in face.homes:
        kind = face.homes[text]
        return f"[{code(text)}]({here}{kind.home}.md{anchor(kind.name)})"
    # A space at the edge of code is no part of it.
    inner = text.strip()
    return text.replace(inner, code(inner)) if inner else text


def mark(coordinates: Iterable[str], source: Source) -> str:
    """Say how well a name is known: the worst of its places counts. Empty where there is no table to ask."""
    if not source.known:
        return ""
    found = list(coordinates)
    said = [_said(source, coordinate) for coordinate in found] or ["client's own"]
    return max(said, key=list(MARKS).index)


def _said(source: Source, coordinate: str) -> str:
    known = source.known.get(coordinate)
    if known is None or known.evidence == "guessed":
        return "guessed"
    if known.evidence == "2024":
        return "2024 only"
    return "type deduced" if known.certainty == "inferred" else "confirmed"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    """Keep a cell in one line and in one column: a bar ends it, but for one inside code."""
    parts = re.split(r"(`[^`]*`)", text.replace("\n", " "))
    return "".join(part if part.startswith("`") else part.replace("|", "\\|") for part in parts)


def entry(term: str, *lines: str) -> str:
    """Write an entry of a list: a term, and what there is to say of it."""
    return f"- {term}: {'; '.join(line for line in lines if line)}"
