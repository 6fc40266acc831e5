"""Issues that changed since the last run."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, closing
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from conviso_client.codegen.files import check_writable, replace_file
from conviso_client.errors import ConfigurationError, IncompleteList

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso
    from conviso_client.types import IssuesFiltersInput, IssueSummary

__all__ = ["async_changes", "changes"]

First = Literal["none", "all"]


def changes(
    conviso: Conviso, *, state: Path, filters: IssuesFiltersInput | None = None, first: First = "none"
) -> Generator[IssueSummary]:
    """Yield the issues that are new or updated since the last run, newest first.

    The API has no filter by `updated_at`: the list is read newest first, down to the last run's newest update. The file
    `state` keeps that moment, and is written when the loop ends: a run that stops early yields the same issues again.

    Args:
        conviso: the client.
        state: the file; it belongs to one company and one filter.
        filters: selects the issues; None is all.
        first: the issues that the first run yields, `"none"` or `"all"`.

    Raises `ConfigurationError` for a file of another program, company or filter.
    """
    watermark = _Watermark(state, conviso.company_id, filters, first)
    with closing(iter(conviso.iter_issues(**watermark.arguments()))) as issues:
        for issue in issues:
            verdict = watermark.verdict(issue)
            if verdict == "stop":
                break
            if verdict == "give":
                yield issue
    watermark.save()


async def async_changes(
    conviso: AsyncConviso, *, state: Path, filters: IssuesFiltersInput | None = None, first: First = "none"
) -> AsyncGenerator[IssueSummary]:
    """Yield the changes with `AsyncConviso`: see `changes`."""
    watermark = _Watermark(state, conviso.company_id, filters, first)
    async with aclosing(aiter(conviso.iter_issues(**watermark.arguments()))) as issues:
        async for issue in issues:
            verdict = watermark.verdict(issue)
            if verdict == "stop":
                break
            if verdict == "give":
                yield issue
    watermark.save()


class _Watermark:
    """The newest update that the last run saw, and the issues updated at that moment."""

    def __init__(self, file: Path, company: int | str | None, filters: IssuesFiltersInput | None, first: First) -> None:
        if first not in get_args(First):
            raise ConfigurationError(f"first is 'none' or 'all', not {first!r}")
        check_writable(file)
        self._file = file
        self._filters = filters
        self._about: dict[str, Any] = {
            "company": None if company is None else str(company),
            "filters": json.loads(filters.model_dump_json()) if filters else {},
        }
        self._first = first
        self._mark: datetime | None = None
        self._ids: frozenset[str] = frozenset()
        self._newest: datetime | None = None
        self._newest_ids: set[str] = set()
        self._last: datetime | None = None
        if file.exists():
            self._read()

    def _read(self) -> None:
        try:
            content = self._file.read_bytes()
        except OSError as error:
            raise ConfigurationError(f"cannot read {self._file}: {error.strerror}") from None
        try:
            state = json.loads(content)
            about, mark, ids = state["about"], _moment(state["seen"]), frozenset(map(str, state["ids"]))
            there = _words(about)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise ConfigurationError(f"{self._file} was not written by this job: name another file") from None
        if about != self._about:
            raise ConfigurationError(f"{self._file} is about {there}, not {_words(self._about)}: name another file")
        self._mark, self._ids = mark, ids

    def arguments(self) -> dict[str, Any]:
        from conviso_client.types import IssueSortOptionInput

        newest_first = IssueSortOptionInput(sort_by="UPDATED_AT", order="DESC")
        return {"filters": self._filters, "sort_options": [newest_first]}

    def verdict(self, issue: IssueSummary) -> Literal["give", "skip", "stop"]:
        """Return whether to yield an issue, skip it as known, or stop because all others are older."""
        updated = issue.updated_at
        if self._last is not None and updated > self._last:
            raise IncompleteList(
                "the list does not come newest first, so that changes could be missed", operation="issues"
            )
        self._last = updated
        if self._newest is None:
            self._newest = updated
        if updated == self._newest:
            self._newest_ids.add(issue.id)
        if self._mark is None:
            return "give" if self._first == "all" else "stop" if updated < self._newest else "skip"
        if updated < self._mark:
            return "stop"
        # Several issues may share a moment, and another may have joined it after the last run.
        return "skip" if updated == self._mark and issue.id in self._ids else "give"

    def save(self) -> None:
        """Write the newest moment, whole or not at all."""
        seen = self._newest or self._mark or datetime.min.replace(tzinfo=timezone.utc)
        ids = self._newest_ids | (self._ids if seen == self._mark else set[str]())
        state = {"about": self._about, "seen": seen.isoformat(), "ids": sorted(ids)}
        replace_file(self._file, json.dumps(state) + "\n")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.utcoffset() is None:
        raise ValueError("without a zone, it cannot be compared with the API's")
    return moment


def _words(about: Any) -> str:
    company, filters = about["company"], {name: value for name, value in about["filters"].items() if value is not None}
    return f"company {company}" + (f" with the filter {json.dumps(filters)}" if filters else "")
