"""The options of `conviso-client gate`, `changes`, `triage`, `asset`, `scan`, `wait` and `report`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from conviso_client.models.values import number_of

from .deferred import Deferred
from .findings import SEVERITIES
from .manual import EXIT_CONFIGURATION, EXIT_UNDECIDED, Example, Manual
from .parser import Parser
from .waiting import add_timeout, add_waiting

__all__ = ["add_to"]

_ENVIRONMENT = ("CONVISO_API_KEY", "CONVISO_API_URL", "CONVISO_COMPANY_ID")
_STATUSES = {
    EXIT_UNDECIDED: "could not decide: the API did not answer, or not completely",
    EXIT_CONFIGURATION: "wrong usage, key, address, name or file",
}


def _manual(failed: str | None, *examples: Example) -> Manual:
    return Manual(
        examples=examples,
        statuses={0: "done", **({} if failed is None else {1: failed}), **_STATUSES},
        environment=_ENVIRONMENT,
        usage_status=EXIT_CONFIGURATION,
        undecided_status=EXIT_UNDECIDED,
    )


def add_to(program: Parser) -> None:
    """Declare the commands of jobs."""
    _add_gate(program)
    _add_changes(program)
    _add_triage(program)
    _add_asset(program)
    _add_scan(program)
    _add_wait(program)
    _add_report(program)


def _add_gate(program: Parser) -> None:
    parser = program.add_command(
        "gate",
        help="pass or fail an asset, for a pipeline",
        description="Judge an asset by the platform's security gate, or by limits of your own. Only a clear pass "
        "exits with 0.",
        manual=_manual(
            "the policy failed",
            Example("the platform's own gate", "conviso-client gate --asset org/payments-api"),
            Example("limits of your own", "conviso-client gate --asset 1234 --most CRITICAL=0 --most HIGH=5"),
        ),
    )
    parser.add_argument("--asset", required=True, metavar="NAME|ID|URL", help="the asset: name, id or repository")
    parser.add_argument(
        "--branch", metavar="NAME", help="the branch, spelled as on the platform (default: its default branch)"
    )
    parser.add_argument(
        "--most",
        action="append",
        type=_limit,
        metavar="SEVERITY=N",
        help="allow at most N open issues of a severity; may be repeated (default: the platform's gate decides)",
    )
    parser.add_argument(
        "--warning", choices=("pass", "fail"), default="pass", help="treat the gate's WARNING as this (default: pass)"
    )
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write the verdict as JUnit XML")
    parser.add_argument("--sarif", type=Path, metavar="FILE", help="write the failing issues as SARIF")
    _finish(parser, "run_gate")


def _add_changes(program: Parser) -> None:
    parser = program.add_command(
        "changes",
        help="list issues that are new or updated since the last run",
        description="List the issues that are new or updated since the last run, newest first. The state file is "
        "written once all of them are printed.",
        manual=_manual(
            None,
            Example("new and updated issues", "conviso-client changes issues --company 443 --state issues.json"),
            Example("for a program", "conviso-client changes issues --state issues.json --json"),
        ),
    )
    parser.add_argument("what", choices=("issues",), help="the list to watch")
    parser.add_argument(
        "--state", required=True, type=Path, metavar="FILE", help="the file that remembers the last run"
    )
    parser.add_argument(
        "--first", choices=("none", "all"), default="none", help="the issues that the first run lists (default: none)"
    )
    _finish(parser, "run_changes")


def _add_triage(program: Parser) -> None:
    parser = program.add_command(
        "triage",
        help="give many issues a status",
        description="Plan a change of status for all issues that match a filter, and print the plan; with --apply, "
        "carry it out.",
        manual=_manual(
            "a change failed; issues that may not get the status stay as they are",
            Example(
                "look first",
                "conviso-client triage --filter severities=NOTIFICATION --status SUPPRESSED --reason noise",
            ),
            Example(
                "then write", "conviso-client triage --filter ids=17,18 --status SUPPRESSED --reason noise --apply"
            ),
        ),
    )
    parser.add_argument(
        "--filter",
        action="append",
        required=True,
        type=_filter,
        metavar="FIELD=VALUE[,VALUE]",
        help="select issues by a field of IssuesFiltersInput, such as severities; may be repeated",
    )
    parser.add_argument("--status", required=True, help="the new status, such as FALSE_POSITIVE")
    parser.add_argument("--reason", required=True, help="the reason, kept in the history of each issue")
    parser.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="accept a risk until this day")
    parser.add_argument("--apply", action="store_true", help="carry out the plan instead of only printing it")
    _finish(parser, "run_triage")


def _add_asset(program: Parser) -> None:
    parser = program.add_command(
        "asset",
        help="make sure that each repository has one asset",
        description="Print the id of each repository's asset, and create the asset if it does not exist.",
        manual=_manual(
            "a repository has no asset, or several",
            Example("in each pipeline", "conviso-client asset ensure git@git.example:acme/shop.git --tag team-a"),
            Example(
                "several, for a program",
                "conviso-client asset ensure https://git.example/a/b git@git.example:a/c --json",
            ),
        ),
    )
    parser.add_argument("what", choices=("ensure",), help="the action")
    parser.add_argument(
        "repositories", nargs="+", metavar="URL", help="the address of a repository, in any spelling; may be repeated"
    )
    parser.add_argument("--name", help="the name of a new asset (default: the path of the address)")
    parser.add_argument("--branch", default="main", help="the default branch of new assets (default: %(default)s)")
    parser.add_argument("--tag", action="append", default=[], help="a tag of new assets; may be repeated")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; print the assets to create")
    _finish(parser, "run_asset")


def _add_scan(program: Parser) -> None:
    parser = program.add_command(
        "scan",
        help="start a DAST scan of an asset",
        description="Start a DAST scan of an asset by the platform's own scanner, and print the job's id.",
        manual=_manual(
            "the scan failed",
            Example("start and wait for the end", "conviso-client scan --asset org/payments-api --wait"),
            Example("start now, wait later", "conviso-client scan --asset 1234"),
        ),
    )
    parser.add_argument("--asset", required=True, metavar="NAME|ID|URL", help="the asset: name, id or repository")
    add_waiting(parser, "wait until the scan is done")
    _finish(parser, "run_scan")


def _add_wait(program: Parser) -> None:
    parser = program.add_command(
        "wait",
        help="wait for a scan, an import or a report of a project",
        description="Wait for a job that was started before, and print how it ended.",
        manual=_manual(
            "the job failed",
            Example("a scan or an import, by the id that starting it printed", "conviso-client wait 5501"),
            Example("a report of a project", "conviso-client wait 77 --project 1234 -o report.pdf"),
        ),
    )
    parser.add_argument("job", metavar="ID", help="the id that starting the job printed")
    parser.add_argument("--project", metavar="ID", help="the project, if the job is a project's report")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write the report")
    add_timeout(parser)
    _finish(parser, "run_wait")


def _add_report(program: Parser) -> None:
    parser = program.add_command(
        "report",
        help="write a page on the state of a company",
        description="Write one self-contained HTML file about a company: open issues over time, deadlines, time to "
        "fix, assets at risk, and runs of the gate. With --project, fetch the platform's own report on a project.",
        manual=_manual(
            "the report is incomplete, or the platform failed to make it",
            Example("a page to look at or to send", "conviso-client report --company 443 -o report.html"),
            Example("the same figures for a program", "conviso-client report --company 443 --json"),
            Example("the platform's report on a project", "conviso-client report --project 1234 --wait -o report.pdf"),
        ),
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write the report")
    parser.add_argument("--project", metavar="ID", help="fetch the platform's report on this project instead")
    add_waiting(parser, "with --project: wait for the report")
    _finish(parser, "run_report")


def _finish(parser: Parser, function: str) -> None:
    parser.add_argument("--company", metavar="ID|NAME", help="the company (default: CONVISO_COMPANY_ID)")
    parser.add_argument("--json", action="store_true", help="write the result as JSON")
    parser.set_defaults(run=Deferred("conviso_client.jobs.commands", function))


def _limit(text: str) -> tuple[str, int]:
    severity, _, most = text.partition("=")
    number = number_of(most)
    if severity not in SEVERITIES or number is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form CRITICAL=0; severities: {', '.join(SEVERITIES)}")
    return severity, number


def _filter(text: str) -> tuple[str, list[str]]:
    name, _, values = text.partition("=")
    if not name or not values:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form severities=HIGH,CRITICAL")
    return name, values.split(",")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2030-01-31") from None
