"""`conviso-client import`: read files, plan, show, apply."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from conviso_client import Conviso
from conviso_client.cli.terminal import say, tell, write_json
from conviso_client.errors import ConfigurationError
from conviso_client.jobs.assets import FoundAsset, MissingAssetError, named_asset
from conviso_client.jobs.companies import client_of

from .finding import SEVERITIES
from .importing import ImportPlan, OnProgress, plan_import
from .reading import Reading, read_findings
from .result import ImportResult, check_path, write_report

if TYPE_CHECKING:
    from .finding import Finding

__all__ = [
    "CREATES",
    "FindingSource",
    "Planned",
    "carried_out",
    "check_report",
    "plan",
    "reported",
    "run",
    "show",
    "status",
]

CREATES = "--create-asset creates it."
SHOWN = 5
"""Failures in the summary; the report has all."""


class FindingSource(Protocol):
    """The findings of a file or of another system, with its tools, gaps and doubts."""

    @property
    def may_close(self) -> bool: ...
    @property
    def problems(self) -> tuple[str, ...]: ...
    @property
    def unread(self) -> frozenset[str]: ...
    @property
    def tools(self) -> tuple[str, ...]: ...
    @property
    def left_out(self) -> Mapping[str, int]: ...
    def __iter__(self) -> Iterator[Finding]: ...


class _Joined:
    """Several sources as one."""

    def __init__(self, readings: Sequence[FindingSource]) -> None:
        self._readings = readings

    def __iter__(self) -> Iterator[Finding]:
        for reading in self._readings:
            yield from reading

    @property
    def may_close(self) -> bool:
        return all(reading.may_close for reading in self._readings)

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(problem for reading in self._readings for problem in reading.problems)

    @property
    def unread(self) -> frozenset[str]:
        return frozenset(name for reading in self._readings for name in reading.unread)

    @property
    def tools(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(tool for reading in self._readings for tool in reading.tools))


def run(options: argparse.Namespace) -> int:
    """Import files or another system. Return 0 if all went well, 1 if rows failed or `--fail-on` was met."""
    if options.origin == "invicti":
        from conviso_client.invicti.command import run as from_invicti

        return from_invicti(options)
    _check_named(options)
    if options.format == "mobsf":
        from .mobsf import run as hand_over

        return hand_over(options)
    _check(options)
    readings = [_read(name, options) for name in options.files]
    with client_of(options.company, "conviso-client-import") as conviso:
        asset = _asset(conviso, readings, options)
        if asset is None:
            return _show_new(readings, options)
        planned = plan(conviso, asset, readings, options)
        results = carried_out([planned], options)
    with reported(results, options):
        if options.json:
            write_json(
                {"asset": asset.id, "dry_run": options.dry_run, **(results[0] if results else planned.plan).to_dict()}
            )
        else:
            files = f"{len(readings)} {'file' if len(readings) == 1 else 'files'}"
            show(files, planned, results[0] if results else None)
            for reading in readings:
                tell(*(f"{reading.file}: {warning}" for warning in reading.warnings))
    return status([planned], results, options)


def _asset(conviso: Conviso, readings: Sequence[Reading], options: argparse.Namespace) -> FoundAsset | None:
    """Find or create the asset; return None if `--dry-run` keeps `--create-asset` from creating it."""
    try:
        return named_asset(conviso, options.asset, way_out=CREATES, near=not options.create_asset)
    except MissingAssetError:
        if not options.create_asset:
            raise
    if options.dry_run:
        return None
    for reading in readings:  # an unreadable report must not leave a new asset behind
        for _ in reading:
            pass
    return named_asset(conviso, options.asset, create=True)


def _show_new(readings: Sequence[Reading], options: argparse.Namespace) -> int:
    """Show the plan of `--dry-run` for a missing asset: all findings would be new."""
    findings = [finding for reading in readings for finding in reading]
    if options.json:
        write_json({"asset": None, "dry_run": True, "would_create_asset": options.asset, "findings": len(findings)})
    else:
        say(f"asset {options.asset} would be created, with {len(findings):,} findings")
    return 0


class Planned(NamedTuple):
    """The import into one asset."""

    asset: FoundAsset
    sources: Sequence[FindingSource]
    plan: ImportPlan


def plan(conviso: Conviso, asset: FoundAsset, sources: Sequence[FindingSource], options: argparse.Namespace) -> Planned:
    """Compare findings with the issues of an asset."""
    found = plan_import(
        conviso,
        _Joined(sources),
        asset=asset.id,
        branch=options.branch,
        close_missing=options.close_missing,
        allow_drop=options.allow_drop,
        source=options.source,
        min_severity=options.min_severity,
    )
    return Planned(asset, sources, found)


def carried_out(every: Sequence[Planned], options: argparse.Namespace) -> list[ImportResult]:
    """Apply the plans; do nothing with `--dry-run`."""
    return [] if options.dry_run else [_applied(each.plan) for each in every]


@contextmanager
def reported(results: Sequence[ImportResult], options: argparse.Namespace) -> Generator[None]:
    """Write the report, then run the block, which tells the results: also those that no report could be written of."""
    try:
        if results and options.report:
            write_report(results, options.report)
    finally:
        yield


def status(every: Sequence[Planned], results: Sequence[ImportResult], options: argparse.Namespace) -> int:
    """Return the exit status, and report if `--fail-on` was met."""
    is_met = options.fail_on is not None and any(_reaches(each.plan, options.fail_on) for each in every)
    if is_met:
        tell(f"conviso-client: there are open findings of {options.fail_on} or above, or without a severity")
    return 1 if is_met or any(result.counts["failed"] for result in results) else 0


def _check_named(options: argparse.Namespace) -> None:
    if not options.files:
        raise ConfigurationError("name the files that scanners wrote, or give --from")
    if not options.asset:
        raise ConfigurationError("give --asset: the name or id of the asset, or its repository")
    if options.asset_map:
        raise ConfigurationError("--asset-map is for --from: files are of the one asset that --asset names")


def _check(options: argparse.Namespace) -> None:
    if options.wait:
        raise ConfigurationError(
            "--wait is for --format mobsf, which the platform reads: any other import is done when the command ends"
        )
    if options.files.count("-") > 1:
        raise ConfigurationError("standard input can be read once: give '-' once")
    check_report(options)


def check_report(options: argparse.Namespace) -> None:
    """Raise `ConfigurationError` for `--report` with `--dry-run`, and for a file that cannot be written."""
    if options.report and options.dry_run:
        raise ConfigurationError("--report says what became of rows: there is nothing to report with --dry-run")
    if options.report:
        check_path(options.report)


def _read(name: str, options: argparse.Namespace) -> Reading:
    return read_findings(sys.stdin.buffer if name == "-" else name, format=options.format, root=options.root)


def _reaches(plan: ImportPlan, severity: str) -> bool:
    limit = SEVERITIES.index(severity)
    return any(
        row.action in ("create", "update", "reopen", "unchanged")
        and (row.reason is None or not row.reason.startswith("decided by people"))
        and (row.severity is None or SEVERITIES.index(row.severity) >= limit)
        for row in plan
    )


def _applied(plan: ImportPlan) -> ImportResult:
    with _progress(plan.writes) as on_progress:
        return plan.apply(on_progress=on_progress)


@contextmanager
def _progress(total: int) -> Generator[OnProgress | None]:
    """Show a progress bar on a terminal, if the extra `cli` is installed."""
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError:
        yield None
        return
    console = Console(stderr=True)
    if not console.is_terminal or not total:
        yield None
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Importing", total=total)
        yield lambda done, _: progress.update(task, completed=done)


def show(origin: str, planned: Planned, result: ImportResult | None) -> None:
    """Print the plan and its outcome."""
    asset, plan = planned.asset, planned.plan
    subject = f"asset {asset.id}" + (f" ({asset.name})" if asset.name else "")
    say(f"{origin}, {len(plan)} rows, {subject}{', created' if asset.created else ''}")
    for source in planned.sources:
        say(*(f"left out: {count} {reason}" for reason, count in source.left_out.items()))
    say(*str(plan).splitlines())
    if result is None:
        say("Nothing was written: --dry-run.")
        return
    say(", ".join(f"{count} {_WORDS[name]}" for name, count in result.counts.items() if count) or "nothing to do")
    for row in result.failures[:SHOWN]:
        tell(f"failed: {row.title} ({row.location}): {row.error}")
    more = result.counts["failed"] - SHOWN
    if more > 0:
        tell(f"and {more} more: --report FILE has them all")


_WORDS: dict[str, Any] = {
    "create": "created", "update": "updated", "reopen": "reopened", "close": "closed", "unchanged": "unchanged",
    "skipped": "skipped", "failed": "failed",
}  # fmt: skip
