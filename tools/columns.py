"""The columns of issues in `docs/export.md`: `python -m tools.columns --write` brings them up to date."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from conviso_client import Conviso, Quota
from conviso_client.jobs.columns import Column, list_columns

PAGE = Path("docs/export.md")
_PART = re.compile(r"(<!-- columns of issues -->\n).*?(<!-- end -->)", re.DOTALL)
PARTS = ("detail", "code", "http_messages", "history")


def current(page: str) -> str:
    """Return the page as it should be."""
    return _PART.sub(lambda part: f"{part[1]}\n{_table()}\n{part[2]}", page)


def _table() -> str:
    seen: set[str] = set()
    rows = ["| `--with` | columns |", "|---|---|"]
    for number in range(len(PARTS) + 1):
        fresh = [column for column in _columns(*PARTS[:number]) if column.name not in seen]
        seen.update(column.name for column in fresh)
        rows.append(f"| {PARTS[number - 1] if number else ''} | {', '.join(map(_cell, fresh))} |")
    return "\n".join(rows) + "\n"


def _columns(*parts: str) -> tuple[Column, ...]:
    conviso = Conviso("key", company_id=1, quota=Quota.off())
    wanted: dict[str, Any] = {f"with_{part}": True for part in parts}
    listing = conviso.iter_issues(**wanted).listing
    assert listing
    return list_columns(listing)


def _cell(column: Column) -> str:
    kind = ", ".join(filter(None, (column.kind if column.kind != "string" else "", "list" if column.many else "")))
    return f"`{column.name}`" + (f" ({kind})" if kind else "")


def main() -> int:
    """Say whether the page is current; with `--write`, make it so."""
    page = PAGE.read_text(encoding="utf-8")
    wanted = current(page)
    if "--write" in sys.argv:
        PAGE.write_text(wanted, encoding="utf-8", newline="\n")
        return 0
    return int(page != wanted)


if __name__ == "__main__":
    sys.exit(main())
