"""All that is generated for the documentation: whole pages, and parts of written ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from . import diagrams
from .decisions import decisions_part
from .example import Examples
from .known import known_parts
from .operation_pages import operation_pages
from .source import Source
from .type_pages import type_pages

__all__ = ["filled", "generated_pages", "generated_parts"]

_PLACE = re.compile(r"^<!-- generated: ([\w-]+) -->$", re.MULTILINE)


def generated_pages(source: Source) -> dict[str, str]:
    """Write the reference, by the pages' places in the documentation; the same sources give the same text."""
    return operation_pages(source, Examples(source).all()) | type_pages(source)


def generated_parts(source: Source, decisions: Path) -> dict[str, str]:
    """Write what stands inside of pages that are written by hand, by the name that those use.

    Raises `ValueError` for a file of the folder `decisions` that does not begin with a title.
    """
    known = {f"known-{name}": text for name, text in known_parts(source).items()}
    drawn = {"diagram-house": diagrams.house(), "diagram-call": diagrams.call()}
    return {**known, **drawn, "decisions": decisions_part(decisions)}


def filled(text: str, parts: Mapping[str, str]) -> str:
    """Put generated parts in their places: lines such as `<!-- generated: decisions -->`.

    Raises `ValueError` for a name that no part has.
    """

    def part(match: re.Match[str]) -> str:
        if match[1] not in parts:
            raise ValueError(f"there is no generated part {match[1]}; there are {', '.join(sorted(parts))}")
        return parts[match[1]]

    return _PLACE.sub(part, text)
