"""A report on the state of a company: counted from its lists, written as one page of HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conviso_client.errors import GraphQLError, IncompleteList

from .download import check_target
from .figures import Figures, FigureTable
from .steps import Blocking, ClientCall, Each, Steps, carry_out, carry_out_async

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso
    from conviso_client.types import CompanyDetail, SecurityGateExecution

__all__ = ["MOST_RUNS", "Report", "async_report", "report"]

OnProgress = Callable[[str, int], object]

MOST_RUNS = 5_000
"""Runs of the gate to read, the newest first: a company may have thousands a day."""
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a company at a moment."""

    company_id: str
    company: str
    """Its name."""
    at: datetime
    """When they were read, in UTC."""
    summary: dict[str, Any]
    """`open`, `breached`, `due`, `fixed` and `mean_days_to_fix`; the last is None if nothing was fixed."""
    tables: tuple[FigureTable, ...]
    notes: tuple[str, ...]
    """Gaps and their reasons; empty if all lists were read completely."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data: the tables by their names."""
        return {
            "company": {"id": self.company_id, "name": self.company},
            "at": self.at.isoformat(),
            "notes": list(self.notes),
            "summary": dict(self.summary),
            **{table.key: [dict(row) for row in table.rows] for table in self.tables},
        }

    def to_html(self) -> str:
        """Return it as a self-contained page."""
        from .page import page

        return page(self)

    def write_html(self, path: str | Path) -> None:
        """Write the page, whole or not at all. Raises `ConfigurationError`."""
        from conviso_client.codegen.files import replace_file

        replace_file(Path(path), self.to_html())

    def __repr__(self) -> str:
        """Name the company and the most important counts."""
        return f"<Report of {self.company!r}: {self.summary['open']:,} open, {self.summary['breached']:,} breached>"


def report(
    conviso: Conviso,
    *,
    company: int | str | None = None,
    path: str | Path | None = None,
    progress: OnProgress | None = None,
) -> Report:
    """Summarize the state of a company, and write it as a page of HTML.

    Reads its issues with their history, its assets and its newest runs of the gate, 200 at a time.

    Args:
        conviso: the client.
        company: the company; None takes the client's.
        path: where to write the page, whole or not at all; None writes none.
        progress: called with the name of a list and the rows that were read of it, after each row.

    Raises `ConfigurationError` without a company and for a file that cannot be written, `RecordNotFound` for a company
    that the key does not see, and the errors of a call. A list that changed while it was read is a note.
    """
    client = conviso if company is None else conviso.for_company(company)
    return carry_out(client, _report(client, path, progress))


async def async_report(
    conviso: AsyncConviso,
    *,
    company: int | str | None = None,
    path: str | Path | None = None,
    progress: OnProgress | None = None,
) -> Report:
    """Report with `AsyncConviso`: see `report`."""
    client = conviso if company is None else conviso.for_company(company)
    return await carry_out_async(client, _report(client, path, progress))


def _report(conviso: Conviso | AsyncConviso, path: str | Path | None, progress: OnProgress | None) -> Steps[Report]:
    from conviso_client.types import IssueSortOptionInput, SecurityGateExecutionsSortOptionInput

    if path is not None:
        check_target(Path(path))
    about: CompanyDetail = yield ClientCall("company")
    figures, notes = Figures(datetime.now(timezone.utc)), list[str]()
    of: dict[str, Any] = {"page_size": _PAGE, "strict": True}
    # By id, so that new issues come last and move no row to another page.
    by_id = [IssueSortOptionInput(sort_by="ID", order="ASC")]
    issues = {**of, "sort_options": by_id, "with_history": True}
    yield from _each("issues", "iter_issues", issues, figures.add_issue, progress, notes)
    yield from _each("assets", "iter_assets", of, figures.add_asset, progress, notes)
    runs = _Runs(figures)
    newest_first = SecurityGateExecutionsSortOptionInput(sort_by="EXECUTED_AT", order="DESC")
    has_gate = True
    try:
        of_runs = {**of, "sort_option": newest_first, "limit": MOST_RUNS + 1}
        yield from _each("runs of the gate", "iter_security_gate_executions", of_runs, runs.add, progress, notes)
    except GraphQLError as error:  # a key may see issues and not the gate
        has_gate = False
        notes.append(f"The runs of the security gate are missing: {error.message}")
    notes += runs.notes
    done = Report(
        company_id=about.id,
        company=str(about.label),
        at=figures.now,
        summary=figures.summary(),
        tables=figures.tables(conviso, has_gate=has_gate),
        notes=tuple(notes),
    )
    if path is not None:
        yield Blocking(partial(done.write_html, path))
    return done


def _each(
    name: str,
    method: str,
    keywords: dict[str, Any],
    sink: Callable[[Any], bool | None],
    progress: OnProgress | None,
    notes: list[str],
) -> Steps[None]:
    """Pass each row of a list to `sink`, and note if rows may be missing."""
    rows = 0

    def count(row: Any) -> bool | None:
        nonlocal rows
        rows += 1
        if progress is not None:
            progress(name, rows)
        return sink(row)

    try:
        yield Each(method, keywords, count)
    except IncompleteList as error:
        notes.append(f"The list of {name} changed while it was read: {error.message}. Read it again.")


class _Runs:
    """The runs of the gate, newest first, as far back as a report looks."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._count = 0
        self._last: datetime | None = None
        self.notes: list[str] = []

    def add(self, run: SecurityGateExecution) -> bool:
        """Count a run. Return True when no more are needed."""
        moment = run.execution_date
        if self._count == MOST_RUNS:
            since = f", back to {self._last:%Y-%m-%d}" if self._last else ""
            self.notes.append(f"The newest {MOST_RUNS:,} runs of the security gate are counted{since}; there are more.")
            return True
        self._count += 1
        if moment is None:
            return False
        if self._last is not None and moment > self._last and not self.notes:
            self.notes.append("The runs of the security gate did not come newest first: some may be missing.")
        self._last = moment
        self._figures.add_run(run)
        return moment < self._figures.since
