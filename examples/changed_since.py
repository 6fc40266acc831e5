"""Say what changed among a company's issues since the last run: new, fixed, back, worse, gone.

    python examples/changed_since.py --company 443
    python examples/changed_since.py --company 443 --state /var/lib/issues-443.json --json

The first run only remembers. What is remembered is replaced once everything was printed: a run that stops on the way
tells the same again next time. Needs the extra `cli`.

Exit status: 0 done, changes or none, 1 stopped on the way, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.text import Text

from conviso_client import ConfigurationError, Conviso, ConvisoError
from conviso_client.progress import track
from conviso_client.types import IssueSummary

CLOSED = ("FIX_ACCEPTED", "RISK_ACCEPTED", "FALSE_POSITIVE", "SUPPRESSED")
SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "NOTIFICATION", None)
KINDS = {
    "new": "red",
    "back": "red",
    "worse": "yellow",
    "fixed": "green",
    "closed": "green",
    "changed": "dim",
    "gone": "dim",
}
"""What can happen to an issue, in the order in which it is told, with a colour."""
SHOWN = 10


class Known(NamedTuple):
    """What is remembered of an issue."""

    title: str
    severity: str | None
    status: str
    asset: str | None

    @classmethod
    def of(cls, issue: IssueSummary) -> Known:
        severity = None if issue.severity is None else str(issue.severity)
        return cls(issue.title, severity, str(issue.status), issue.asset.name)


Issues = Mapping[str, Known]


class Change(NamedTuple):
    """What happened to an issue."""

    kind: str
    id: str
    before: Known | None
    after: Known | None

    @property
    def issue(self) -> Known:
        """The issue as it is now, or as it was last."""
        known = self.after or self.before
        assert known is not None
        return known

    def to_dict(self) -> dict[str, Any]:
        """Return it as values that JSON knows."""
        sides = {"before": self.before, "after": self.after}
        return {"kind": self.kind, "id": self.id, **{name: side and side._asdict() for name, side in sides.items()}}


def compare(before: Issues, after: Issues) -> list[Change]:
    """Return what happened, the gravest first."""
    changes = [
        Change(kind, id_, before.get(id_), after.get(id_))
        for id_ in {**before, **after}
        if (kind := kind_of(before.get(id_), after.get(id_)))
    ]
    order = list(KINDS)
    return sorted(changes, key=lambda change: (order.index(change.kind), rank(change.issue.severity)))


def kind_of(before: Known | None, after: Known | None) -> str | None:
    """Tell what happened to an issue in a word; None if nothing that matters did."""
    if before is None or after is None:
        return "new" if after else "gone"
    if before.status != after.status:
        if after.status in CLOSED:
            return "fixed" if after.status == "FIX_ACCEPTED" else "closed"
        return "back" if before.status in CLOSED else "changed"
    if before.severity != after.severity:
        return "worse" if rank(after.severity) < rank(before.severity) else "changed"
    return None


def rank(severity: str | None) -> int:
    """0 is the gravest; what a newer API may say stands last."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


class State:
    """What was seen last, in a file."""

    def __init__(self, file: Path, company: str) -> None:
        self.file = file
        self.company = company
        self.seen_at: str | None = None
        self.issues: Issues = {}
        if file.exists():
            self._read()

    def _read(self) -> None:
        try:
            state = json.loads(self.file.read_bytes())
            company, self.seen_at = state["company"], state["seen_at"]
            self.issues = {id_: Known(**known) for id_, known in state["issues"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ConfigurationError(
                f"{self.file} was not written by this command: name another with --state"
            ) from None
        if company != self.company:
            raise ConfigurationError(
                f"{self.file} is about company {company}, not {self.company}: name another with --state"
            )

    def save(self, issues: Issues, now: datetime) -> None:
        """Replace the file, whole or not at all."""
        known = {id_: issue._asdict() for id_, issue in issues.items()}
        state = {"company": self.company, "seen_at": now.isoformat(timespec="seconds"), "issues": known}
        part = self.file.with_name(f"{self.file.name}.part")
        part.write_text(json.dumps(state), encoding="utf-8")
        part.replace(self.file)


def lines(changes: Iterable[Change]) -> Iterator[Text]:
    """Tell each kind of change with its number, and the first of them one by one."""
    of_kind: dict[str, list[Change]] = {}
    for change in changes:
        of_kind.setdefault(change.kind, []).append(change)
    for kind, colour in KINDS.items():
        found = of_kind.get(kind, [])
        if found:
            yield Text(f"{len(found):,} {kind}", style=f"bold {colour}")
        for change in found[:SHOWN]:
            severity, issue = change.issue.severity or "-", change.issue
            yield Text(f"  {severity:<12} {change.id}  {issue.title}  [{issue.asset}]{difference(change)}")
        if len(found) > SHOWN:
            yield Text(f"  ... and {len(found) - SHOWN:,} more", style="dim")


def difference(change: Change) -> str:
    """Tell what is different, if the issue was there before and is there now."""
    if change.before is None or change.after is None:
        return ""
    pairs = ((change.before.severity, change.after.severity), (change.before.status, change.after.status))
    return "".join(f"  {old} -> {new}" for old, new in pairs if old != new)


def show(state: State, issues: Issues, changes: Sequence[Change], as_json: bool) -> None:
    """Print what changed; nothing is remembered before that is done."""
    if as_json:
        for change in changes:
            print(json.dumps(change.to_dict(), ensure_ascii=False))
    else:
        console = Console(soft_wrap=True, highlight=False)
        if state.seen_at is None:
            console.print(f"First run: {len(issues):,} issues remembered in {state.file}")
        elif not changes:
            console.print(f"Nothing changed since {state.seen_at}: {len(issues):,} issues")
        else:
            console.print(f"Since {state.seen_at}, {len(issues):,} issues now:")
        for line in lines(changes):
            console.print(line)
    sys.stdout.flush()


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--company", metavar="ID", help="the company (default: CONVISO_COMPANY_ID)")
    parser.add_argument(
        "--state", type=Path, metavar="FILE", help="what is remembered (default: changed-since-ID.json)"
    )
    parser.add_argument("--json", action="store_true", help="a JSON object for each change, one a line")
    return parser


def run(options: argparse.Namespace) -> int:
    with Conviso(company_id=options.company, app_name="changed-since") as conviso:
        company = conviso.company()
        state = State(options.state or Path(f"changed-since-{company.id}.json"), company.id)
        # Strict: a list that shrank while it was read must not make issues look gone.
        issues = {issue.id: Known.of(issue) for issue in track(conviso.iter_issues(strict=True), company.label)}
    changes = [] if state.seen_at is None else compare(state.issues, issues)
    show(state, issues, changes, options.json)
    state.save(issues, datetime.now(timezone.utc))
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        return run(options)
    except ConvisoError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    except OSError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted: nothing new is remembered.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
