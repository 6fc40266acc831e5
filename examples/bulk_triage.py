"""Change the status of many issues by rules: plan, review, apply.

    python examples/bulk_triage.py plan rules.json --company 443 --output plan.csv
    python examples/bulk_triage.py apply plan.csv

`plan` changes nothing. It writes a row for each issue that a rule changes; remove rows, or change `to` and `reason`, as
you like. `apply` carries out what is left: it leaves alone what changed since the plan was made, and may run again.

rules.json is a list; the first rule that an issue meets counts. `when` has the fields of IssuesFiltersInput:

    [{"when": {"severities": ["NOTIFICATION"], "statuses": ["IDENTIFIED"]},
      "to": "RISK_ACCEPTED", "reason": "Information only", "accepted_until": "2027-12-31"}]

Needs the extra `cli`. Exit status: 0 done, 1 some changes failed, or stopped on the way, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from rich import progress
from rich.console import Console
from rich.table import Table

from conviso_client import (
    ConfigurationError,
    Conviso,
    ConvisoError,
    GraphQLError,
    MutationRejected,
    OutcomeUnknown,
    UnknownValue,
)
from conviso_client.progress import track
from conviso_client.types import ChangeIssueStatusInput, IssuesFiltersInput, IssueStatusLabel, IssueSummary

ISSUES_PER_LOOK = 100
SHOWN = 20


class Rule(NamedTuple):
    """Which issues get which status, and why."""

    number: int
    when: IssuesFiltersInput
    to: str
    reason: str
    accepted_until: str

    @classmethod
    def read(cls, number: int, given: Any) -> Rule:
        """Read a rule of the file. Raises ConfigurationError that names it."""
        if not isinstance(given, dict) or not {"when", "to", "reason"} <= given.keys():
            raise ConfigurationError(f"rule {number} must be an object with `when`, `to` and `reason`")
        unknown = given.keys() - {"when", "to", "reason", "accepted_until"}
        if unknown or not isinstance(given["when"], dict) or not given["when"]:
            wrong = (
                f"has unknown {', '.join(sorted(unknown))}" if unknown else "must say in `when` which issues it means"
            )
            raise ConfigurationError(f"rule {number} {wrong}")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", UnknownValue)  # more likely a slip of the pen than news from the API
                when = IssuesFiltersInput(**given["when"])
        except (ConfigurationError, UnknownValue) as error:
            raise ConfigurationError(f"rule {number}: {error}") from None
        rule = cls(number, when, given["to"], given["reason"], given.get("accepted_until", ""))
        check(f"rule {number}", rule.to, rule.accepted_until)
        return rule


class Change(NamedTuple):
    """A row of the plan. What tells a reviewer more stands behind what `apply` needs."""

    id: str
    company: str
    status: str
    to: str
    reason: str
    accepted_until: str
    rule: str
    severity: str
    type: str
    asset: str
    title: str


class Outcome(NamedTuple):
    """What came of a change."""

    change: Change
    what: str
    note: str = ""


def check(place: str, status: str, accepted_until: str) -> None:
    """Raise ConfigurationError for what cannot be sent."""
    if status not in IssueStatusLabel.__members__:
        raise ConfigurationError(
            f"{place}: {status!r} is no status; there are {', '.join(IssueStatusLabel.__members__)}"
        )
    try:
        if accepted_until:
            date.fromisoformat(accepted_until)
    except (TypeError, ValueError):
        raise ConfigurationError(
            f"{place}: accepted_until is a date such as 2027-12-31, not {accepted_until!r}"
        ) from None


def plan(conviso: Conviso, rules: Sequence[Rule]) -> tuple[list[Change], int]:
    """Return the changes that the rules ask for, and the number of issues that may not be changed so."""
    changes: dict[str, Change | None] = {}
    for rule in rules:
        for issue in track(conviso.iter_issues(filters=rule.when, strict=True), f"Rule {rule.number}"):
            if issue.id not in changes and issue.status != rule.to:
                changes[issue.id] = change_of(issue, rule) if rule.to in issue.permitted_status else None
    wanted = [change for change in changes.values() if change]
    return wanted, len(changes) - len(wanted)


def change_of(issue: IssueSummary, rule: Rule) -> Change:
    about = (issue.severity or "", issue.type, harmless(issue.asset.name or ""), harmless(issue.title))
    company = issue.asset.company.id
    return Change(
        issue.id, company, issue.status, rule.to, rule.reason, rule.accepted_until, str(rule.number), *map(str, about)
    )


def harmless(text: str) -> str:
    """A spreadsheet must not take what a scanner wrote for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def write_plan(changes: Sequence[Change], target: Path) -> None:
    part = target.with_name(f"{target.name}.part")
    with part.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([Change._fields, *changes])
    part.replace(target)


def read_plan(source: Path) -> list[Change]:
    """Read a plan, edited or not. Raises ConfigurationError that names the line."""
    with source.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        missing = set(Change._fields) - set(rows.fieldnames or ())
        if missing:
            raise ConfigurationError(f"{source} is no plan: it has no column {', '.join(sorted(missing))}")
        changes = []
        for row in rows:
            change = Change(*((row[name] or "").strip() for name in Change._fields))
            check(f"{source}, line {rows.line_num}", change.to, change.accepted_until)
            changes.append(change)
    return changes


def apply(conviso: Conviso, changes: Sequence[Change]) -> Iterator[Outcome]:
    """Carry out a plan, company by company."""
    for company in dict.fromkeys(change.company for change in changes):
        own, client = (change for change in changes if change.company == company), conviso.for_company(company)
        while block := list(islice(own, ISSUES_PER_LOOK)):
            filters = IssuesFiltersInput(ids=[change.id for change in block])
            issues = {issue.id: issue for issue in client.iter_issues(filters=filters)}
            for change in block:
                yield reason_to_skip(change, issues.get(change.id)) or carry_out(client, change)


def reason_to_skip(change: Change, issue: IssueSummary | None) -> Outcome | None:
    if issue is None:
        return Outcome(change, "skipped", "there is no such issue any more")
    if issue.status == change.to:
        return Outcome(change, "done before")
    if issue.status != change.status:
        return Outcome(change, "skipped", f"it was {change.status} in the plan, and is {issue.status} now")
    if change.to not in issue.permitted_status:
        return Outcome(change, "skipped", f"permitted now: {', '.join(issue.permitted_status) or 'nothing'}")
    return None


def carry_out(conviso: Conviso, change: Change) -> Outcome:
    until: Mapping[str, Any] = {"risk_accepted_until": change.accepted_until} if change.accepted_until else {}
    wanted = ChangeIssueStatusInput(id=change.id, status=change.to, reason=change.reason, **until)
    try:
        try:
            changed = conviso.change_issue_status(wanted).issue
        except OutcomeUnknown:
            changed = conviso.issue(change.id)
            if changed.status != change.to:  # to set the same status twice does no harm
                changed = conviso.change_issue_status(wanted).issue
    except (GraphQLError, MutationRejected, OutcomeUnknown) as error:
        return Outcome(change, "failed", str(error))
    if changed is None or changed.status != change.to:
        return Outcome(change, "failed", f"the platform says {changed and changed.status}")
    return Outcome(change, "changed")


def show_plan(changes: Sequence[Change], impossible: int, target: Path, console: Console) -> None:
    table = Table(title=f"{len(changes):,} changes in {target}")
    for column in ("rule", "severity", "from", "to"):
        table.add_column(column)
    table.add_column("issues", justify="right")
    counts = Counter((change.rule, change.severity, change.status, change.to) for change in changes)
    for (rule, severity, before, after), count in sorted(counts.items()):
        table.add_row(rule, severity, before, after, f"{count:,}")
    console.print(table)
    if impossible:
        console.print(f"{impossible:,} more issues meet a rule, but their status does not permit the change.")
    console.print(f"Nothing is changed yet. Review it, then: python {sys.argv[0]} apply {target}", soft_wrap=True)


def show_outcomes(outcomes: Sequence[Outcome], whole: int, console: Console) -> None:
    noted = [outcome for outcome in outcomes if outcome.note]
    for change, what, note in noted[:SHOWN]:
        console.print(f"{what} {change.id} {change.title}: {note}", soft_wrap=True, highlight=False, markup=False)
    if len(noted) > SHOWN:
        console.print(f"... and {len(noted) - SHOWN:,} more")
    counts = Counter(outcome.what for outcome in outcomes)
    told = [f"{counts[what]:,} {what}" for what in ("changed", "done before", "skipped", "failed")]
    left = whole - len(outcomes)
    console.print(", ".join(told) + (f"; {left:,} not reached" if left else ""), highlight=False)


def run_plan(options: argparse.Namespace) -> int:
    try:
        given = json.loads(options.rules.read_bytes())
    except ValueError as error:
        raise ConfigurationError(f"{options.rules} is no JSON: {error}") from None
    if not isinstance(given, list):
        raise ConfigurationError(f"{options.rules} must be a list of rules")
    rules = [Rule.read(number, rule) for number, rule in enumerate(given, 1)]
    with Conviso(company_id=options.company, app_name="bulk-triage") as conviso:
        changes, impossible = plan(conviso, rules)
    write_plan(changes, options.output)
    show_plan(changes, impossible, options.output, Console())
    return 0


def run_apply(options: argparse.Namespace) -> int:
    changes = read_plan(options.plan)
    outcomes: list[Outcome] = []
    with Conviso(app_name="bulk-triage") as conviso:
        bar = progress.track(apply(conviso, changes), "Changes", len(changes), console=Console(stderr=True))
        try:
            for outcome in bar:
                outcomes.append(outcome)  # noqa: PERF402  # those before an error are shown as well
        finally:
            show_outcomes(outcomes, len(changes), Console())
    return 1 if any(outcome.what == "failed" for outcome in outcomes) else 0


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="plan|apply")
    planning = commands.add_parser("plan", help="write what the rules would change")
    planning.add_argument("rules", type=Path, help="a JSON file with rules")
    planning.add_argument("--company", metavar="ID", help="the company (default: CONVISO_COMPANY_ID)")
    planning.add_argument("--output", type=Path, default=Path("plan.csv"), help="the plan (default: plan.csv)")
    planning.set_defaults(run=run_plan)
    applying = commands.add_parser("apply", help="carry out a plan")
    applying.add_argument("plan", type=Path, help="what `plan` wrote")
    applying.set_defaults(run=run_apply)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except ConvisoError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    except OSError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted: what was changed stays; apply it again for the rest.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
