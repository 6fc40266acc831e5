"""The list of the decisions, from the titles of their files."""

from __future__ import annotations

import re
from pathlib import Path

from .writing import table

__all__ = ["decisions_part"]


def decisions_part(folder: Path) -> str:
    """List the decisions by number, each with its title.

    Raises `ValueError` for a file that does not begin with a title.
    """
    rows = []
    for path in sorted(folder.glob("[0-9]*.md")):
        [first, *_] = path.read_text(encoding="utf-8").splitlines() or [""]
        title = re.fullmatch(r"# (?:\d+\. )?(.+)", first)
        if title is None:
            raise ValueError(f"{path}: the first line must be '# ' and the decision, not {first!r}")
        rows.append((path.stem.partition("-")[0], f"[{title[1]}]({path.name})"))
    return table(("No.", "Decision"), rows)
