"""The figures of a company's report, counted row by row, without I/O and without keeping the rows."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from .issues import OPEN_STATUSES, SEVERITIES, asset_url, issue_url

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso
    from conviso_client.types import AssetSummary, SecurityGateExecution

__all__ = ["DUE_DAYS", "MONTHS", "FigureColumn", "FigureTable", "Figures"]

MONTHS = 12
"""The months of a report, the current one included."""
DUE_DAYS = 30
"""An open issue with a deadline within so many days is due."""
LISTED = 10
"""Rows of the lists of issues and assets."""
_OTHER = "OTHER"
"""The row of issues without a severity, or with one that only a newer API knows."""
_VERDICTS = ("PASS", "WARNING", "FAIL")
_FIXED = "FIX_ACCEPTED"


class Issue(Protocol):
    """The fields of an issue that a report reads."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def status(self) -> Any: ...
    @property
    def severity(self) -> Any: ...
    @property
    def asset(self) -> Any: ...
    @property
    def sla(self) -> Any: ...
    @property
    def history(self) -> Any: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def updated_at(self) -> datetime: ...


class FigureColumn(NamedTuple):
    """A column of a table."""

    key: str
    """Its name in JSON."""
    label: str
    """Its name for people."""


class FigureTable(NamedTuple):
    """Figures as rows; the first column names each row."""

    key: str
    title: str
    about: str
    """A description, in a sentence or two."""
    columns: tuple[FigureColumn, ...]
    rows: tuple[Mapping[str, Any], ...]
    """Texts, numbers or None, by column. `url`, the address of the row's page, is not a column."""
    drawn: tuple[str, ...] = ()
    """The columns that a chart shows, stacked."""


class Figures:
    """Counts issues, assets and runs of the gate, up to a moment."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.months = _months(now)
        self.since = self.months[0]
        # The last column counts the issues as they were read, even if they changed after `now`.
        self._ends = [*self.months[1:], datetime.max.replace(tzinfo=timezone.utc)]
        self._open: list[Counter[str]] = [Counter() for _ in self.months]
        self._deadlines: Counter[tuple[str, str]] = Counter()
        self._days: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
        self._nth = count()
        self._overdue: list[tuple[float, int, Issue]] = []
        self._assets: list[tuple[float, int, AssetSummary]] = []
        self._unscored = 0
        self._asset_count = 0
        self._runs: list[Counter[str]] = [Counter() for _ in self.months]

    def add_issue(self, issue: Issue) -> None:
        """Count an issue."""
        severity = str(issue.severity) if issue.severity in SEVERITIES else _OTHER
        moments, statuses = zip(*_timeline(issue), strict=True)
        for at, end in enumerate(self._ends):
            known = bisect_right(moments, end) - 1
            if known >= 0 and statuses[known] in OPEN_STATUSES:
                self._open[at][severity] += 1
        if issue.status == _FIXED:
            self._add_fix(severity, issue.created_at, moments[-1])
        if issue.status in OPEN_STATUSES:
            self._add_open(severity, issue)

    def _add_fix(self, severity: str, created: datetime, fixed: datetime) -> None:
        month = self._month(fixed)
        if month is not None:
            self._days[severity, month].append((fixed - created) / timedelta(days=1))

    def _add_open(self, severity: str, issue: Issue) -> None:
        due = issue.sla.due_at if issue.sla else None
        state = issue.sla.state if issue.sla else None
        if state == "BREACHED" or (state is None and due is not None and due < self.now):
            kind = "breached"
        elif due is None:
            kind = "no_deadline"
        else:
            kind = "due" if due <= self.now + timedelta(days=DUE_DAYS) else "later"
        self._deadlines[severity, kind] += 1
        if kind == "breached" and due is not None:
            _keep(self._overdue, (self.now - due).total_seconds(), next(self._nth), issue)

    def add_asset(self, asset: AssetSummary) -> None:
        """Count an asset."""
        self._asset_count += 1
        current = asset.risk_score.current if asset.risk_score else None
        score = current.value if current else None
        if score is None:
            self._unscored += 1
        else:
            _keep(self._assets, float(score), next(self._nth), asset)

    def add_run(self, run: SecurityGateExecution) -> None:
        """Count a run of the gate."""
        month = None if run.execution_date is None else self._month(run.execution_date)
        if month is not None:
            self._runs[month][str(run.status) if run.status in _VERDICTS else _OTHER] += 1

    def _month(self, moment: datetime) -> int | None:
        at = bisect_right(self.months, moment) - 1
        return at if at >= 0 else None

    def summary(self) -> dict[str, Any]:
        """Return the headline figures."""
        days = [day for found in self._days.values() for day in found]
        return {
            "open": self._open_now().total(),
            "breached": sum(number for (_, kind), number in self._deadlines.items() if kind == "breached"),
            "due": sum(number for (_, kind), number in self._deadlines.items() if kind == "due"),
            "fixed": len(days),
            "mean_days_to_fix": _mean(days),
        }

    def _open_now(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for (severity, _), number in self._deadlines.items():
            found[severity] += number
        return found

    def _severities(self) -> list[str]:
        """The known severities, and `OTHER` if there is any."""
        used = {severity for month in self._open for severity in month}
        used |= {severity for severity, _ in [*self._deadlines, *self._days]}
        return [*SEVERITIES, *([_OTHER] if _OTHER in used else [])]

    def tables(self, conviso: Conviso | AsyncConviso, *, has_gate: bool) -> tuple[FigureTable, ...]:
        """Return all figures. `conviso` is for the addresses of issues and assets."""
        lists = (self._longest(conviso), self._riskiest(conviso))
        tables = (self._by_severity(), self._over_time(), self._fixes(), *lists)
        return (*tables, self._gate()) if has_gate else tables

    def _by_severity(self) -> FigureTable:
        kinds = {"breached": "Breached", "due": "Due soon", "later": "Due later"}
        kinds["no_deadline"] = "No deadline"
        rows: list[dict[str, Any]] = []
        for severity in self._severities():
            days = [day for (of, _), found in self._days.items() if of == severity for day in found]
            rows.append(
                {
                    "severity": severity,
                    "open": self._open_now()[severity],
                    **{kind: self._deadlines[severity, kind] for kind in kinds},
                    "fixed": len(days),
                    "mean_days_to_fix": _mean(days),
                }
            )
        columns = (
            FigureColumn("severity", "Severity"),
            FigureColumn("open", "Open"),
            *(FigureColumn(*kind) for kind in kinds.items()),
        )
        return FigureTable(
            "by_severity",
            "Open issues and their deadlines",
            f"Issues that are open now, by the state of their SLA, and those fixed in these {MONTHS} months.",
            (*columns, FigureColumn("fixed", "Fixed"), FigureColumn("mean_days_to_fix", "Mean days to fix")),
            tuple(rows),
            tuple(kinds),
        )

    def _over_time(self) -> FigureTable:
        severities = self._severities()
        rows = tuple(
            {
                "month": _named(month),
                **{severity.lower(): found[severity] for severity in severities},
                "open": found.total(),
            }
            for month, found in zip(self.months, self._open, strict=True)
        )
        columns = tuple(FigureColumn(severity.lower(), severity.capitalize()) for severity in severities)
        return FigureTable(
            "open_over_time",
            "Open issues over time",
            "Issues that were open at the end of each month, and now.",
            (FigureColumn("month", "Month"), *columns, FigureColumn("open", "Open")),
            rows,
            tuple(column.key for column in columns),
        )

    def _fixes(self) -> FigureTable:
        rows: list[dict[str, Any]] = []
        for at, month in enumerate(self.months):
            days = [day for (_, of), found in self._days.items() if of == at for day in found]
            rows.append({"month": _named(month), "fixed": len(days), "mean_days_to_fix": _mean(days)})
        return FigureTable(
            "time_to_fix",
            "Time to fix",
            "Issues whose fix was accepted in a month, and the mean of the days from their creation to it.",
            (
                FigureColumn("month", "Month"),
                FigureColumn("fixed", "Fixed"),
                FigureColumn("mean_days_to_fix", "Mean days to fix"),
            ),
            tuple(rows),
            ("mean_days_to_fix",),
        )

    def _longest(self, conviso: Conviso | AsyncConviso) -> FigureTable:
        rows = tuple(
            {
                "title": issue.title,
                "severity": str(issue.severity) if issue.severity else None,
                "asset": issue.asset.name,
                "days_overdue": int(seconds // 86400),
                "id": issue.id,
                "url": issue_url(conviso, issue),
            }
            for seconds, _, issue in sorted(self._overdue, reverse=True, key=_rank)
        )
        columns = ("Issue", "Severity", "Asset", "Days overdue", "Id")
        return FigureTable(
            "overdue",
            "Longest overdue",
            f"The {LISTED} open issues whose deadline passed first.",
            tuple(map(FigureColumn, ("title", "severity", "asset", "days_overdue", "id"), columns)),
            rows,
        )

    def _riskiest(self, conviso: Conviso | AsyncConviso) -> FigureTable:
        rows: list[dict[str, Any]] = []
        for score, _, asset in sorted(self._assets, reverse=True, key=_rank):
            stats = {str(each.value): each.count for each in asset.pending_vulnerabilities_stats or ()}
            rows.append(
                {
                    "asset": asset.name,
                    "risk_score": round(score, 1),
                    "open": sum(stats.values()),
                    "critical": stats.get("CRITICAL", 0),
                    "high": stats.get("HIGH", 0),
                    "id": asset.id,
                    "url": asset_url(conviso, asset),
                }
            )
        columns = ("Asset", "Risk score", "Open", "Critical", "High", "Id")
        return FigureTable(
            "assets",
            "Assets at the greatest risk",
            f"The {LISTED} highest risk scores, from 0 to 99, of {self._asset_count:,} assets; "
            f"{self._unscored:,} have no score.",
            tuple(map(FigureColumn, ("asset", "risk_score", "open", "critical", "high", "id"), columns)),
            tuple(rows),
            ("risk_score",),
        )

    def _gate(self) -> FigureTable:
        words = [*_VERDICTS, *([_OTHER] if any(_OTHER in month for month in self._runs) else [])]
        rows = tuple(
            {"month": _named(month), **{word.lower(): found[word] for word in words}}
            for month, found in zip(self.months, self._runs, strict=True)
        )
        columns = tuple(FigureColumn(word.lower(), word.capitalize()) for word in words)
        return FigureTable(
            "gate",
            "Runs of the security gate",
            "How often the gate passed, warned and failed in a month, over all assets.",
            (FigureColumn("month", "Month"), *columns),
            rows,
            tuple(column.key for column in columns),
        )


def _timeline(issue: Issue) -> Iterator[tuple[datetime, str]]:
    """Yield the statuses of an issue, each with its start, oldest first; the last one is today's.

    Where the history has gaps, the issue fills them: today's status began at its last change at the latest, and before
    the first known status came that event's previous status, or an open one.
    """
    events = sorted(
        ((event.at, _label(event.status), _label(event.previous_status)) for event in issue.history or () if event.at),
        key=lambda event: event[0],
    )
    told = [event for event in events if event[1]]
    now = str(issue.status)
    if not told:
        is_closed = now not in (*OPEN_STATUSES, "CREATED", "DRAFT")
        yield issue.created_at, OPEN_STATUSES[0] if is_closed else now
        if is_closed:
            yield max(issue.created_at, issue.updated_at), now
        return
    yield min(issue.created_at, told[0][0]), told[0][2] or told[0][1]
    for at, status, _ in told:
        yield at, status
    if told[-1][1] != now:
        yield max(told[-1][0], issue.updated_at), now


def _label(status: object) -> str:
    """Return a status in the spelling of the API's enum."""
    return str(status).strip().upper().replace(" ", "_") if status else ""


def _keep(kept: list[tuple[float, int, Any]], rank: float, nth: int, thing: Any) -> None:
    """Keep the highest ranks; among equals, the first ones."""
    heapq.heappush(kept, (rank, -nth, thing))
    if len(kept) > LISTED:
        heapq.heappop(kept)


def _rank(kept: tuple[float, int, Any]) -> tuple[float, int]:
    return kept[:2]


def _months(now: datetime) -> list[datetime]:
    """Return the starts of the last months in UTC, oldest first."""
    last = now.year * 12 + now.month - 1
    return [datetime(of // 12, of % 12 + 1, 1, tzinfo=timezone.utc) for of in range(last - MONTHS + 1, last + 1)]


def _named(month: datetime) -> str:
    return f"{month:%Y-%m}"


def _mean(days: Sequence[float]) -> float | None:
    return round(sum(days) / len(days), 1) if days else None
