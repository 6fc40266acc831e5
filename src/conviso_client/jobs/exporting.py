"""Export a list to a file, whole or not at all, and resume after an interruption."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial, reduce
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TextIO

from pydantic_core import SchemaValidator, to_jsonable_python

from conviso_client.errors import (
    ConfigurationError,
    IncompleteList,
    NotAuthorized,
    PermissionDenied,
    RecordNotFound,
)
from conviso_client.findings.writing import write_sarif
from conviso_client.models.schemas import schema_of
from conviso_client.paging.pager import AsyncPager, Pager

from .columns import COMPANY, Column, chosen_columns, list_columns
from .companies import company_steps
from .partial import Collected, ExportSection, PartialFile, StreamedRows
from .steps import Batches, Blocking, Steps, carry_out, carry_out_async
from .tables import Format, ParquetFile, TextTable, check_parquet, format_of
from .targets import Target

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso
    from conviso_client.paging.listing import Listing
    from conviso_client.types import CompanySummary

__all__ = [
    "ExportResult",
    "RefusedCompany",
    "async_export",
    "async_export_companies",
    "export",
    "export_companies",
]

READINGS = 3
"""Most readings of a list that keeps changing."""

OnRows = Callable[[int, "int | None"], None]
AnyPager = Any
"""A `Pager` or an `AsyncPager`: only their common part is used."""
AnyClient = Any
"""A `Conviso` or an `AsyncConviso`."""


@dataclass(frozen=True, slots=True)
class RefusedCompany:
    """A company that the key may not read."""

    id: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The result of an export."""

    target: str | None
    """The file, folder or address; None for a stream."""
    format: Format
    rows: int
    expected: int | None
    """The total that the list itself reports; None if it reports none."""
    resumed: int
    """Rows from an earlier, interrupted run."""
    problems: tuple[str, ...]
    """Why rows may be missing."""
    refused: tuple[RefusedCompany, ...]
    """Companies that are left out; empty for a single list."""

    @property
    def complete(self) -> bool:
        """True if no row may be missing."""
        return not self.problems and not self.refused

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "complete": self.complete}

    def __str__(self) -> str:
        """Summarize it in a line."""
        of = "" if self.expected in (None, self.rows) else f" of {self.expected:,}"
        resumed = f", {self.resumed:,} of them from before" if self.resumed else ""
        refused = f", companies left out: {len(self.refused)}" if self.refused else ""
        return f"{self.target or 'written'}: {self.rows:,}{of} rows{resumed}{refused}"


def export(
    pager: Pager[Any, Any],
    target: str | os.PathLike[str] | TextIO,
    *,
    format: str | None = None,
    columns: Sequence[str] | None = None,
    resume: bool = True,
    on_rows: OnRows | None = None,
) -> ExportResult:
    """Write a list to a file: `export(conviso.iter_issues(), "issues.parquet")`.

    The file appears when it has all rows; until then the old one stays. New rows wait beside it, in a file whose name
    ends in `.part`: the same call goes on from there after an error, Ctrl-C or a crash. If the list changes while it is
    read, it is read again, at most twice; rows stay as they were first read.

    Args:
        pager: the result of any `iter_` method.
        target: a file; an address that fsspec knows, such as `s3://bucket/issues.csv` (needs the extra `remote`); or a
            file that is open for text, which gets the rows as they come and cannot be resumed.
        format: `jsonl`, `csv`, `parquet` (needs the extra `parquet`) or `sarif` (of issues); None tells it by the
            target's suffix.
        columns: names of the columns to write, in this order; None writes all.
        resume: False starts over.
        on_rows: called after each page with the number of rows so far and in all, None if unknown.

    Returns a summary. `complete` is False if rows may be missing; a pager with `strict=True` raises `IncompleteList`
    instead, and writes no file.

    Raises `ConfigurationError` for an invalid target, format or column, for the leftovers of an interrupted export with
    other arguments, and for a missing extra; and the errors of a call.
    """
    return carry_out(None, _one(pager, _Wanted(target, format, columns, resume, on_rows)))


async def async_export(
    pager: AsyncPager[Any, Any],
    target: str | os.PathLike[str] | TextIO,
    *,
    format: str | None = None,
    columns: Sequence[str] | None = None,
    resume: bool = True,
    on_rows: OnRows | None = None,
) -> ExportResult:
    """Export a list of `AsyncConviso`: see `export`. `on_rows` is called in a thread."""
    return await carry_out_async(None, _one(pager, _Wanted(target, format, columns, resume, on_rows)))


def export_companies(
    conviso: Conviso,
    pagers: Callable[[Conviso], Pager[Any, Any]],
    target: str | os.PathLike[str] | TextIO,
    *,
    companies: Sequence[int | str] | None = None,
    format: str | None = None,
    columns: Sequence[str] | None = None,
    resume: bool = True,
    on_rows: OnRows | None = None,
) -> ExportResult:
    """Write a list of all companies that the key sees.

    A single file begins with the column `company_id`. A folder, which is a target that ends in `/`, has a Parquet file
    for each company, partitioned in Hive's way: `company_id=443/part-0.parquet`. `refused` of the result lists the
    companies that the key may not read.

    Args:
        conviso: the client.
        pagers: returns the list of a company from its client: `lambda company: company.iter_issues()`.
        target: see `export`.
        companies: ids or names; None is all companies of the key.
        format: see `export`; a folder is Parquet.
        columns: see `export`.
        resume: see `export`.
        on_rows: see `export`; the number of all rows is never known.

    Raises the errors of `export`, and `ConfigurationError` for a company that the key does not see and for a list that
    belongs to no company.
    """
    return carry_out(conviso, _all(conviso, pagers, companies, _Wanted(target, format, columns, resume, on_rows)))


async def async_export_companies(
    conviso: AsyncConviso,
    pagers: Callable[[AsyncConviso], AsyncPager[Any, Any]],
    target: str | os.PathLike[str] | TextIO,
    *,
    companies: Sequence[int | str] | None = None,
    format: str | None = None,
    columns: Sequence[str] | None = None,
    resume: bool = True,
    on_rows: OnRows | None = None,
) -> ExportResult:
    """Export lists of `AsyncConviso`: see `export_companies`."""
    steps = _all(conviso, pagers, companies, _Wanted(target, format, columns, resume, on_rows))
    return await carry_out_async(conviso, steps)


class _Wanted(NamedTuple):
    """The caller's options."""

    target: str | os.PathLike[str] | TextIO
    format: str | None
    columns: Sequence[str] | None
    resume: bool
    on_rows: OnRows | None


class _Source(NamedTuple):
    """A list to read."""

    pager: AnyPager
    company: CompanySummary | None = None

    @property
    def name(self) -> str | None:
        """The name of its section."""
        return self.company.id if self.company else None


def _one(pager: AnyPager, wanted: _Wanted) -> Steps[ExportResult]:
    listing = _listing(pager)
    if listing is None:
        raise ConfigurationError(f"export takes a pager, such as conviso.iter_issues(), not {pager!r}")
    return (yield from _export([_Source(pager)], listing, {"arguments": listing.arguments()}, wanted))


def _all(
    conviso: AnyClient, pagers: Callable[[Any], AnyPager], companies: Sequence[int | str] | None, wanted: _Wanted
) -> Steps[ExportResult]:
    found = yield from company_steps(companies)
    sources = [_Source(pagers(conviso.for_company(company.id)), company) for company in found]
    listing = _listing(sources[0].pager)
    if listing is None or listing.operation.company is None:
        raise ConfigurationError(
            f"pagers gives the list of a company, like lambda company: company.iter_issues(), not {sources[0].pager!r}"
        )
    arguments = listing.arguments()
    *parents, last = listing.operation.company.path
    reduce(lambda inner, key: inner[key], parents, arguments).pop(last)
    asked = None if companies is None else [str(each) for each in companies]
    return (yield from _export(sources, listing, {"arguments": arguments, "companies": asked}, wanted))


def _listing(pager: AnyPager) -> Listing | None:
    return pager.listing if isinstance(pager, (Pager, AsyncPager)) else None


def _export(
    sources: Sequence[_Source], listing: Listing, about: dict[str, Any], wanted: _Wanted
) -> Steps[ExportResult]:
    pager, are_several = sources[0].pager, sources[0].company is not None
    columns = list_columns(listing)
    if are_several and COMPANY.name not in [column.name for column in columns]:
        columns = (COMPANY, *columns)
    columns = chosen_columns(columns, wanted.columns)
    if not isinstance(wanted.target, (str, os.PathLike)):
        return (yield from _to_stream(sources, columns, wanted, wanted.target))
    target = Target(os.fspath(wanted.target))
    format_ = _checked_format(pager, target, wanted.format, are_several)
    limit = {} if pager.limit is None else {"limit": pager.limit}
    about = {"list": pager.name, "url": listing.client.url, **to_jsonable_python(about), **limit}
    partial_file = yield Blocking(partial(PartialFile, target.partial, about, anew=not wanted.resume))
    with partial_file:
        for source in sources:
            yield from _read(source, partial_file, wanted.on_rows)
        yield Blocking(partial(_write, partial_file, target, format_, columns, listing.row_type))
        result = _result(sources, partial_file, format_, target.name)
        partial_file.remove()
    return result


def _to_stream(
    sources: Sequence[_Source], columns: Sequence[Column], wanted: _Wanted, file: TextIO
) -> Steps[ExportResult]:
    if wanted.format not in ("jsonl", "csv"):
        raise ConfigurationError(f"a stream gets the format jsonl or csv, not {wanted.format!r}")
    format_: Literal["jsonl", "csv"] = "csv" if wanted.format == "csv" else "jsonl"
    table = TextTable(file, columns, format_)

    def write(company: str | None, rows: list[Any]) -> None:
        table.write({COMPANY.path[0]: company, **row.to_dict(api_names=True)} for row in rows)
        file.flush()

    stream = StreamedRows(write)
    for source in sources:
        yield from _read(source, stream, wanted.on_rows)
    return _result(sources, stream, format_, None)


def _checked_format(pager: AnyPager, target: Target, given: str | None, are_several: bool) -> Format:
    format_ = "parquet" if target.is_folder and given is None else format_of(target.name, given)
    if target.is_folder and (format_ != "parquet" or not are_several):
        raise ConfigurationError(f"{target.name} is a folder, which the Parquet files of several companies go to")
    if format_ == "sarif" and pager.name != "issues":
        raise ConfigurationError(f"SARIF is for issues, not for {pager.name}: take jsonl, csv or parquet")
    if format_ == "parquet":
        check_parquet()
    return format_


def _read(source: _Source, collected: Collected, on_rows: OnRows | None) -> Steps[None]:
    """Read a list from where it stopped; again from its beginning if it changed meanwhile."""
    flaw: IncompleteList | None = None
    for _ in range(READINGS):
        section = collected.section(source.name)
        if section.done:
            return
        try:
            yield from _read_once(source, section, collected, on_rows)
        except IncompleteList as error:
            flaw = error
            collected.note(collected.section(source.name)._replace(resume=None))
        except (NotAuthorized, PermissionDenied, RecordNotFound) as error:
            if source.company is None:
                raise
            collected.note(ExportSection(source.name, done=True, refused=True, flaw=error.message))
        else:
            collected.note(collected.section(source.name)._replace(done=True))
    section = collected.section(source.name)
    if flaw is not None and not section.done:
        if source.pager.strict:
            raise flaw
        collected.note(section._replace(done=True, flaw=flaw.message))


def _read_once(source: _Source, section: ExportSection, collected: Collected, on_rows: OnRows | None) -> Steps[None]:
    limit, before = source.pager.limit, section.rows if section.resume else 0
    options: dict[str, Any] = {"strict": True, "limit": None if limit is None else max(0, limit - before)}
    reading = source.pager.changed(**options, **({"resume": section.resume} if section.resume else {}))

    def add(rows: list[Any]) -> None:
        nonlocal section
        left = reading.progress().expected
        expected = None if left is None else before + left
        section = collected.add(section._replace(resume=reading.state(), expected=expected), rows)
        if on_rows is not None:
            on_rows(collected.rows, expected if source.company is None else None)

    yield Batches(reading, add)


def _write(collected: PartialFile, target: Target, format_: Format, columns: Sequence[Column], row_type: Any) -> None:
    with target.written() as path:
        if format_ == "sarif":
            rows = SchemaValidator(schema_of(row_type))
            write_sarif((rows.validate_json(line) for _, line in collected.lines()), path)
        elif target.is_folder:
            inner = [column for column in columns if column.name != COMPANY.name]
            for name, section in groupby(collected.lines(), lambda found: found[0].name):
                folder = path / f"{COMPANY.name}={name}"
                folder.mkdir()
                with ParquetFile(folder / "part-0.parquet", inner) as table:
                    table.write(_rows(section))
        elif format_ == "parquet":
            with ParquetFile(path, columns) as table:
                table.write(_rows(collected.lines()))
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                TextTable(file, columns, format_).write(_rows(collected.lines()))


def _rows(lines: Iterable[tuple[ExportSection, bytes]]) -> Iterator[dict[str, Any]]:
    for section, line in lines:
        yield {COMPANY.path[0]: section.name, **json.loads(line)}


def _result(sources: Sequence[_Source], collected: Collected, format_: Format, target: str | None) -> ExportResult:
    sections = [(source, collected.section(source.name)) for source in sources]
    read = [(source, section) for source, section in sections if not section.refused]
    expected = [section.expected for _, section in read if section.expected is not None]
    return ExportResult(
        target=target,
        format=format_,
        rows=collected.rows,
        expected=sum(expected) if len(expected) == len(read) else None,
        resumed=collected.resumed,
        problems=tuple(
            f"{source.company.label}: {section.flaw}" if source.company else section.flaw
            for source, section in read
            if section.flaw
        ),
        refused=tuple(
            RefusedCompany(source.company.id, source.company.label, section.flaw or "")
            for source, section in sections
            if section.refused and source.company
        ),
    )
