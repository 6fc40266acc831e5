"""All that is generated for the documentation: whole pages, and parts of written ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from .assistants import assistants_parts, llms_text
from .client_page import client_page
from .decisions import decisions_part
from .example import Examples
from .known import known_parts
from .operation_pages import operation_pages
from .source import Source
from .type_pages import type_pages

__all__ = ["current", "filled", "generated_pages", "generated_parts"]

_PLACE = re.compile(r"(^<!-- generated: ([\w-]+) -->\n).*?(^<!-- end -->$)", re.MULTILINE | re.DOTALL)


def current(source: Source, docs: Path) -> dict[Path, str]:
    """Return every page that is generated, or has a part that is, as it should be: by its file below `docs`.

    Raises `ValueError` for a part that nobody knows, and for a decision without a title.
    """
    parts = generated_parts(source, docs / "decisions")
    written = {page: page.read_text(encoding="utf-8") for page in sorted(docs.rglob("*.md"))}
    pages = {page: filled(text, parts) for page, text in written.items() if _PLACE.search(text)}
    pages |= {docs / place: text for place, text in generated_pages(source).items()}
    return pages | {docs / "llms.txt": llms_text(docs, docs.parent / "mkdocs.yml", written | pages)}


def generated_pages(source: Source) -> dict[str, str]:
    """Write the reference, by the pages' places in the documentation; the same sources give the same text."""
    return client_page() | operation_pages(source, Examples(source).all()) | type_pages(source)


def generated_parts(source: Source, decisions: Path) -> dict[str, str]:
    """Write what stands inside of pages that are written by hand, by the name that those use.

    Raises `ValueError` for a file of the folder `decisions` that does not begin with a title.
    """
    known = {f"known-{name}": text for name, text in known_parts(source).items()}
    return {**known, **assistants_parts(source), "decisions": decisions_part(decisions)}


def filled(text: str, parts: Mapping[str, str]) -> str:
    """Put generated parts between lines such as `<!-- generated: decisions -->` and `<!-- end -->`.

    Raises `ValueError` for a name that no part has.
    """

    def part(match: re.Match[str]) -> str:
        if match[2] not in parts:
            raise ValueError(f"there is no generated part {match[2]}; there are {', '.join(sorted(parts))}")
        return f"{match[1]}\n{parts[match[2]].strip()}\n\n{match[3]}"

    return _PLACE.sub(part, text)
