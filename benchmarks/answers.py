"""What the server answers: pages of issues of several types, as the operation `issues` asks for them."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["PAGE_MARK", "page", "total_pages"]

PAGE_MARK = b"@@@@@@"
"""Stands for the number of the page in the ids of its rows; the server replaces it."""

SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "NOTIFICATION")
STATUSES = ("CREATED", "IDENTIFIED", "IN_PROGRESS", "AWAITING_VALIDATION", "FIX_ACCEPTED")
KINDS = (
    ("SastFinding", "SAST_FINDING"),
    ("ScaFinding", "SCA_FINDING"),
    ("DastFinding", "DAST_FINDING"),
    ("WebVulnerability", "WEB_VULNERABILITY"),
)


def page(rows: int, *, total: int | None = None) -> bytes:
    """Return the body of an answer with so many rows; `total` rows are in the whole list."""
    issues = [_issue(number) for number in range(rows)]
    metadata = {
        "totalCount": rows if total is None else total,
        "totalPages": 1 if total is None else total_pages(total, rows),
        "currentPage": 1,
        "limitValue": rows,
    }
    answer = {"data": {"issues": {"collection": issues, "metadata": metadata}}}
    return json.dumps(answer, separators=(",", ":")).encode()


def total_pages(total: int, rows: int) -> int:
    """Return how many pages a list has."""
    return -(-total // rows)


def _issue(number: int) -> dict[str, Any]:
    typename, kind = KINDS[number % len(KINDS)]
    return {
        "__typename": typename,
        "id": f"{PAGE_MARK.decode()}{number:04}",
        "title": f"Injection into a statement of the module {number % 17}",
        "type": kind,
        "severity": SEVERITIES[number % len(SEVERITIES)],
        "status": STATUSES[number % len(STATUSES)],
        "permittedStatus": ["IN_PROGRESS", "RISK_ACCEPTED", "FALSE_POSITIVE"],
        "category": "CWE-89",
        "asset": {
            "id": str(7000 + number % 23),
            "name": f"shop/payments-api-{number % 23}",
            "assetsTagList": ["internet-facing", "pci"],
            "company": {"id": "443", "label": "Example"},
        },
        "project": None if number % 3 else {"id": str(900 + number % 7), "label": "Code review"},
        "branch": {"id": str(50 + number % 5), "name": "main", "default": True},
        "sla": {"state": "ON_TRACK", "dueAt": "2026-03-01T00:00:00Z", "daysRemaining": 30 - number % 40},
        "assignedUsers": [{"id": "11", "name": "Ana Reis", "email": "ana@example.com"}] if number % 2 else [],
        "author": {"id": "12", "name": "Scanner", "email": "scanner@example.com"},
        "aiAgentAnalysis": {"id": str(number), "fpAnalyzed": number % 2 == 0},
        "createdAt": f"2026-01-{1 + number % 28:02}T09:30:00-03:00",
        "updatedAt": f"2026-02-{1 + number % 28:02}T10:45:30-03:00",
        **_own_fields(typename, number),
    }


def _own_fields(typename: str, number: int) -> dict[str, Any]:
    if typename == "WebVulnerability":
        return {"impactLevel": "HIGH", "probabilityLevel": "MEDIUM", "compromisedEnvironment": number % 5 == 0}
    return {"scanSource": "CONVISO_AST", "originalIssueIdFromTool": f"rule-{number:06}", "impactLevel": "HIGH"}
