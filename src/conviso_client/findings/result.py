"""The outcome of an import, row by row."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from conviso_client.errors import ConfigurationError, ImportFailed

from .plan import ACTIONS

if TYPE_CHECKING:
    from .plan import Action, Worksheet

__all__ = ["ImportResult", "ResultRow", "check_path", "write_report"]

Record = Mapping[str, Any]
"""A row of a report."""

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ResultRow(NamedTuple):
    """The outcome of one finding or one issue."""

    action: Action
    done: bool
    """False if it failed; True also for unchanged and skipped rows."""
    id: str
    """`original_issue_id_from_tool`."""
    issue_id: str | None
    """None for a finding that is not in Conviso, and for a new one if the list could not be read afterwards."""
    kind: str
    title: str
    severity: str | None
    location: str | None
    reason: str | None
    error: str | None
    """The API's message, or why the outcome is unknown; None if nothing failed."""


class ImportResult:
    """The outcome of an import. Iterate over its rows."""

    def __init__(self, worksheet: Worksheet) -> None:
        """Use `ImportPlan.apply`."""
        self._worksheet = worksheet

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of rows by action, without failures, and of the failures as `failed`."""
        counted: dict[str, int] = dict.fromkeys(ACTIONS, 0)
        failed = 0
        for action, outcome, count in self._worksheet.execute(
            "select action, outcome, count(*) from row group by action, outcome"
        ):
            if outcome == "failed":
                failed += count
            else:
                counted[action] += count
        return {**counted, "failed": failed}

    @property
    def problems(self) -> tuple[str, ...]:
        """Doubts about parts of the import, and the issues that stayed open for them."""
        return tuple(self._worksheet.problems)

    def __iter__(self) -> Iterator[ResultRow]:
        """Yield the rows in the order of the input; closed issues come last."""
        for values in self._worksheet.execute(
            "select action, outcome, id, number, kind, title, severity, location, reason, error"
            " from row order by position"
        ):
            action, outcome, *others = values
            yield ResultRow(action, outcome != "failed", *others)

    def __len__(self) -> int:
        """Return the number of rows."""
        return sum(self.counts.values())

    def __repr__(self) -> str:
        """Name the counts."""
        return f"ImportResult({', '.join(f'{name}={count}' for name, count in self.counts.items())})"

    @property
    def failures(self) -> tuple[ResultRow, ...]:
        """The rows that failed."""
        return tuple(row for row in self if not row.done)

    def raise_for_failures(self) -> None:
        """Raise `ImportFailed` if a row failed. The others stay written."""
        failures = self.failures
        if failures:
            first = failures[0]
            raise ImportFailed(
                f"{len(failures)} of {len(self)} rows failed, the first: {first.title}: {first.error}",
                failures=failures,
            )

    def to_dict(self) -> dict[str, Any]:
        """Return counts, problems and rows as plain data."""
        return {"counts": dict(self.counts), "problems": list(self.problems), "rows": [row._asdict() for row in self]}

    def write_report(self, path: str | Path) -> None:
        """Write the rows to a file, whole or not at all: JSON Lines, CSV or JUnit XML, by `.jsonl`, `.csv` or `.xml`.

        Raises `ConfigurationError` for another suffix, and if the file cannot be written.
        """
        write_report([self], path)

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of a report, each with the asset."""
        asset = str(self._worksheet.scope.asset)
        for row in self:
            yield {**row._asdict(), "asset_id": asset}


def write_report(results: Iterable[ImportResult], path: str | Path) -> None:
    """Write the report of one import or several: see `ImportResult.write_report`."""
    from conviso_client.codegen.files import replace_file

    check_path(path)
    replace_file(Path(path), _WRITERS[Path(path).suffix](each for result in results for each in result.records()))


def check_path(path: str | Path) -> None:
    """Check the path of a report before the import.

    Raises `ConfigurationError` for an unknown suffix, and for a path that cannot be written.
    """
    target = Path(path)
    if target.suffix not in _WRITERS:
        raise ConfigurationError(f"a report ends in {', '.join(_WRITERS)}, not {target.suffix or 'nothing'!r}: {path}")
    if target.is_dir() or not os.access(target.parent, os.W_OK):
        raise ConfigurationError(f"no report can be written to {path}: name a file in a folder that you may write to")


def _json_lines(rows: Iterable[Record]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _csv(rows: Iterable[Record]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*ResultRow._fields, "asset_id"])
    writer.writerows([_harmless(value) for value in row.values()] for row in rows)
    return text.getvalue()


def _junit(rows: Iterable[Record]) -> str:
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    suite = Element("testsuite", name="conviso-client import")
    failed = 0
    for row in rows:
        name = _xml(f"{row['title']} {row['location'] or ''}")
        case = SubElement(suite, "testcase", classname=_xml(row["kind"]), name=name)
        SubElement(SubElement(case, "properties"), "property", name="asset_id", value=row["asset_id"])
        failed += not row["done"]
        if not row["done"]:
            SubElement(case, "failure", message=_xml(row["error"] or "failed"))
        elif row["action"] == "skipped":
            SubElement(case, "skipped", message=_xml(row["reason"] or ""))
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(failed))
    indent(suite)
    return tostring(suite, encoding="unicode", xml_declaration=False) + "\n"


_WRITERS = {".jsonl": _json_lines, ".csv": _csv, ".xml": _junit}


def _harmless(value: Any) -> Any:
    """Escape a text that a spreadsheet would run as a formula, and replace NUL, which Python 3.10 cannot write."""
    if not isinstance(value, str):
        return value
    return ("'" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else "") + value.replace("\0", "\ufffd")


def _xml(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
