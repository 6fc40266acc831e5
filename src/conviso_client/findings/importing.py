"""Import findings into Conviso: plan, then apply."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from conviso_client.errors import (
    ConfigurationError,
    ConvisoError,
    GraphQLError,
    MutationRejected,
    NotAuthorized,
    OutcomeUnknown,
    RecordNotFound,
)
from conviso_client.jobs.steps import Blocking, ClientCall, Each, Steps, carry_out, carry_out_async
from conviso_client.models.values import number_of

from .finding import SEVERITIES
from .plan import WRITES, Action, PlanRow, Scope, Worksheet
from .result import ImportResult
from .rows import changes, input_of, row_of, source_of

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso
    from conviso_client.types import (
        BatchCreateOrUpdateFindingsPayload,
        CreateOrUpdateFindingPolymorphicInput,
        IssueSummary,
    )

    from .finding import Finding

__all__ = ["AsyncImportPlan", "ImportPlan", "async_plan_import", "plan_import"]

PAGE = 200
"""Issues per page."""
BATCH_ROWS = 200
"""Findings per request. No limit is documented; the time of one attempt suffices for so many."""
BATCH_BYTES = 1_000_000
"""Bytes of text per request, so that long HTTP messages make smaller batches."""

OnProgress = Callable[[int, int], None]
"""Called with the number of rows done and of all to write."""


class _Plan:
    """The common part of both plans."""

    def __init__(self, worksheet: Worksheet) -> None:
        self._worksheet = worksheet
        self._applied = False

    @property
    def counts(self) -> Mapping[Action, int]:
        """The number of rows by action."""
        return self._worksheet.counts()

    @property
    def writes(self) -> int:
        """The number of rows that `apply` will write."""
        return sum(count for action, count in self.counts.items() if action in WRITES)

    @property
    def problems(self) -> tuple[str, ...]:
        """Doubts about parts of the import, and the issues that stay open for them."""
        return tuple(self._worksheet.problems)

    def __iter__(self) -> Iterator[PlanRow]:
        """Yield the planned rows in the order of the input; closed issues come last."""
        return self._worksheet.rows()

    def __len__(self) -> int:
        """Return the number of rows."""
        return sum(self.counts.values())

    def __repr__(self) -> str:
        """Name the counts."""
        return f"{type(self).__name__}({', '.join(f'{action}={count}' for action, count in self.counts.items())})"

    def __str__(self) -> str:
        """Return a table of actions by severity, and the problems."""
        return "\n".join([*self._worksheet.table(), *(f"! {problem}" for problem in self.problems)])

    def to_dict(self) -> dict[str, Any]:
        """Return counts, problems and rows as plain data."""
        return {
            "counts": dict(self.counts),
            "problems": list(self.problems),
            "rows": [row._asdict() for row in self],
        }

    def _begin(self) -> None:
        if self._applied:
            raise ConfigurationError("this plan was applied already: make a new one, which reads the issues again")
        self._applied = True


class ImportPlan(_Plan):
    """A planned import. Nothing is written before `apply`."""

    def __init__(self, conviso: Conviso, worksheet: Worksheet) -> None:
        """Use `plan_import`."""
        super().__init__(worksheet)
        self._conviso = conviso

    def apply(self, *, on_progress: OnProgress | None = None) -> ImportResult:
        """Carry out the plan, and return the outcome of each row.

        A row that the API refuses raises no exception: see `ImportResult.raise_for_failures`. After an interruption,
        plan again: the new plan finds the rows that were written.
        """
        self._begin()
        return carry_out(self._conviso, _apply(self._worksheet, on_progress))


class AsyncImportPlan(_Plan):
    """The same for `AsyncConviso`."""

    def __init__(self, conviso: AsyncConviso, worksheet: Worksheet) -> None:
        """Use `async_plan_import`."""
        super().__init__(worksheet)
        self._conviso = conviso

    async def apply(self, *, on_progress: OnProgress | None = None) -> ImportResult:
        """Carry out the plan: see `ImportPlan.apply`."""
        self._begin()
        return await carry_out_async(self._conviso, _apply(self._worksheet, on_progress))


def plan_import(
    conviso: Conviso,
    findings: Iterable[Finding],
    *,
    asset: int | str,
    branch: str | None = None,
    close_missing: bool = False,
    allow_drop: bool = False,
    source: str | None = None,
    min_severity: str | None = None,
) -> ImportPlan:
    """Compare findings with an asset's issues of the same source, and plan their import.

    Args:
        conviso: the client; the asset belongs to its company.
        findings: a `Reading`, or findings of your own. With `close_missing`, all findings of the source.
        asset: the id of the asset. `find_asset` finds it by name or repository.
        branch: the scanned branch; None takes the input's, else the asset's default branch.
        close_missing: give FIX_ACCEPTED to open issues of the same source and branch that are not among the findings.
            Where the scan may be incomplete, nothing is closed, and `problems` has the reason.
        allow_drop: close them even if more than half, and more than four, of a source's issues are gone.
        source: the name that separates these findings from those of other sources; None takes their tool.
        min_severity: skip findings below it, which still count as present; keep those without a severity.

    Raises `ConfigurationError` for a value that the API cannot take, and the errors of reading a list.
    """
    scope = _scope(asset, branch, source, min_severity, close_missing=close_missing, allow_drop=allow_drop)
    return ImportPlan(conviso, carry_out(conviso, _plan(scope, findings)))


async def async_plan_import(
    conviso: AsyncConviso,
    findings: Iterable[Finding],
    *,
    asset: int | str,
    branch: str | None = None,
    close_missing: bool = False,
    allow_drop: bool = False,
    source: str | None = None,
    min_severity: str | None = None,
) -> AsyncImportPlan:
    """Plan an import with `AsyncConviso`: see `plan_import`."""
    scope = _scope(asset, branch, source, min_severity, close_missing=close_missing, allow_drop=allow_drop)
    return AsyncImportPlan(conviso, await carry_out_async(conviso, _plan(scope, findings)))


def _scope(
    asset: int | str,
    branch: str | None,
    source: str | None,
    min_severity: str | None,
    *,
    close_missing: bool,
    allow_drop: bool,
) -> Scope:
    number = None if isinstance(asset, bool) else number_of(str(asset))
    if number is None:
        raise ConfigurationError(f"asset is the id of an asset, a number, not {asset!r}: find_asset() finds it by name")
    if min_severity is not None and min_severity not in SEVERITIES:
        raise ConfigurationError(f"min_severity is one of {', '.join(SEVERITIES)}, not {min_severity!r}")
    if source is not None and source != source_of(source):
        raise ConfigurationError(f"source has lower-case letters, digits, '.', '_' and '-' alone, not {source!r}")
    return Scope(number, branch or None, source, min_severity, close_missing, allow_drop)


def _plan(scope: Scope, findings: Iterable[Finding]) -> Steps[Worksheet]:
    if isinstance(findings, (str, bytes, os.PathLike)):
        raise ConfigurationError(f"findings must be findings, not the path {findings!r}: give read_findings(...) of it")
    worksheet = Worksheet(scope)
    yield Blocking(lambda: worksheet.add_findings(findings))
    worksheet.sources |= {source_of(tool) for tool in getattr(findings, "tools", ()) if not scope.source}
    if not worksheet.sources:
        raise ConfigurationError("there are no findings, and nothing says where they would come from: give source=")
    if scope.close_missing and not getattr(findings, "may_close", True):
        worksheet.scope = scope._replace(close_missing=False)
        worksheet.problems += [f"Nothing is closed: {problem}" for problem in getattr(findings, "problems", ())]
    worksheet.unread = frozenset(getattr(findings, "unread", ()))
    has_issues = False

    def add(issue: IssueSummary) -> None:
        nonlocal has_issues
        has_issues = True
        worksheet.add_issue(issue)

    yield _issues(scope.asset, add)
    if not has_issues:  # an unknown asset has none either
        try:
            yield ClientCall("asset", (str(scope.asset),))
        except RecordNotFound:
            raise ConfigurationError(
                f"there is no asset {scope.asset}: find_asset() finds its id by name or repository"
            ) from None
    yield Blocking(worksheet.compare)
    return worksheet


def _issues(asset: int, sink: Callable[[IssueSummary], None]) -> Each:
    from conviso_client.types import IssuesFiltersInput

    # strict: an issue missing from the list would be created a second time.
    filters = IssuesFiltersInput(asset_ids=[str(asset)])
    return Each("iter_issues", {"filters": filters, "with_detail": True, "page_size": PAGE, "strict": True}, sink)


# ---- applying

_Row = tuple[int, str, str, str | None, str, str | None, str]
"""Position, action, id, number of the issue, kind, status, content."""


def _apply(worksheet: Worksheet, on_progress: OnProgress | None) -> Steps[ImportResult]:
    total = done = 0
    for action, count in worksheet.counts().items():
        total += count if action in WRITES else 0
    in_doubt = False
    stopped: ConvisoError | None = None
    for batch in _batches(worksheet):
        if stopped is None:
            try:
                payload = yield _write(worksheet, batch)
            except OutcomeUnknown as error:
                _settle(worksheet, batch, "in doubt", str(error))
                in_doubt = True
            except ConvisoError as error:
                _settle(worksheet, batch, "failed", str(error))
                stopped = None if _is_about_rows(error) else error
            else:
                in_doubt |= _answered(worksheet, batch, payload)
        else:
            _settle(worksheet, batch, "failed", f"not sent: {stopped}")
        done += len(batch)
        if on_progress:
            on_progress(done, total)
    if in_doubt or worksheet.execute("select 1 from row where outcome = 'sent' limit 1").fetchone():
        yield from _read_back(worksheet)
    return ImportResult(worksheet)


def _is_about_rows(error: ConvisoError) -> bool:
    """Return whether another batch may succeed: not with a key that may not write."""
    return isinstance(error, MutationRejected | GraphQLError) and not isinstance(error, NotAuthorized)


def _batches(worksheet: Worksheet) -> Iterator[list[_Row]]:
    marks = ",".join(f"'{action}'" for action in WRITES)
    last = 0
    while True:
        # A new query for each batch: a cursor would be open while the last batch's rows are updated.
        rows: list[_Row] = worksheet.execute(
            f"select position, action, id, number, kind, status, content from row where action in ({marks})"  # noqa: S608
            " and position > ? order by position limit ?",
            (last, BATCH_ROWS),
        ).fetchall()
        if not rows:
            return
        batch: list[_Row] = []
        size = 0
        for row in rows:
            size += len(row[6])
            if batch and size > BATCH_BYTES:
                break
            batch.append(row)
        last = batch[-1][0]
        yield batch


def _write(worksheet: Worksheet, batch: list[_Row]) -> ClientCall:
    asset = worksheet.scope.asset
    rows: list[CreateOrUpdateFindingPolymorphicInput] = []
    for _, action, id_, number, kind, status, content in batch:
        fields = {**json.loads(content), **({"status": status} if status else {})}
        fields |= {"original_issue_id_from_tool": id_} if action == "create" else {"id": number}
        rows.append(input_of(kind, asset, fields))
    return ClientCall("batch_create_or_update_findings", (rows,))


def _settle(worksheet: Worksheet, batch: list[_Row], outcome: str, error: str | None = None) -> None:
    for row in batch:
        _set(worksheet, row[0], outcome, error)


def _set(worksheet: Worksheet, position: int, outcome: str, error: str | None = None) -> None:
    worksheet.execute("update row set outcome = ?, error = ? where position = ?", (outcome, error, position))


def _answered(worksheet: Worksheet, batch: list[_Row], payload: BatchCreateOrUpdateFindingsPayload | None) -> bool:
    """Record the outcomes in an answer. Return whether rows are still in doubt."""
    issues = {issue.id: issue for issue in (payload.issues if payload else None) or ()}
    refused = list((payload.finding_errors if payload else None) or ())
    reasons = "; ".join(dict.fromkeys(f"{error.code}: {error.message}" for error in refused)) or None
    whole = not refused and len(issues) == len(batch)
    in_doubt = False
    for position, action, _, number, _, status, _ in batch:
        if action == "create":
            # The answer does not match issues to rows; the list does, by the finding's id.
            _set(worksheet, position, "sent" if whole else "in doubt", reasons)
            in_doubt |= not whole
        elif number in issues:
            _set(worksheet, position, *_compared(status, str(issues[number].status)))
        else:
            _set(worksheet, position, "failed", reasons or "the answer does not name the issue")
    return in_doubt


def _compared(asked: str | None, status: str) -> tuple[str, str | None]:
    """Compare statuses: the API ignores one that is not permitted without an error."""
    if asked in (None, status):
        return "done", None
    return "failed", f"asked for {asked}, and it is {status}"


def _read_back(worksheet: Worksheet) -> Steps[None]:
    """Settle rows in doubt by listing the issues; nothing is sent twice."""

    def see(issue: IssueSummary) -> None:
        id_ = getattr(issue, "original_issue_id_from_tool", None)
        row = worksheet.execute(
            "select position, action, status, content from row where id = ? and outcome in ('sent', 'in doubt')",
            (id_,),
        ).fetchone()
        if row is None:
            return
        position, action, status, content = row
        outcome, error = _compared(status, str(issue.status))
        if action != "create" and changes(json.loads(content), row_of(issue)):
            outcome, error = "failed", "the answer was lost, and the issue is as it was: import again"
        worksheet.execute(
            "update row set outcome = ?, error = ?, number = ? where position = ?", (outcome, error, issue.id, position)
        )

    try:
        yield _issues(worksheet.scope.asset, see)
    except ConvisoError as error:
        worksheet.problems.append(f"What became of some rows could not be read back: {error}")
    worksheet.execute(
        "update row set outcome = 'failed', error = coalesce(error, 'it is not there: import again')"
        " where outcome = 'in doubt'"
    )
    worksheet.execute("update row set outcome = 'done' where outcome = 'sent'")
