"""The issues that a sandbox starts with: maybe a hundred thousand, so only what is searched and sorted by is stored."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from conviso_client.sandbox import words
from conviso_client.sandbox.defaults import COUNTS
from conviso_client.sandbox.seed import SeedPlan
from conviso_client.sandbox.store import Database

from .assets import BRANCHES_EACH
from .issue_types import DAYS_TO_FIX, ISSUES, SEVERITIES, WARNED_AT, type_of
from .registry import DOMAIN

DOMAIN.counts[ISSUES] = COUNTS["issues"]
DOMAIN.columns[ISSUES] = {
    "slaDueAt": "TEXT",
    "slaWarnAt": "TEXT",
    "riskAcceptedUntil": "TEXT",
    "cve": "TEXT",
    "integration": "TEXT",
    "analyzed": "INTEGER",
    "variant": "INTEGER",
    "rank": "INTEGER",
}
DOMAIN.indexes += [
    # With these filters the rows before a deep page are passed over without being read: a row of this table is wide.
    (ISSUES, ("_company", "id", "status", "severity")),
    (ISSUES, ("asset", "status", "severity")),
    (ISSUES, ("_company", "status", "severity", "type")),
    (ISSUES, ("_company", "rank", "id")),
    (ISSUES, ("project", "severity")),
    # Whether a finding of a batch is there already.
    (ISSUES, ("asset", "originalIssueIdFromTool")),
    # Counts of what is filtered are read off these alone, too.
    (ISSUES, ("_company", "title")),
    (ISSUES, ("_company", "asset")),
    (ISSUES, ("_company", "status", "slaDueAt", "slaWarnAt")),
]
_KINDS = (
    ("SastFinding", 30), ("ScaFinding", 25), ("ContainerFinding", 8), ("DastFinding", 8), ("IacFinding", 8),
    ("SecretFinding", 6), ("WebVulnerability", 8), ("NetworkVulnerability", 3), ("SourceCodeVulnerability", 4),
)  # fmt: skip
_SEVERITIES = (("CRITICAL", 8), ("HIGH", 22), ("MEDIUM", 38), ("LOW", 24), ("NOTIFICATION", 8))
_STATUSES = (
    ("CREATED", 6), ("IDENTIFIED", 38), ("IN_PROGRESS", 16), ("AWAITING_VALIDATION", 10), ("FIX_ACCEPTED", 18),
    ("RISK_ACCEPTED", 5), ("FALSE_POSITIVE", 4), ("SUPPRESSED", 2), ("DRAFT", 1),
)  # fmt: skip
_DAY = 24 * 60
_WARNED = int(WARNED_AT * _DAY)
_LEVELS = ("LOW", "MEDIUM", "HIGH")
_COLUMNS = (
    "id", "_type", "_company", "_seeded", "type", "title", "severity", "status", "category", "asset", "branch",
    "project", "author", "createdAt", "updatedAt", "slaDueAt", "slaWarnAt", "riskAcceptedUntil", "cve", "integration",
    "analyzed", "variant", "rank", "compromisedEnvironment", "impactLevel", "probabilityLevel", "scanSource",
)  # fmt: skip


def _weighted(options: tuple[tuple[str, int], ...]) -> list[str]:
    return [option for option, weight in options for _ in range(weight)]


@DOMAIN.seed(ISSUES, f"{ISSUES}.assignedUsers", needs=("Asset", "Branch", "Project", "PortalUser"))
def fill_issues(store: Database, plan: SeedPlan) -> None:
    store.fill(ISSUES, _COLUMNS, _records(plan))
    store.fill_links((f"{ISSUES}.assignedUsers", issue, user) for issue, user in _assignments(plan))


def _records(plan: SeedPlan) -> Iterator[tuple[Any, ...]]:
    draw = random.Random(plan.seed).random  # noqa: S311  (data to look at, not secrets)
    kinds, severities, statuses = (_weighted(options) for options in (_KINDS, _SEVERITIES, _STATUSES))
    first, branches = plan.shape.entities[ISSUES].first_id, plan.shape.entities["Branch"].first_id
    assets = plan.shape.entities["Asset"].first_id
    count, types = plan.counts[ISSUES], {kind: type_of(kind) for kind, _ in _KINDS}
    stamp, later = plan.stamp, plan.stamp(90 * _DAY)
    for nth in range(count):
        kind = kinds[int(draw() * len(kinds))]
        severity, status = severities[int(draw() * len(severities))], statuses[int(draw() * len(statuses))]
        asset = plan.choose("Asset", nth, int(draw() * 1e9)) or assets
        manual = not kind.endswith("Finding")
        variant = int(draw() * 1e6)
        title, category, cve = _subject(kind, variant)
        created = plan.created_minutes(nth, count)
        updated = min(created + (1 + variant % 25) * _DAY, 0)
        days = DAYS_TO_FIX.get(severity)
        branch = branches + (asset - assets) * BRANCHES_EACH + (variant % 4 == 0)
        yield (
            first + nth, kind, plan.company(nth), 1, types[kind], title, severity, status, category, asset,
            None if manual else branch, plan.choose("Project", nth, variant) if manual or variant % 5 == 0 else None,
            plan.choose("PortalUser", nth, variant >> 3), stamp(created), stamp(updated),
            stamp(created + days * _DAY) if days else None, stamp(created + days * _WARNED) if days else None,
            later if status == "RISK_ACCEPTED" else None, cve, "CONVISO_SCANNER", variant % 3 == 0, variant,
            SEVERITIES.index(severity), variant % 50 == 0, _LEVELS[variant % 3], _LEVELS[variant // 3 % 3],
            "conviso_scanner",
        )  # fmt: skip


def _subject(kind: str, variant: int) -> tuple[str, str, str | None]:
    """Title, category and CVE of an issue."""
    if kind in {"ScaFinding", "ContainerFinding"}:
        package = words.PACKAGES[variant % len(words.PACKAGES)]
        return f"{package.cve} in {package.name} {package.affected}", "Vulnerable component", package.cve
    if kind == "SecretFinding":
        return f"{words.SECRETS[variant % len(words.SECRETS)]} in source code", "Secrets", None
    if kind == "IacFinding":
        return words.MISCONFIGURATIONS[variant % len(words.MISCONFIGURATIONS)], "Configuration", None
    if kind == "NetworkVulnerability":
        return words.NETWORK_WEAKNESSES[variant % len(words.NETWORK_WEAKNESSES)], "Network", None
    weakness = words.WEAKNESSES[variant % len(words.WEAKNESSES)]
    return f"{weakness.title} ({weakness.cwe})", weakness.category, None


def _assignments(plan: SeedPlan) -> Iterator[tuple[int, int]]:
    first = plan.shape.entities[ISSUES].first_id
    for nth in range(plan.counts[ISSUES]):
        if nth * 7919 % 10 < 4:
            user = plan.choose("PortalUser", nth, nth * 31)
            if user is not None:
                yield first + nth, user
