"""What happened to an issue. A seeded issue's past follows from its status; what is written is added to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from conviso_client.sandbox.context import RequestContext, ValueObject
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.scalars import to_timestamp
from conviso_client.sandbox.text import digest

from .issue_types import ISSUES, PATHS
from .registry import DOMAIN

__all__ = ["events_of", "happened"]

DOMAIN.values.add("IssueStatusHistory")
Event = dict[str, Any]


def events_of(context: RequestContext, issue: EntityRow) -> list[Event]:
    """All that happened to an issue, oldest first."""
    written: list[Event] | None = issue.more.get("events")
    return _imagined(context, issue) if written is None else written


def happened(context: RequestContext, issue: EntityRow, **event: Any) -> list[Event]:
    """The events of an issue with one more."""
    user = context.user()
    known = events_of(context, issue)
    author = user.get("email") if user else None
    new = {"eventId": f"{issue.id}-{len(known) + 1}", "at": context.world.now(), "authorEmail": author, **event}
    return [*known, {**new, "source": user.id if user else None}]


def _imagined(context: RequestContext, issue: EntityRow) -> list[Event]:
    begin, end = (_moment(issue.get(name)) for name in ("createdAt", "updatedAt"))
    author = context.row("PortalUser", issue.get("author"))
    path = PATHS.get(issue.get("status"), ("CREATED",))
    return [
        {
            "eventId": f"{issue.id}-{nth + 1}",
            "at": to_timestamp(begin + (end - begin) * nth / max(1, len(path) - 1)),
            "action": "status_changed" if nth else "created",
            "kind": "status",
            "status": status,
            "previousStatus": path[nth - 1] if nth else None,
            "reason": None,
            "authorEmail": author.get("email") if author else None,
            "source": author.id if author else None,
        }
        for nth, status in enumerate(path)
    ]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


@DOMAIN.field(f"{ISSUES}.history")
def history(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> list[ValueObject]:
    return [ValueObject(event, whole=True) for event in events_of(context, source)]


@DOMAIN.field(f"{ISSUES}.statusHistory")
def status_history(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> list[ValueObject]:
    steps: list[ValueObject] = []
    for event in events_of(context, source):
        if event.get("kind") == "status":
            values = {
                "id": str(digest(source.id, event["eventId"]) % 10**9),
                "status": event["status"],
                "label": event["status"],
                "createdAt": event["at"],
                "reason": event.get("reason"),
                "source": event.get("source"),
                "previous": steps[-1] if steps else None,
            }
            steps.append(ValueObject(values, key=digest(event["eventId"]), company=source.company, whole=True))
    return steps
