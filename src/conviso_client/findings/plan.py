"""The plan of an import: compare findings with the asset's issues, and decide an action for each."""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from conviso_client.errors import ConfigurationError

from .finding import SEVERITIES
from .reading import doubt_about_fall
from .rows import BRANCHED, changes, content_of, kind_of, row_of, source_of, whole

if TYPE_CHECKING:
    from conviso_client.types import IssueSummary

    from .finding import Finding

__all__ = ["ACTIONS", "DECIDED", "OPEN", "Action", "PlanRow", "Scope", "Worksheet"]

Action = Literal["create", "update", "reopen", "close", "unchanged", "skipped"]
ACTIONS: tuple[Action, ...] = ("create", "update", "reopen", "close", "unchanged", "skipped")
WRITES = ("create", "update", "reopen", "close")
OPEN = ("CREATED", "IDENTIFIED", "IN_PROGRESS", "AWAITING_VALIDATION")
"""Statuses of unresolved issues."""
DECIDED = ("RISK_ACCEPTED", "FALSE_POSITIVE", "SUPPRESSED")
"""Statuses that people decide; an import does not change them."""
FIXED = "FIX_ACCEPTED"

_TABLES = """
create table found (
  id text primary key, position integer, kind text, title text, severity text, source text, location text, status text,
  skipped text, content text
) without rowid;
create table issue (
  id text primary key, number text, kind text, title text, severity text, source text, location text, status text,
  permitted text, branch text, is_default integer, content text
) without rowid;
create table row (
  position integer primary key, action text, id text, number text, kind text, title text, severity text, location text,
  reason text, status text, content text, outcome text, error text
);
create index row_by_id on row (id);
"""


class Scope(NamedTuple):
    """The target and the options of an import."""

    asset: int
    branch: str | None
    """None is the asset's default branch."""
    source: str | None
    """The source in the ids of all findings; None takes each finding's tool."""
    min_severity: str | None
    close_missing: bool
    allow_drop: bool
    """Close even if more than half of a source's findings are gone."""


class PlanRow(NamedTuple):
    """The planned action for one finding or one issue."""

    action: Action
    id: str
    """`original_issue_id_from_tool`: `c1:<source>:<hash>`."""
    issue_id: str | None
    """None for a finding that is not in Conviso yet."""
    kind: str
    title: str
    severity: str | None
    location: str | None
    """File and line, package and version, or URL."""
    reason: str | None
    """Why it is skipped, closed or unchanged; None if it needs no reason."""
    status: str | None
    """The status that the import requests; None keeps the present one."""
    changes: Mapping[str, Any]
    """The fields to send."""


class Worksheet:
    """Findings, issues and rows, in a temporary file that no other process can open and that ends with the object."""

    def __init__(self, scope: Scope) -> None:
        """Make an empty one."""
        self.scope = scope
        self.problems: list[str] = []
        self.unread: frozenset[str] = frozenset()
        """Files that the scan could not read: their issues are not known to be gone."""
        self.sources: set[str] = {scope.source} if scope.source else set()
        # An empty name makes a temporary database: on disk, unnamed, deleted when closed.
        self._database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._database.executescript(_TABLES)
        self.execute("begin")  # one transaction: no other process reads it, and nothing outlives it
        weakref.finalize(self, self._database.close)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run one statement. Raises `ConfigurationError` if the temporary file cannot grow."""
        try:
            return self._database.execute(statement, values)
        except sqlite3.OperationalError as error:
            raise ConfigurationError(
                f"the temporary file of the import cannot be written: {error}. Make room where temporary files go, or "
                "name another folder in the environment variable SQLITE_TMPDIR (on Windows TEMP)"
            ) from None

    # ---- findings

    def add_findings(self, findings: Iterable[Finding]) -> None:
        """Add findings. Raises `ConfigurationError` for one that the API cannot take."""
        for position, finding in enumerate(findings):
            self._add_finding(position, finding)

    def _add_finding(self, position: int, finding: Finding) -> None:
        source = self.scope.source or source_of(finding.tool or "")
        self.sources.add(source)
        id_ = whole(f"c1:{source}:{finding.key.removeprefix('c1:')}")
        content = content_of(finding, branch=self.scope.branch or finding.branch)
        values = (
            id_, position, finding.kind, content["title"], finding.severity, source, _location(content), finding.status,
            self._skipped(finding), json.dumps(content),
        )  # fmt: skip
        added = self.execute("insert or ignore into found values (?,?,?,?,?,?,?,?,?,?)", values)
        if not added.rowcount:
            self._row("skipped", id_, None, values, reason="the same finding is in the input twice")

    def _skipped(self, finding: Finding) -> str | None:
        least = self.scope.min_severity
        if finding.suppressed:
            return finding.suppressed if isinstance(finding.suppressed, str) else "suppressed in the input"
        if finding.status in DECIDED:
            return f"{finding.status} in the source"
        # A finding without a severity is not known to be below the limit.
        if least and finding.severity and SEVERITIES.index(finding.severity) < SEVERITIES.index(least):
            return f"below {least}"
        return None

    # ---- issues

    def add_issue(self, issue: IssueSummary) -> None:
        """Add an issue of the asset, if it came from one of the sources."""
        id_ = getattr(issue, "original_issue_id_from_tool", None)
        kind = kind_of(issue)
        if kind is None or not isinstance(id_, str) or not id_.startswith("c1:"):
            return
        source = id_.split(":", 2)[1]
        if source not in self.sources:
            return
        content = row_of(issue)
        # The type promises a list; if a server gives none, the write decides.
        permitted = (
            json.dumps([str(status) for status in issue.permitted_status or ()]) if issue.permitted_status else None
        )
        added = self.execute(
            "insert or ignore into issue values (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                id_, issue.id, kind, issue.title, content.get("severity"), source, _location(content),
                str(issue.status), permitted, issue.branch and issue.branch.name,
                issue.branch is None or bool(issue.branch.default), json.dumps(content),
            ),
        )  # fmt: skip
        if not added.rowcount:
            self.problems.append(f"Two issues have the id {id_}: issue {issue.id} is left as it is.")

    # ---- comparison

    def compare(self) -> None:
        """Write the rows."""
        statement = """select found.*, issue.number, issue.kind, issue.status, issue.permitted, issue.content
            from found left join issue using (id) order by found.position"""
        for values in self._streamed(statement):
            self._compare_one(values)
        if self.scope.close_missing:
            self._close_missing()

    def _streamed(self, statement: str, values: Mapping[str, Any] = {}) -> Iterator[tuple[Any, ...]]:
        # An open cursor sees new rows of its table, so they go to another one.
        yield from self._database.cursor().execute(statement, dict(values))

    def _compare_one(self, values: tuple[Any, ...]) -> None:
        found, (number, kind, status, permitted, content) = values[:10], values[10:]
        wanted: dict[str, Any] = json.loads(found[9])
        asked, skipped = found[7], found[8]
        if skipped:
            self._row("skipped", found[0], number, found, reason=skipped)
        elif number is None and asked == FIXED:
            self._row("skipped", found[0], None, found, reason="fixed in the source, and not in Conviso")
        elif number is None:
            self._row("create", found[0], None, found, status=asked or "IDENTIFIED", content=wanted)
        else:
            changed = changes(wanted, json.loads(content))
            action, after, reason = _status_of(status, asked)
            if after and permitted is not None and after not in json.loads(permitted):
                reason, after = f"{status} may not become {after} here", None
                action = "skipped"
            if action in ("unchanged", "skipped") and changed:
                action = "update"
            found = (*found[:2], kind, *found[3:])  # an update must have the kind of the issue
            self._row(action, found[0], number, found, reason=reason, status=after, content=changed)

    def _close_missing(self) -> None:
        branch = self.scope.branch
        ours = "issue.is_default" if branch is None else "issue.branch = :branch"
        marks = ",".join(f"'{status}'" for status in OPEN)
        gone = f"""from issue left join found using (id)
            where found.id is null and issue.status in ({marks}) and {ours}"""
        refused: set[str] = set()
        for source in sorted(self.sources):
            within = {"branch": branch, "source": source}
            before = self._count(
                f"from issue where source = :source and status in ({marks}) and {ours}",
                within,
            )
            missing = self._count(f"{gone} and issue.source = :source", within)
            doubt = None if self.scope.allow_drop else doubt_about_fall(before, before - missing)
            if doubt is not None:
                refused.add(source)
                self.problems.append(
                    f"Nothing of {source} is closed: {doubt}. If they are fixed, say so with allow_drop=True "
                    "(--allow-drop)."
                )
        for values in self._streamed(f"select issue.* {gone} order by issue.id", {"branch": branch}):
            self._close_one(values, refused)

    def _count(self, of: str, values: Mapping[str, Any]) -> int:
        return int(self._database.execute(f"select count(*) {of}", dict(values)).fetchone()[0])

    def _close_one(self, values: tuple[Any, ...], refused: set[str]) -> None:
        id_, number, kind, title, severity, source, location, status, permitted = values[:9]
        content = values[11]
        found = (id_, None, kind, title, severity, source, location)
        reason = None
        if source in refused:
            reason = "gone, but too many are"
        elif json.loads(content).get("file_name") in self.unread:
            reason = "gone, but the scan could not read its file"
        elif self.scope.branch is not None and kind not in BRANCHED:
            reason = f"gone, but a {kind} finding has no branch of its own"
        elif permitted is not None and FIXED not in json.loads(permitted):
            reason = f"gone, but {status} may not become {FIXED} here"
        if reason:
            self._row("skipped", id_, number, found, reason=reason)
        else:
            self._row("close", id_, number, found, reason="no longer found", status=FIXED, content={})

    def _row(
        self,
        action: Action,
        id_: str,
        number: str | None,
        found: Sequence[Any],
        *,
        reason: str | None = None,
        status: str | None = None,
        content: Mapping[str, Any] | None = None,
    ) -> None:
        kind, title, severity, location = found[2], found[3], found[4], found[6]
        self.execute(
            "insert into row values (null,?,?,?,?,?,?,?,?,?,?,null,null)",
            (action, id_, number, kind, title, severity, location, reason, status, json.dumps(content or {})),
        )

    # ---- results

    def counts(self) -> dict[Action, int]:
        """Return the number of rows by action."""
        counted = Counter(dict(self.execute("select action, count(*) from row group by action").fetchall()))
        return {action: counted[action] for action in ACTIONS}

    def rows(self) -> Iterator[PlanRow]:
        """Yield the rows in the order of the input; closed issues come last."""
        for values in self._streamed(
            "select action, id, number, kind, title, severity, location, reason, status, content from row"
            " order by position"
        ):
            row: Any = (*values[:-1], json.loads(values[-1]))
            yield PlanRow._make(row)

    def table(self) -> list[str]:
        """Return lines with the counts by action and severity, and the reasons of skipped rows; empty without rows."""
        counts: dict[tuple[str, str | None], int] = {
            (action, severity): count
            for action, severity, count in self.execute(
                "select action, severity, count(*) from row group by action, severity"
            )
        }
        severities: list[str | None] = [*reversed(SEVERITIES)]
        if any(severity is None for _, severity in counts):
            severities.append(None)
        lines = [["", *(severity or "none" for severity in severities), "all"]]
        for action in ACTIONS:
            numbers = [counts.get((action, severity), 0) for severity in severities]
            if any(numbers):
                lines.append([action, *(str(number or "") for number in numbers), str(sum(numbers))])
        if len(lines) == 1:
            return []
        first, *widths = (max(map(len, column)) for column in zip(*lines, strict=True))
        drawn = ["  ".join([line[0].ljust(first), *map(str.rjust, line[1:], widths)]).rstrip() for line in lines]
        reasons = self.execute(
            "select count(*), reason from row where action = 'skipped' group by reason order by 1 desc, 2"
        )
        return [*drawn, *(f"skipped: {count} {reason}" for count, reason in reasons)]


def _status_of(status: str, asked: str | None) -> tuple[Action, str | None, str | None]:
    """Return the action for an issue, the status to request, and the reason."""
    if status in DECIDED:
        return "unchanged", None, f"decided by people: {status}"
    if asked == FIXED:
        return ("close", FIXED, "fixed in the source") if status in OPEN else ("unchanged", None, None)
    if asked == "AWAITING_VALIDATION" and status in OPEN and status != asked:
        return "update", asked, "fixed in the source, not confirmed"
    if status == FIXED:
        return "reopen", "IDENTIFIED", "found again"
    return "unchanged", None, None


def _location(content: Mapping[str, Any]) -> str | None:
    if "url" in content:
        return str(content["url"])
    if "package" in content:
        return " ".join(str(content[name]) for name in ("package", "affected_version") if name in content)
    if "file_name" in content:
        line = content.get("vulnerable_line")
        return f"{content['file_name']}:{line}" if line else str(content["file_name"])
    return None
