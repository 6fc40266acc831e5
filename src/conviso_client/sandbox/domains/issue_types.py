"""What every module about issues knows: types, statuses and their flow, severities, the time to fix."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from conviso_client.sandbox.scalars import to_timestamp

__all__ = ["COUNTED", "FLOW", "ISSUES", "PATHS", "SEVERITIES", "Window", "due", "rank_of", "type_of"]

ISSUES = "IssueInterface"
"""The entity under which all kinds of issues are kept."""
SEVERITIES = ("NOTIFICATION", "LOW", "MEDIUM", "HIGH", "CRITICAL")
DAYS_TO_FIX = {"CRITICAL": 7, "HIGH": 30, "MEDIUM": 90, "LOW": 180}
"""The time to fix; notifications have none."""
WARNED_AT = 0.75
"""The share of the time to fix after which an issue approaches its end."""
COUNTED = ("IDENTIFIED", "IN_PROGRESS", "AWAITING_VALIDATION")
"""The statuses that a security gate counts, and in which the time to fix runs."""
_CLOSINGS = ("FIX_ACCEPTED", "RISK_ACCEPTED", "FALSE_POSITIVE", "SUPPRESSED")

FLOW: Mapping[str, tuple[str, ...]] = {
    "DRAFT": ("CREATED", "IDENTIFIED"),
    "CREATED": ("IDENTIFIED", "IN_PROGRESS", *_CLOSINGS),
    "IDENTIFIED": ("IN_PROGRESS", "AWAITING_VALIDATION", *_CLOSINGS),
    "IN_PROGRESS": ("IDENTIFIED", "AWAITING_VALIDATION", *_CLOSINGS),
    "AWAITING_VALIDATION": ("IDENTIFIED", "IN_PROGRESS", *_CLOSINGS),
    "FIX_ACCEPTED": ("IDENTIFIED", "IN_PROGRESS"),
    "RISK_ACCEPTED": ("IDENTIFIED", "IN_PROGRESS"),
    "FALSE_POSITIVE": ("IDENTIFIED", "IN_PROGRESS"),
    "SUPPRESSED": ("IDENTIFIED", "IN_PROGRESS"),
}
"""What each status may become."""
PATHS: Mapping[str, tuple[str, ...]] = {
    "DRAFT": ("DRAFT",),
    "CREATED": ("CREATED",),
    "IDENTIFIED": ("CREATED", "IDENTIFIED"),
    "IN_PROGRESS": ("CREATED", "IDENTIFIED", "IN_PROGRESS"),
    "AWAITING_VALIDATION": ("CREATED", "IDENTIFIED", "IN_PROGRESS", "AWAITING_VALIDATION"),
    "FIX_ACCEPTED": ("CREATED", "IDENTIFIED", "IN_PROGRESS", "AWAITING_VALIDATION", "FIX_ACCEPTED"),
    "RISK_ACCEPTED": ("CREATED", "IDENTIFIED", "RISK_ACCEPTED"),
    "FALSE_POSITIVE": ("CREATED", "IDENTIFIED", "FALSE_POSITIVE"),
    "SUPPRESSED": ("CREATED", "IDENTIFIED", "SUPPRESSED"),
}
"""How a seeded issue came to its status."""


class Window(NamedTuple):
    """When an issue must be fixed, and from when on it is late to begin."""

    due: str | None
    warn: str | None

    def columns(self) -> dict[str, Any]:
        """As columns of the issue."""
        return {"slaDueAt": self.due, "slaWarnAt": self.warn}


def due(created: str, severity: str | None) -> Window:
    """The time to fix of an issue. It begins when the issue was created, also if its severity changes later."""
    days = DAYS_TO_FIX.get(severity or "")
    if days is None:
        return Window(None, None)
    begin = datetime.fromisoformat(created.replace("Z", "+00:00"))
    return Window(to_timestamp(begin + timedelta(days=days)), to_timestamp(begin + timedelta(days=days * WARNED_AT)))


def rank_of(severity: str | None) -> int:
    """Where a severity stands when issues are sorted; one that only a newer schema knows stands last, like none."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else -1


def type_of(kind: str) -> str:
    """The API's name for a kind of issues: `SAST_FINDING` for the type SastFinding."""
    return "".join(f"_{letter}" if letter.isupper() and at else letter for at, letter in enumerate(kind)).upper()
