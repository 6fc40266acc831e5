"""Compare the generated pages of `docs/` with what they are generated from; `--write` brings them up to date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .pages import current
from .source import read_source


def main() -> int:
    """Compare or write; the exit status is 1 if a page is not current."""
    parser = argparse.ArgumentParser(prog="python -m tools.reference", description=__doc__)
    parser.add_argument("--write", action="store_true", help="bring the pages up to date")
    options = parser.parse_args()
    root = Path(__file__).parents[2]
    pages = current(read_source(root), root / "docs")
    reference = root / "docs" / "reference"
    gone = set(reference.rglob("*.md")) - set(pages)
    stale = [page for page, text in pages.items() if not page.exists() or page.read_text(encoding="utf-8") != text]
    if options.write:
        for page in gone:
            page.unlink()
        for page in stale:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(pages[page], encoding="utf-8")
        return 0
    for page in sorted(gone.union(stale)):
        print(f"{page.relative_to(root)} is not current: make generate", file=sys.stderr)
    return 1 if gone or stale else 0


if __name__ == "__main__":
    sys.exit(main())
