"""The security gate: a verdict on an asset, for a pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from conviso_client.errors import ConfigurationError, GateUndecided, in_line
from conviso_client.findings.finding import Severity

from .assets import LISTING, find_steps
from .issues import OPEN_STATUSES, SEVERITIES, rank
from .steps import ClientCall, Steps, carry_out, carry_out_async

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso
    from conviso_client.types import AssetDetail, SecurityGateRun

__all__ = ["GateIssue", "GateResult", "async_gate", "gate"]

Warned = Literal["pass", "fail"]
_KNOWN: Mapping[str | None, Severity] = {severity: severity for severity in get_args(Severity)}


@dataclass(frozen=True, slots=True)
class GateIssue:
    """An issue that fails the gate."""

    id: str
    title: str
    severity: str | None
    file: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class GateResult:
    """A verdict and its reasons."""

    passed: bool
    status: str
    """PASS, WARNING or FAIL from the platform; PASS or FAIL from rules of your own."""
    reasons: tuple[str, ...]
    """Why it did not pass, or passed with a warning: a sentence for each severity."""
    counts: Mapping[str, int]
    """Open issues by severity."""
    limits: Mapping[str, int]
    """The most issues allowed by severity; one without an entry has no limit."""
    asset_id: str
    asset_name: str | None
    branch: str | None
    """The branch that was judged; None if the answer names none."""
    issues: tuple[GateIssue, ...]
    """Issues that fail it, the most severe first; the platform gives ten at most. Empty for rules of your own."""
    url: str | None
    """The page that lists all issues; None if there is none."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "counts": dict(self.counts), "limits": dict(self.limits)}

    def __str__(self) -> str:
        """Return the verdict and its reasons, as lines."""
        branch = f", branch {self.branch}" if self.branch else ""
        lines = [f"{self.status}  {self.asset_name or self.asset_id}{branch}", *(f"  {why}" for why in self.reasons)]
        for issue in self.issues:
            where = f"  {issue.file}:{issue.line}" if issue.file else ""
            lines.append(f"    {issue.severity or '-':<9} {issue.id}  {issue.title}{where}")
        return "\n".join(map(in_line, [*lines, f"  Issues of this asset: {self.url}"] if self.url else lines))

    def write_junit(self, path: str | Path) -> None:
        """Write a test case for each severity that has a limit, or one for all. Raises `ConfigurationError`."""
        from xml.etree.ElementTree import Element, SubElement, indent, tostring

        from conviso_client.codegen.files import replace_file

        failed = {reason.partition(":")[0]: reason for reason in self.reasons} if not self.passed else {}
        severities = [*self.limits] if not failed or set(failed) <= set(self.limits) else ["all severities"]
        suite = Element("testsuite", name="conviso-client gate", tests=str(max(1, len(severities))))
        failures = 0
        for severity in severities or ["all severities"]:
            case = SubElement(suite, "testcase", classname=self.asset_name or self.asset_id, name=severity)
            reason = failed.get(severity) or (None if self.passed or severity in self.limits else str(self))
            if reason:
                failures += 1
                SubElement(case, "failure", message=reason)
        suite.set("failures", str(failures))
        indent(suite)
        replace_file(Path(path), tostring(suite, encoding="unicode") + "\n")

    def write_sarif(self, path: str | Path) -> None:
        """Write the issues that fail it as SARIF 2.1.0, for code hosts that show it. Raises `ConfigurationError`."""
        from conviso_client.findings import Finding, write_sarif

        write_sarif(
            (
                Finding(
                    kind="sast",
                    title=issue.title,
                    severity=_KNOWN.get(issue.severity),
                    file=issue.file,
                    line=issue.line,
                    tool="conviso-gate",
                    key=f"c1:{issue.id}",
                )
                for issue in self.issues
            ),
            path,
        )


def gate(
    conviso: Conviso,
    *,
    asset: int | str,
    branch: str | None = None,
    rules: Mapping[str, int] | None = None,
    warning: Warned = "pass",
) -> GateResult:
    """Judge an asset by the platform's gate, or by limits of your own.

    Args:
        conviso: the client.
        asset: its id, its exact name, or the address of its repository.
        branch: spelled as on the platform; None is its default branch.
        rules: the most open issues allowed for a severity, such as `{"CRITICAL": 0, "HIGH": 5}`; None lets the
            platform's own gate judge, which runs once and leaves a record there.
        warning: the verdict for the platform's WARNING (more issues than allowed, none overdue).

    Raises `GateUndecided` if the branch is unknown or the answer is about something else; `ConfigurationError` for an
    unknown asset or an invalid rule; and the errors of a call. None of these is a pass.
    """
    return carry_out(conviso, _judge(asset, branch, rules, warning))


async def async_gate(
    conviso: AsyncConviso,
    *,
    asset: int | str,
    branch: str | None = None,
    rules: Mapping[str, int] | None = None,
    warning: Warned = "pass",
) -> GateResult:
    """Judge an asset with `AsyncConviso`: see `gate`."""
    return await carry_out_async(conviso, _judge(asset, branch, rules, warning))


def _judge(asset: int | str, branch: str | None, rules: Mapping[str, int] | None, warning: Warned) -> Steps[GateResult]:
    if warning not in get_args(Warned):
        raise ConfigurationError(f"warning is 'pass' or 'fail', not {warning!r}")
    _check(rules)
    text = str(asset).strip()
    asset_id = text if text.isdecimal() else (yield from find_steps(text, ways_out=LISTING)).id
    detail: AssetDetail = yield ClientCall("asset", (asset_id,))
    _check_branch(detail, branch)
    if rules is not None:
        return (yield from _by_rules(detail, branch, rules))
    run: SecurityGateRun = yield ClientCall(
        "security_gate_run", (detail.id,), {"branch_name": branch} if branch else {}
    )
    return _read(run, detail, branch, warning)


def _check(rules: Mapping[str, int] | None) -> None:
    for severity, limit in (rules or {}).items():
        if severity not in SEVERITIES:
            raise ConfigurationError(f"a rule is for one of {', '.join(SEVERITIES)}, not {severity!r}")
        if type(limit) is not int or limit < 0:
            raise ConfigurationError(f"the rule for {severity} is a whole number of issues, not {limit!r}")
    if rules is not None and not rules:
        raise ConfigurationError(
            "rules is empty, so that everything would pass: give a limit, or None for the platform's"
        )


def _check_branch(asset: AssetDetail, branch: str | None) -> None:
    # For an unknown branch the gate silently judges the default branch, and counts by rules are zero.
    known = [str(known.name) for known in asset.branches or ()]
    if branch is not None and branch not in known:
        there_are = f"it has {', '.join(known)}" if known else "it has none at all, so name no branch"
        raise GateUndecided(f"asset {asset.id} ({asset.name}) has no branch {branch!r}: {there_are}")


def _by_rules(asset: AssetDetail, branch: str | None, rules: Mapping[str, int]) -> Steps[GateResult]:
    from conviso_client.types import IssuesStatsFiltersInput

    names: dict[str, Any] = {"branch_names": [branch]} if branch else {}
    filters = IssuesStatsFiltersInput(asset_ids=[asset.id], statuses=list(OPEN_STATUSES), **names)
    stats = yield ClientCall("issues_stats", (), {"filters": filters})
    counts = {str(row.value): row.count or 0 for row in stats.severities or ()}
    missing = [severity for severity in rules if severity not in counts]
    if missing:
        raise GateUndecided(f"the answer does not count {', '.join(missing)}")
    reasons = tuple(
        f"{severity}: {counts[severity]} open, {limit} allowed"
        for severity, limit in sorted(rules.items(), key=lambda rule: rank(rule[0]))
        if counts[severity] > limit
    )
    return GateResult(
        passed=not reasons, status="FAIL" if reasons else "PASS", reasons=reasons, counts=counts, limits=dict(rules),
        asset_id=asset.id, asset_name=asset.name, branch=branch, issues=(), url=None,
    )  # fmt: skip


def _read(run: SecurityGateRun, asset: AssetDetail, branch: str | None, warning: Warned) -> GateResult:
    judged = run.branch.name if run.branch else None
    if branch is not None and judged != branch:
        raise GateUndecided(f"asked about branch {branch!r}, answered about {judged!r}")
    if run.asset is None or run.asset.id != asset.id:
        raise GateUndecided(f"asked about asset {asset.id}, answered about {run.asset and run.asset.id}")
    if run.status not in ("PASS", "WARNING", "FAIL"):
        raise GateUndecided(f"the gate answered {run.status!r}, which is no verdict")
    parts = {severity: getattr(run.reason, severity.lower(), None) for severity in SEVERITIES}
    counts = {severity: part.count for severity, part in parts.items() if part and part.count is not None}
    limits = {severity: part.limit for severity, part in parts.items() if part and part.limit is not None}
    failing = run.failing_vulnerabilities
    issues = sorted((failing and failing.collection) or (), key=lambda issue: rank(issue.severity))
    return GateResult(
        passed=run.status == "PASS" or (run.status == "WARNING" and warning == "pass"),
        status=str(run.status),
        reasons=tuple(_reason(severity, part) for severity, part in parts.items() if part and part.status != "PASS"),
        counts=counts,
        limits=limits,
        asset_id=asset.id,
        asset_name=asset.name,
        branch=judged,
        issues=tuple(
            GateIssue(
                issue.id, issue.title or "", str(issue.severity) if issue.severity else None, issue.file, issue.line
            )
            for issue in issues
        ),
        url=run.issues_url,
    )


def _reason(severity: str, part: Any) -> str:
    is_within = part.count is not None and part.limit is not None and part.count <= part.limit
    return f"{severity}: {part.count} open, {part.limit} allowed{', but past their deadline' if is_within else ''}"
