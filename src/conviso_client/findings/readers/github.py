"""Common parts of GitHub's alerts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conviso_client.findings.document import Cursor
from conviso_client.findings.reading import ReportText
from conviso_client.findings.words import is_list, is_object, text

__all__ = ["alerts"]

_PAGES = (30, 100)
"""Page sizes of the API: the default, and the largest."""


def alerts(report: ReportText) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield each alert that is not fixed, and whether it was dismissed."""
    count = 0
    cursor = Cursor(report.text)
    while cursor.kind():  # `gh api --paginate` writes the list of each page after the other
        for alert in _flat(cursor.take()):
            count += 1
            state = text(alert.get("state")) if is_object(alert) else ""
            if not is_object(alert):
                report.leave_out("not an object")
            elif state == "fixed":
                report.leave_out("fixed")
            else:
                yield alert, "dismissed" in state
    if count in _PAGES:
        report.doubt(f"{report.name} has {count} alerts, which is what one page holds: there may be more")


def _flat(value: Any) -> Iterator[Any]:
    """Yield the alerts in a page, and in a list of pages, which `--slurp` makes."""
    for each in value if is_list(value) else [value]:
        if is_list(each):
            yield from each
        else:
            yield each
