"""The tables of the page that grades the reconstruction of the API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from .evidence import tally
from .operation_pages import FOLDER
from .source import Source
from .writing import MARKS, code, table, title_of

__all__ = ["SOURCES", "known_parts"]

SOURCES: Mapping[str, str] = {
    "ast-2026-09": "the vendor's CI client conviso-ast 3.1.14, September 2026",
    "backstage-2025-11": "backstage-plugin-conviso, November 2025",
    "base-2024-01": "the vendor's published schema of January 2024",
    "burp-2025-12": "Burp-ConvisoPlatform, an extension for Burp, December 2025",
    "burp-x9-2026": "com.conviso.x9, a client for Burp, 2026",
    "cli-2026-07": "the vendor's command line conviso-cli, July 2026",
    "docs-2026-08": "the vendor's documentation, August 2026",
    "docs-history": "earlier states of the vendor's documentation",
    "docs-page": "the published pages of the vendor's documentation",
    "github-sync-task-2026": "github-sync-task, 2026",
    "mcp-2026-07": "the vendor's MCP server, July 2026",
    "mcp-2026-H1-history": "the MCP server's earlier states, first half of 2026",
    "mcp-catalog-2026-06": "the MCP server's catalog of mutations, June 2026",
    "mcp-post-2026-07": "the MCP server's states after July 2026",
    "vs-plugin-2026": "ide-visualstudio-plugin, 2026",
    "introspection": "the live API's own answer to introspection",
}
"""The sources in `evidence.tsv`, by name."""

_SETTLED = "The schema was pulled from the live API as a whole: every name and every type is as the API shows it."


def known_parts(source: Source) -> dict[str, str]:
    """Write the generated parts of the page, by name."""
    if not source.known:
        return dict.fromkeys(("counts", "marks", "sources", "operations"), _SETTLED)
    return {
        "counts": _counts(source),
        "marks": _marks(),
        "sources": _sources(source),
        "operations": _operations(source),
    }


def _counts(source: Source) -> str:
    counted = Counter((known.evidence, known.certainty) for known in source.known.values())
    rows = [(*map(code, pair), f"{number:,}") for pair, number in sorted(counted.items(), key=lambda item: -item[1])]
    return table(("Name", "Type", "Parts of the schema"), rows)


def _marks() -> str:
    return table(("Mark", "Meaning"), MARKS.items())


def _sources(source: Source) -> str:
    counted = Counter(name for known in source.known.values() for name in known.sources)
    rows = [(code(name), SOURCES[name], f"{number:,}") for name, number in sorted(counted.items())]
    return table(("Source", "Origin", "Parts of the schema"), rows)


def _operations(source: Source) -> str:
    """Count each domain's names; the pages of the operations name them."""
    rows: list[tuple[str, ...]] = []
    for domain, found in source.domains.items():
        known = [tally(described, source) for described in found]
        kinds = [[each.sent for each in known], [each.inferred for each in known]]
        kinds += [[each.old for each in known], [each.guessed for each in known]]
        numbers = [len(known), *(len(set().union(*names)) for names in kinds)]
        rows.append((f"[{title_of(domain)}]({FOLDER}/{domain}.md)", *(str(number or "") for number in numbers)))
    return table(("Domain", "Operations", "Sent", "Deduced", "2024", "Guessed"), rows)
