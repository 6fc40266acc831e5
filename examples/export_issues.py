"""Export all issues of all companies that the key sees: to JSON Lines and, where pyarrow is installed, to Parquet.

    python examples/export_issues.py issues.jsonl
    python examples/export_issues.py issues.jsonl --company 443 --detail --parquet issues.parquet

Interrupt it whenever you like: the same command goes on where it stopped. The files appear when they are whole. Rows
have the names of conviso_client's models; the issues of a company come oldest first. Needs the extra `cli`.

Exit status: 0 all is there, 1 stopped on the way, 2 wrong usage, 3 all but companies that the key may not read.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.table import Table

from conviso_client import (
    ConfigurationError,
    Conviso,
    ConvisoError,
    IncompleteList,
    NotAuthorized,
    PermissionDenied,
    RecordNotFound,
)
from conviso_client.progress import track
from conviso_client.types import CompanySummary, IssueSortOptionInput, IssueSummary

OLDEST_FIRST = [
    IssueSortOptionInput(sort_by="CREATED_AT", order="ASC"),
    IssueSortOptionInput(sort_by="ID", order="ASC"),
]
"""New issues come last, so that they move no row from a page to another."""
SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "NOTIFICATION")
ROWS_PER_SAVE = 1000
"""Rows that an interruption costs at most."""
READINGS = 3
"""Times that a list is read if it changed meanwhile."""


class Export:
    """A file that grows, with a note beside it that says how to go on."""

    def __init__(self, target: Path, asked: dict[str, Any]) -> None:
        self.target = target
        self.part = target.with_name(f"{target.name}.part")
        self.note = target.with_name(f"{target.name}.state")
        self.asked = asked
        self.done: list[str] = []
        self.resume: dict[str, Any] = {}
        self.seen: set[str] = set()
        self.counts: Counter[tuple[str, str]] = Counter()
        self.file = self._open()

    def _open(self) -> IO[bytes]:
        """Begin, or go on: what was written after the note is cut off, for it will come again."""
        if not self.note.exists() or not self.part.exists():
            return self.part.open("w+b")
        try:
            note = json.loads(self.note.read_bytes())
            asked, self.done, self.resume, size = note["asked"], note["done"], note["resume"], note["size"]
        except (ValueError, KeyError, TypeError):
            raise ConfigurationError(f"{self.note} is damaged: remove it to begin anew") from None
        if asked != self.asked:
            raise ConfigurationError(
                f"{self.part} was begun with {asked}, not {self.asked}: go on with the same, or remove it"
            )
        file = self.part.open("r+b")
        file.truncate(size)
        for line in file:
            self._count(json.loads(line))
        return file

    def _count(self, row: dict[str, Any]) -> None:
        self.seen.add(row["id"])
        self.counts[row["asset"]["company"]["id"], row["severity"] or "none"] += 1

    def add(self, issue: IssueSummary) -> None:
        """Write an issue, unless it is there."""
        if issue.id not in self.seen:
            row = issue.to_dict()
            self._count(row)
            self.file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")

    def save(self, resume: dict[str, Any] | None = None) -> None:
        """Note how to go on from here."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.resume = resume or {}
        note = {"asked": self.asked, "done": self.done, "resume": self.resume, "size": self.file.tell()}
        new = self.note.with_name(f"{self.note.name}.new")
        new.write_text(json.dumps(note), encoding="utf-8")
        new.replace(self.note)

    def finish(self) -> None:
        """Let the whole file appear."""
        self.save()
        self.file.close()
        self.part.replace(self.target)
        self.note.unlink()


def export_company(conviso: Conviso, company: CompanySummary, export: Export, detail: bool) -> None:
    """Write the issues of a company; read them again if the list shrank meanwhile."""
    for reading in range(1, READINGS + 1):
        resume = export.resume.get(company.id)
        issues = conviso.iter_issues(
            company_id=company.id, sort_options=OLDEST_FIRST, with_detail=detail, strict=True, resume=resume
        )
        try:
            for nth, issue in enumerate(track(issues, company.label), 1):
                export.add(issue)
                if nth % ROWS_PER_SAVE == 0:
                    export.save({company.id: issues.state()})
        except IncompleteList as error:
            export.save()
            if reading == READINGS:
                raise
            print(f"{company.label}: {error.message}; reading it again", file=sys.stderr)
        except ConvisoError as error:
            export.save({company.id: error.resume} if error.resume else None)
            raise
        else:
            break
    export.done.append(company.id)
    export.save()


def export_all(conviso: Conviso, export: Export, companies: Sequence[CompanySummary], detail: bool) -> list[str]:
    """Write the issues of all companies; returns the names of those that the key may not read."""
    refused: list[str] = []
    for company in companies:
        if company.id not in export.done:
            try:
                export_company(conviso, company, export, detail)
            except (NotAuthorized, PermissionDenied, RecordNotFound) as error:
                print(f"{company.label} is left out: {error}", file=sys.stderr)
                refused.append(company.label)
    export.finish()
    return refused


def companies_to_read(conviso: Conviso, wanted: Sequence[str]) -> list[CompanySummary]:
    """Return the companies that the key sees, or those of them that are wanted."""
    seen = {company.id: company for company in conviso.iter_companies()}
    missing = [number for number in wanted if number not in seen]
    if missing or not seen:
        raise ConfigurationError(
            f"the key does not see company {', '.join(missing)}" if missing else "the key sees no company"
        )
    return [seen[number] for number in wanted] if wanted else list(seen.values())


def write_parquet(source: Path, target: Path) -> None:
    """Write the rows of a JSON Lines file as a flat table, a block at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    moments = {"created_at", "updated_at", "sla_due_at"}
    names = [*flat_row({"asset": {"company": {}}})]
    schema = pa.schema([(name, pa.timestamp("ms", "UTC") if name in moments else pa.string()) for name in names])
    part = target.with_name(f"{target.name}.part")
    with source.open(encoding="utf-8") as lines, pq.ParquetWriter(part, schema, compression="zstd") as writer:
        for block in blocks(lines):
            writer.write_table(pa.Table.from_pylist([flat_row(json.loads(line)) for line in block], schema))
    part.replace(target)


def blocks(lines: IO[str]) -> Iterator[list[str]]:
    while block := list(islice(lines, 10_000)):
        yield block


def flat_row(issue: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of an issue that analysts join and group by."""
    asset, sla, project = issue["asset"], issue.get("sla") or {}, issue.get("project") or {}
    plain = ("id", "type", "severity", "status", "title", "category")
    return {
        **{name: issue.get(name) for name in plain},
        "company_id": asset["company"].get("id"),
        "company": asset["company"].get("label"),
        "asset_id": asset.get("id"),
        "asset": asset.get("name"),
        "project_id": project.get("id"),
        "branch": (issue.get("branch") or {}).get("name"),
        "assignees": ", ".join(user["email"] for user in issue.get("assigned_users") or ()),
        "sla_state": sla.get("state"),
        "sla_due_at": moment(sla.get("due_at")),
        "created_at": moment(issue.get("created_at")),
        "updated_at": moment(issue.get("updated_at")),
    }


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text.replace("Z", "+00:00"))


def show(export: Export, companies: Sequence[CompanySummary], seconds: float, console: Console) -> None:
    """Print how many issues each company has."""
    table = Table(title=f"{len(export.seen):,} issues in {export.target}")
    table.add_column("company")
    for severity in SEVERITIES:
        table.add_column(severity.lower(), justify="right")
    table.add_column("all", justify="right", style="bold")
    for company in companies:
        counts = [export.counts[company.id, severity] for severity in SEVERITIES]
        whole = sum(count for (owner, _), count in export.counts.items() if owner == company.id)
        table.add_row(company.label, *(f"{count:,}" for count in counts), f"{whole:,}")
    console.print(table)
    console.print(f"{export.target.stat().st_size / 1e6:,.1f} MB in {seconds:,.0f} s", highlight=False)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", type=Path, help="the file to write, such as issues.jsonl")
    parser.add_argument("--company", action="append", default=[], metavar="ID", help="only this one; may be repeated")
    parser.add_argument("--detail", action="store_true", help="also texts and what each type of issue has of its own")
    parser.add_argument("--parquet", type=Path, metavar="FILE", help="also a flat table (needs pyarrow)")
    return parser


def run(options: argparse.Namespace) -> int:
    if options.parquet:
        check_pyarrow()
    began, console = time.monotonic(), Console()
    with Conviso(app_name="export-issues") as conviso:
        companies = companies_to_read(conviso, options.company)
        export = Export(options.target, {"companies": options.company, "detail": options.detail})
        with export.file:
            refused = export_all(conviso, export, companies, options.detail)
    show(export, companies, time.monotonic() - began, console)
    if options.parquet:
        write_parquet(options.target, options.parquet)
        console.print(f"The same as a table: {options.parquet}", highlight=False)
    return 3 if refused else 0


def check_pyarrow() -> None:
    if find_spec("pyarrow") is None:
        raise ConfigurationError("--parquet needs pyarrow: pip install pyarrow")


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        return run(options)
    except (ConvisoError, OSError) as error:
        name = f"{type(error).__name__}: " if isinstance(error, ConvisoError) else ""
        print(f"{name}{error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted: the same command goes on.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
