"""`conviso-client export`: rows to a file or to standard output, messages on standard error."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from conviso_client import Conviso
from conviso_client.cli.terminal import say, tell, write_json
from conviso_client.errors import ConfigurationError, printable
from conviso_client.progress import meter

from .assets import named_asset
from .companies import client_of
from .exporting import ExportResult, export, export_companies
from .issues import OPEN_STATUSES
from .lists import filter_of, lists, parts_of
from .tables import format_of
from .targets import Target

if TYPE_CHECKING:
    from conviso_client.call.operation import Operation

__all__ = ["run"]

_OF_ISSUES = ("severity", "open", "asset")


def run(options: argparse.Namespace) -> int:
    """Export a list. Return 0 if all rows are there, 1 if some may be missing."""
    operation = lists()[options.list]
    _check(options, operation)
    with client_of(options.company, "conviso-client") as client:
        arguments = _arguments(client, options, operation)

        def pager_of(one: Conviso) -> Any:
            return getattr(one, f"iter_{operation.method}")(**arguments)

        with _going_on(options), _progress(options) as on_rows:
            given: dict[str, Any] = {
                "format": options.format or ("jsonl" if options.output == "-" else None),
                "columns": options.columns,
                "resume": not options.no_resume,
                "on_rows": on_rows,
            }
            target: Any = _Terminal(sys.stdout) if options.output == "-" else options.output
            if options.all_companies:
                result = export_companies(client, pager_of, target, **given)
            else:
                result = export(pager_of(client), target, **given)
    _tell(options, result)
    return 0 if result.complete else 1


def _check(options: argparse.Namespace, operation: Operation[Any]) -> None:
    for name in _OF_ISSUES if operation.name != "issues" else ():
        if getattr(options, name):
            raise ConfigurationError(f"--{name} is for issues, not for {options.list}: see --filter")
    if options.asset and options.all_companies:
        raise ConfigurationError("--asset belongs to one company: leave out --all-companies")
    if options.output == "-" and options.json:
        raise ConfigurationError("--json and -o - both write to standard output: leave out one of them")


def _arguments(conviso: Conviso, options: argparse.Namespace, operation: Operation[Any]) -> dict[str, Any]:
    """Return the arguments of the list's method."""
    filters = list(options.filter)
    parts = dict.fromkeys(options.parts)
    given: dict[str, Any] = {"limit": options.limit}
    if operation.name == "issues":
        filters += [("severities", options.severity)] if options.severity else []
        filters += [("statuses", list(OPEN_STATUSES))] if options.open else []
        filters += [("asset_ids", [named_asset(conviso, options.asset).id])] if options.asset else []
        if (
            options.output != "-"
            and format_of(Target(options.output).name, options.format or _folder(options)) == "sarif"
        ):
            parts |= dict.fromkeys(("detail", "code"))
        given["sort_options"] = _oldest_first()
    return {**given, **filter_of(operation, filters), **parts_of(operation, list(parts))}


def _folder(options: argparse.Namespace) -> str | None:
    return "parquet" if options.output.endswith("/") else None


def _oldest_first() -> list[Any]:
    """Sort new issues last, so that they move no row to another page."""
    from conviso_client.types import IssueSortOptionInput

    return [IssueSortOptionInput(sort_by=name, order="ASC") for name in ("CREATED_AT", "ID")]


@contextmanager
def _progress(options: argparse.Namespace) -> Generator[Callable[[int, int | None], None] | None]:
    """Show the progress, except among rows on a terminal."""
    if options.output == "-" and sys.stdout.isatty():
        yield None
        return
    with meter(options.list) as on_rows:
        yield on_rows


@contextmanager
def _going_on(options: argparse.Namespace) -> Generator[None]:
    """Say how to resume an interrupted export."""
    try:
        yield
    except ConfigurationError:
        raise
    except BaseException:
        if options.output != "-" and (partial := Target(options.output).partial).exists():
            tell(f"What came is in {partial}: the same command goes on from there.")
        raise


def _tell(options: argparse.Namespace, result: ExportResult) -> None:
    for problem in result.problems:
        tell(f"rows may be missing: {problem}")
    for company in result.refused:
        tell(f"left out: {company.label} ({company.id}): {company.reason}")
    if options.json:
        write_json(result.to_dict())
    else:
        (tell if options.output == "-" else say)(str(result))


class _Terminal:
    """Standard output. A terminal would obey control characters in a server's text, so they are escaped there alone."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        if self._file.isatty():
            text = "\n".join(map(printable, text.replace("\r\n", "\n").split("\n")))
        return self._file.write(text)

    def flush(self) -> None:
        self._file.flush()
