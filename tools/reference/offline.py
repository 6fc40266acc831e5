"""Let a built site be read without the internet, from files too: `python -m tools.reference.offline site`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

__all__ = ["foreign_resources"]

_LOADING = {"audio": "src", "embed": "src", "iframe": "src", "img": "src", "link": "href", "script": "src"}
_LOADING |= {"source": "src", "track": "src", "video": "src"}
_NOT_LOADED = frozenset({"canonical", "next", "prev", "alternate"})
_FOREIGN = re.compile(r"(?i)(?:[a-z][a-z0-9+.-]*:)?//")
_IN_STYLES = re.compile(r"""(?i)(?:url\(\s*["']?|@import\s+["'])((?:https?:)?//[^"')\s]+)""")


def foreign_resources(site: Path) -> list[str]:
    """List what the pages and style sheets below a folder load from other hosts, as `file: address`."""
    found: list[str] = []
    for path in sorted(site.rglob("*")):
        if path.suffix in {".html", ".css", ".svg"}:
            text = path.read_text(encoding="utf-8")
            addresses = [*_IN_STYLES.findall(text), *(_loaded(text) if path.suffix != ".css" else ())]
            found += [f"{path.relative_to(site).as_posix()}: {address}" for address in addresses]
    return found


def _loaded(text: str) -> Iterator[str]:
    parser = _Loading()
    parser.feed(text)
    return iter(parser.found)


class _Loading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        address = values.get(_LOADING.get(tag, ""), "")
        is_plain_link = tag == "link" and values.get("rel") in _NOT_LOADED
        if _FOREIGN.match(address) and not is_plain_link:
            self.found.append(address)


def main() -> int:
    """Let the search work from files; the exit status is 1 if the site would load anything from elsewhere."""
    site = Path(sys.argv[1])
    index = site / "search" / "search_index.json"
    # A page that was opened as a file may not fetch the index, but it may load a script.
    index.with_suffix(".js").write_text(f"var __index = {index.read_text(encoding='utf-8')}\n", encoding="utf-8")
    found = foreign_resources(site)
    for address in found:
        print(f"the site must be readable without the internet, but loads {address}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
