"""Let a pipeline go on only if the platform's security gate lets an asset pass.

    python examples/security_gate.py --asset 1000 --branch main
    python examples/security_gate.py --asset 1000 --branch main --warning fail

Exit status, for a pipeline to rely on:

    0  the gate passed
    1  the gate failed
    2  undecided: no usable answer, or a branch that the platform does not know (yet). Run the step again
    3  configuration: no key or a wrong one, wrong address, no such asset, wrong usage

Nothing but a clear PASS is 0. Running the gate leaves a record on the platform; that is all that it changes.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence
from enum import IntEnum
from typing import NoReturn

from conviso_client import (
    AuthenticationError,
    ConfigurationError,
    Conviso,
    ConvisoError,
    NotAuthorized,
    NotFound,
    PermissionDenied,
    RecordNotFound,
    WrongEndpoint,
)
from conviso_client.types import AssetDetail, SecurityGateFailingVulnerability, SecurityGateRun

SHOWN = 10
SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "NOTIFICATION")
CONFIGURATION = (
    ConfigurationError,
    AuthenticationError,
    PermissionDenied,
    NotFound,
    WrongEndpoint,
    NotAuthorized,
    RecordNotFound,
)
"""What no second run mends."""


class Verdict(IntEnum):
    """What the step ends with."""

    PASS = 0
    FAIL = 1
    UNDECIDED = 2
    CONFIGURATION = 3


class Stop(Exception):  # noqa: N818  # no error: a verdict of its own
    """There is no verdict of the gate to go by."""

    def __init__(self, verdict: Verdict, reason: str) -> None:
        super().__init__(reason)
        self.verdict = verdict


class Parser(argparse.ArgumentParser):
    """argparse ends with 2 for wrong usage, which means undecided here."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(Verdict.CONFIGURATION, f"{self.prog}: error: {message}\n")


def judge(conviso: Conviso, asset_id: str, branch: str | None) -> SecurityGateRun:
    """Run the gate. Raises Stop if the answer is not about what was asked."""
    asset = conviso.asset(asset_id)  # it may be asked again, so that a wrong key or id is told apart from bad luck
    check_branch(asset, branch)
    run = conviso.security_gate_run(asset.id, branch_name=branch)
    judged = run.branch.name if run.branch else None
    if branch is not None and judged != branch:
        raise Stop(Verdict.UNDECIDED, f"asked about branch {branch!r}, answered about {judged!r}")
    if run.asset is None or run.asset.id != asset.id:
        raise Stop(Verdict.UNDECIDED, f"asked about asset {asset.id}, answered about {run.asset and run.asset.id}")
    return run


def check_branch(asset: AssetDetail, branch: str | None) -> None:
    """The gate would silently judge the default branch in place of one that it does not know."""
    known = [known.name for known in asset.branches or ()]
    if branch is not None and branch not in known:
        there_are = f"it has {', '.join(map(str, known))}" if known else "it has none"
        raise Stop(Verdict.UNDECIDED, f"asset {asset.id} ({asset.name}) has no branch {branch!r}: {there_are}")


def verdict_of(run: SecurityGateRun, warning: Verdict) -> Verdict:
    """Return what the gate's status means here. Raises Stop for a status that means nothing."""
    known = {"PASS": Verdict.PASS, "WARNING": warning, "FAIL": Verdict.FAIL}
    if run.status not in known:
        raise Stop(Verdict.UNDECIDED, f"the gate answered {run.status!r}, which is no verdict")
    return known[run.status]


def show(run: SecurityGateRun) -> None:
    """Print the verdict and what led to it."""
    branch = f", branch {run.branch.name}" if run.branch else ""
    print(f"{run.status}  {run.asset.name if run.asset else ''}{branch}")
    if run.reason:
        print(f"  {'severity':<10}{'open':>6}{'allowed':>9}  status")
        for severity in ("critical", "high", "medium", "low"):
            part = getattr(run.reason, severity)
            if part:
                is_within = part.count is not None and part.limit is not None and part.count <= part.limit
                why = ", overdue" if part.status == "FAIL" and is_within else ""
                print(f"  {severity:<10}{part.count!s:>6}{part.limit!s:>9}  {part.status}{why}")
    failing = run.failing_vulnerabilities
    if failing and failing.collection:
        total = failing.metadata.total_count if failing.metadata else len(failing.collection)
        print(f"  What fails it: {min(SHOWN, total)} of {total}")
        for issue in sorted(failing.collection, key=rank)[:SHOWN]:
            show_issue(issue)
    if run.issues_url:
        print(f"  All of them: {run.issues_url}")


def rank(issue: SecurityGateFailingVulnerability) -> int:
    """0 is the gravest."""
    return SEVERITIES.index(issue.severity) if issue.severity in SEVERITIES else len(SEVERITIES)


def show_issue(issue: SecurityGateFailingVulnerability) -> None:
    place = f"  {issue.file}:{issue.line}" if issue.file else ""
    print(f"    {issue.severity or '-':<9} {issue.id}  {issue.title}{place}")


def parser() -> argparse.ArgumentParser:
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--asset", required=True, metavar="ID", help="the asset to judge")
    parser.add_argument("--branch", metavar="NAME", help="exactly as the platform has it (default: the default branch)")
    parser.add_argument(
        "--warning",
        choices=("pass", "fail", "undecided"),
        default="pass",
        help="what it means that there are more issues than allowed, but none overdue (default: pass)",
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        with Conviso(app_name="security-gate") as conviso:
            run = judge(conviso, options.asset, options.branch)
        show(run)
        return verdict_of(run, Verdict[options.warning.upper()])
    except Stop as stop:
        return told(stop.verdict, str(stop))
    except CONFIGURATION as error:
        return told(Verdict.CONFIGURATION, f"{type(error).__name__}: {error}")
    except ConvisoError as error:
        return told(Verdict.UNDECIDED, f"{type(error).__name__}: {error}")
    except KeyboardInterrupt:
        return told(Verdict.UNDECIDED, "interrupted")
    except Exception:  # noqa: BLE001  # Python would end with 1, which means that the gate failed
        return told(Verdict.UNDECIDED, traceback.format_exc())


def told(verdict: Verdict, reason: str) -> int:
    print(f"{verdict.name}: {reason}", file=sys.stderr)
    return verdict


if __name__ == "__main__":
    sys.exit(main())
