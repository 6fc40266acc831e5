"""The commands of jobs: data on standard output, messages on standard error."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from conviso_client import Conviso
from conviso_client.cli.terminal import say, tell, write_json
from conviso_client.codegen.files import check_writable
from conviso_client.errors import ConfigurationError, JobFailed, UnknownValue, in_line

from .assets import ensure_all_steps, named_asset
from .companies import client_of
from .gating import gate
from .issues import asset_url, issue_url
from .reporting import report
from .steps import carry_out
from .triage import plan_status
from .updates import changes
from .waiting import wait

__all__ = [
    "follow",
    "run_asset",
    "run_changes",
    "run_gate",
    "run_report",
    "run_scan",
    "run_triage",
    "run_wait",
    "started",
]


_TOLD_EVERY = 2_000
"""Rows between two lines of progress."""


def run_gate(options: argparse.Namespace) -> int:
    """Run the gate on an asset. Return 0 if it passed, 1 if not."""
    for path in filter(None, (options.junit, options.sarif)):
        check_writable(path)
    with _client(options) as conviso:
        by_id = options.asset.strip().isdecimal()
        result = gate(
            conviso,
            asset=options.asset if by_id else named_asset(conviso, options.asset).id,
            branch=options.branch,
            rules=dict(options.most) if options.most else None,
            warning=options.warning,
        )
        link = asset_url(conviso, result.asset_id)
    try:
        if options.junit:
            result.write_junit(options.junit)
        if options.sarif:
            result.write_sarif(options.sarif)
    finally:  # a full disk keeps nobody from the verdict
        if options.json:
            write_json({**result.to_dict(), "asset_url": link})
        else:
            say(str(result))
            if link:
                say(f"  {link}")
    return 0 if result.passed else 1


def run_changes(options: argparse.Namespace) -> int:
    """List the changed issues. Return 0."""
    begins = options.first == "none" and not options.state.exists()
    with _client(options) as conviso:
        for issue in changes(conviso, state=options.state, first=options.first):
            if options.json:
                write_json({**issue.to_dict(), "url": issue_url(conviso, issue)}, indent=None)
            else:
                severity = issue.severity or "-"
                about = f"{issue.title}  [{issue.asset.name}]"
                say(in_line(f"{severity!s:<12} {issue.status!s:<20} {issue.id}  {about}"))
            sys.stdout.flush()  # the state must not be ahead of what was printed
    if begins:
        tell(f"{options.state} begins here: the next run lists what is new or updated from now on")
    return 0


def run_triage(options: argparse.Namespace) -> int:
    """Plan a change of status, and apply it with `--apply`. Return 1 if some failed."""
    from conviso_client.types import IssuesFiltersInput

    given: dict[str, Any] = {}
    for name, values in options.filter:
        given.setdefault(name, []).extend(values)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UnknownValue)  # more likely a typo than a new value of the API
            filters = IssuesFiltersInput(**given)
    except UnknownValue as error:
        raise ConfigurationError(str(error)) from None
    with _client(options) as conviso:
        plan = plan_status(
            conviso,
            filters=filters,
            status=options.status,
            reason=options.reason,
            accepted_until=options.until,
        )
        result = plan.apply() if options.apply else None
    if not plan.changes:
        tell("conviso-client: no issue meets the filter")
    if options.json:
        write_json({**plan.to_dict(), "applied": None if result is None else result.to_dict()["outcomes"]})
    elif result is None:
        say(str(plan))
        say("Nothing was written: --apply writes." if plan.counts["change"] else "Nothing is to be written.")
    else:
        counts = {
            f"changed to {options.status}": len(result.outcomes) - len(result.failures),
            "already": plan.counts["already"],
            "not permitted": plan.counts["not permitted"],
            "failed": len(result.failures),
        }
        say(", ".join(f"{count:,} {word}" for word, count in counts.items() if count) or "no issue")
    if result is None:
        return 0
    for outcome in result.failures:
        tell(f"failed: {outcome.id} {outcome.title}: {outcome.error}")
    return 1 if result.failures else 0


def run_asset(options: argparse.Namespace) -> int:
    """Print the asset of each repository. Return 1 if one has none, or several."""
    if options.name and len(options.repositories) > 1:
        raise ConfigurationError("--name is for one repository: leave it out, and each asset is called as its path")
    with _client(options) as conviso:
        steps = ensure_all_steps(
            options.repositories, options.name, options.branch, options.tag, dry_run=options.dry_run
        )
        done = carry_out(conviso, steps)
        links = [asset_url(conviso, asset.id) if asset.id else None for asset in done]
    for asset, link in zip(done, links, strict=True):
        if options.json:
            write_json({**asset.to_dict(), "url": link}, indent=None)
            continue
        if asset.id:
            say(asset.id)
        about = asset.error or " ".join(filter(None, (asset.name, link)))
        tell(f"{_OUTCOMES.get(asset.outcome, asset.outcome)}: {asset.repository}: {about}")
    return 1 if any(asset.outcome == "failed" for asset in done) else 0


_OUTCOMES = {"there": "there already", "missing": "would be created"}


def run_scan(options: argparse.Namespace) -> int:
    """Start a scan, and wait for it with `--wait`. Return 1 if it failed."""
    from conviso_client.types import StartConvisoDastInput

    with _client(options) as conviso:
        asset = named_asset(conviso, options.asset)
        record = conviso.start_conviso_dast(StartConvisoDastInput(asset_id=asset.id)).control_sync_status
        if record is None:
            raise JobFailed(f"the platform started no scan of asset {asset.id}, and does not say why")
        return follow(conviso, record, options) if options.wait else started(record, options)


def run_wait(options: argparse.Namespace) -> int:
    """Wait for a job. Return 1 if it failed."""
    with _client(options) as conviso:
        return follow(conviso, options.job, options, project=options.project, path=options.output)


def run_report(options: argparse.Namespace) -> int:
    """Write a report. Return 1 if it is not complete, or the platform failed to make it."""
    with _client(options) as conviso:
        if options.project:
            return _report_on_project(conviso, options)
        if options.wait:
            raise ConfigurationError("--wait is for the report on a --project: that of a company is there at once")
        if options.output is None and not options.json:
            raise ConfigurationError("say with -o where to write the report, or --json for its figures")
        done = report(conviso, path=options.output, progress=_told_now_and_then())
    if options.json:
        write_json(done.to_dict())
    if options.output:
        tell(f"wrote {options.output}: {done.summary['open']:,} open, {done.summary['breached']:,} breached")
    tell(*done.notes)
    return 1 if done.notes else 0


def _report_on_project(conviso: Conviso, options: argparse.Namespace) -> int:
    if options.output and not options.wait:
        raise ConfigurationError("the platform takes its time for a report: -o needs --wait")
    job = conviso.generate_project_report(options.project)
    if options.wait:
        return follow(conviso, job, options, project=options.project, path=options.output)
    return started(job, options, f" --project {options.project} -o FILE")


def _told_now_and_then() -> Callable[[str, int], None]:
    def tell_rows(name: str, rows: int) -> None:
        if rows % _TOLD_EVERY == 0:
            tell(f"{name}: {rows:,} rows")

    return tell_rows


def follow(conviso: Conviso, job: Any, options: argparse.Namespace, **about: Any) -> int:
    """Wait for a job, report its progress, and print its end. Return 1 if it failed."""
    told: list[str] = []

    def progress(state: Any) -> None:
        words = _words_of(state)
        if words not in told[-1:]:
            told.append(words)
            tell(words)

    waited: Callable[..., Any] = wait
    try:
        state = waited(conviso, job, timeout=options.timeout, progress=progress, **about)
    except JobFailed as error:
        tell(f"conviso-client: {error}")
        if options.json:
            write_json({"id": error.job, "status": "failed", "failure_reason": error.reason})
        return 1
    if options.json:
        write_json(state.to_dict())
    elif about.get("path"):
        tell(f"wrote {about['path']}")
    else:
        say(getattr(state, "report_url", None) or _words_of(state))
    return 0


def started(job: Any, options: argparse.Namespace, about: str = "") -> int:
    """Print the id of a job that was started without `--wait`. Return 0."""
    if options.json:
        write_json(job.to_dict())
    else:
        say(job.id)
        tell(f"started: 'conviso-client wait {job.id}{about}' waits for it")
    return 0


def _words_of(state: Any) -> str:
    if hasattr(state, "progress"):
        return f"report {state.id}: {state.status}, progress {state.progress}"
    counted, announced = (state.success_count or 0) + (state.failure_count or 0), state.external_vulnerability_count
    return f"job {state.id}: {state.status}" + (f", {counted:,} of {announced:,} findings" if announced else "")


def _client(options: argparse.Namespace) -> AbstractContextManager[Conviso]:
    return client_of(options.company, "conviso-client")
