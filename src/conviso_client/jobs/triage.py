"""Change the status of many issues: plan, review, apply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from conviso_client.errors import ConfigurationError, ConvisoError, GraphQLError, MutationRejected, OutcomeUnknown

from .issues import SEVERITIES
from .steps import ClientCall, Each, Steps, carry_out, carry_out_async

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso
    from conviso_client.types import IssuesFiltersInput, IssueSummary

__all__ = [
    "AsyncStatusPlan",
    "StatusChange",
    "StatusOutcome",
    "StatusPlan",
    "StatusResult",
    "async_plan_status",
    "plan_status",
]

Verdict = Literal["change", "already", "not permitted"]


@dataclass(frozen=True, slots=True)
class StatusChange:
    """The planned change of an issue."""

    verdict: Verdict
    id: str
    title: str
    severity: str | None
    asset_name: str | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StatusOutcome:
    """The outcome for an issue whose status was to change."""

    id: str
    title: str
    before: str
    after: str
    """Its status now, as far as known."""
    error: str | None
    """Why it does not have the requested status; None if it has."""


@dataclass(frozen=True, slots=True)
class StatusResult:
    """The outcome of a plan."""

    outcomes: tuple[StatusOutcome, ...]

    @property
    def failures(self) -> tuple[StatusOutcome, ...]:
        """The issues without the requested status."""
        return tuple(outcome for outcome in self.outcomes if outcome.error is not None)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


class _TriagePlan:
    def __init__(self, status: str, reason: str, accepted_until: date | None, changes: Sequence[StatusChange]) -> None:
        self.changes = tuple(changes)
        """One for each issue that matches the filter."""
        self._status = status
        self._reason = reason
        self._accepted_until = accepted_until
        self._applied = False

    @property
    def counts(self) -> dict[Verdict, int]:
        """The number of issues by verdict: would change, have the status already, may not get it."""
        counted = Counter(change.verdict for change in self.changes)
        return {"change": counted["change"], "already": counted["already"], "not permitted": counted["not permitted"]}

    def __iter__(self) -> Iterator[StatusChange]:
        """Yield the planned change of each issue."""
        return iter(self.changes)

    def __repr__(self) -> str:
        """Name the counts."""
        return f"{type(self).__name__}({self})"

    def __str__(self) -> str:
        """Return the counts in a line, without zeros."""
        words = {"change": f"would change to {self._status}"}
        return (
            ", ".join(f"{count:,} {words.get(name, name)}" for name, count in self.counts.items() if count)
            or "no issue"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"status": self._status, "counts": self.counts, "changes": [asdict(change) for change in self.changes]}

    def _begin(self) -> Steps[StatusResult]:
        if self._applied:
            raise ConfigurationError("this plan was applied before: make a new one, which reads the issues again")
        self._applied = True
        return _apply(self._status, self._reason, self._accepted_until, self.changes)


class StatusPlan(_TriagePlan):
    """A planned change of status. Nothing is written before `apply`."""

    def __init__(self, conviso: Conviso, *plan: Any) -> None:
        """Use `plan_status`."""
        super().__init__(*plan)
        self._conviso = conviso

    def apply(self) -> StatusResult:
        """Change the status of the issues that permit it, one request each, and return the outcome of each.

        A lost answer is looked up, and no change is sent twice. A refusal is an outcome, not an exception. After an
        error that is not about one issue, such as a refused key, the others are not sent, and their outcomes say so.
        """
        return carry_out(self._conviso, self._begin())


class AsyncStatusPlan(_TriagePlan):
    """The same for `AsyncConviso`."""

    def __init__(self, conviso: AsyncConviso, *plan: Any) -> None:
        """Use `async_plan_status`."""
        super().__init__(*plan)
        self._conviso = conviso

    async def apply(self) -> StatusResult:
        """Change the status: see `StatusPlan.apply`."""
        return await carry_out_async(self._conviso, self._begin())


def plan_status(
    conviso: Conviso,
    *,
    filters: IssuesFiltersInput,
    status: str,
    reason: str,
    accepted_until: date | None = None,
) -> StatusPlan:
    """Plan a change of status for all issues that match a filter; `apply` carries it out.

    Args:
        conviso: the client.
        filters: selects the issues. An empty filter is refused.
        status: the new status, such as `RISK_ACCEPTED`.
        reason: kept in the history of each issue.
        accepted_until: the day until which a risk is accepted; None sets none.

    Raises `ConfigurationError` for an unknown status, a blank reason or an empty filter.
    """
    _check(filters, status, reason)
    return StatusPlan(conviso, status, reason, accepted_until, carry_out(conviso, _plan(filters, status)))


async def async_plan_status(
    conviso: AsyncConviso,
    *,
    filters: IssuesFiltersInput,
    status: str,
    reason: str,
    accepted_until: date | None = None,
) -> AsyncStatusPlan:
    """Plan with `AsyncConviso`: see `plan_status`."""
    _check(filters, status, reason)
    changes = await carry_out_async(conviso, _plan(filters, status))
    return AsyncStatusPlan(conviso, status, reason, accepted_until, changes)


def _check(filters: IssuesFiltersInput, status: str, reason: str) -> None:
    from conviso_client.types import IssueStatusLabel

    if status not in IssueStatusLabel.__members__:
        raise ConfigurationError(f"{status!r} is no status; there are {', '.join(IssueStatusLabel.__members__)}")
    if not reason.strip():
        raise ConfigurationError("reason is blank: say why, the history of each issue shows it")
    if not any(value not in (None, [], "") for value in filters.model_dump().values()):
        raise ConfigurationError(
            "filters is empty, so that all issues of the company would change: say which are meant"
        )


def _plan(filters: IssuesFiltersInput, status: str) -> Steps[list[StatusChange]]:
    changes: list[StatusChange] = []

    def look(issue: IssueSummary) -> None:
        permitted = [str(each) for each in issue.permitted_status or ()]
        verdict: Verdict = "already" if issue.status == status else "change" if status in permitted else "not permitted"
        severity = str(issue.severity) if issue.severity in SEVERITIES else None
        changes.append(
            StatusChange(verdict, issue.id, issue.title, severity, issue.asset.name, str(issue.status), status)
        )

    yield Each("iter_issues", {"filters": filters, "strict": True}, look)
    return changes


def _apply(
    status: str, reason: str, accepted_until: date | None, changes: Sequence[StatusChange]
) -> Steps[StatusResult]:
    outcomes: list[StatusOutcome] = []
    stopped: ConvisoError | None = None
    for change in changes:
        if change.verdict != "change":
            continue
        after = change.before
        error: str | None = f"not sent: {stopped}"
        if stopped is None:
            try:
                after, error = yield from _change(change, status, reason, accepted_until)
            except ConvisoError as failure:  # such as a refused key: the next issue would fare no better
                stopped = failure
                error = f"not changed: {failure}" if failure.ran is False else f"its outcome is unknown: {failure}"
        outcomes.append(StatusOutcome(change.id, change.title, change.before, after, error))
    return StatusResult(tuple(outcomes))


def _change(
    change: StatusChange, status: str, reason: str, accepted_until: date | None
) -> Steps[tuple[str, str | None]]:
    from conviso_client.types import ChangeIssueStatusInput

    given: dict[str, Any] = {"status": status}
    if accepted_until is not None:
        given["risk_accepted_until"] = accepted_until
    wanted = ChangeIssueStatusInput(id=change.id, reason=reason, **given)
    try:
        try:
            issue = (yield ClientCall("change_issue_status", (wanted,))).issue
        except OutcomeUnknown as lost:
            try:
                issue = yield ClientCall("issue", (change.id,))
            except GraphQLError:
                raise
            except ConvisoError:  # its `ran` is about the question alone
                raise lost from None
    except (GraphQLError, MutationRejected) as error:
        return change.before, str(error)
    after = str(issue.status) if issue else change.before
    return after, None if after == status else f"asked for {status}, and it is {after}"
