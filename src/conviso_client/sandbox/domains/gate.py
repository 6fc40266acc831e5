"""The security gate: may this asset be delivered? Computed from its issues, now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from conviso_client.sandbox.context import RequestContext, ValueObject
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.scalars import to_timestamp
from conviso_client.sandbox.seed import Factory, SeedPlan
from conviso_client.sandbox.selection import Selection
from conviso_client.sandbox.text import pick
from conviso_client.sandbox.writes import save

from .assets import asset_of, branch_called, default_branch
from .issue_types import COUNTED, ISSUES
from .registry import DOMAIN

DOMAIN.counts["SecurityGateExecution"] = 60
DOMAIN.orders["SecurityGateExecution.executedat"] = "executionDate"


class Limit(NamedTuple):
    """What a severity may amount to."""

    most: int
    days: int


LIMITS: Mapping[str, Limit] = {
    "critical": Limit(0, 7),
    "high": Limit(3, 30),
    "medium": Limit(20, 90),
    "low": Limit(50, 180),
}
"""The rules of every company: how many open issues, and how many days each may stay open."""


def _judge(count: int, expired: int, limit: Limit) -> dict[str, Any]:
    status = "FAIL" if expired else "WARNING" if count > limit.most else "PASS"
    return {
        "count": count,
        "expiredCount": expired,
        "limit": limit.most,
        "maxDaysToFix": limit.days,
        "status": status,
    }


def _overall(reason: Mapping[str, Mapping[str, Any]]) -> str:
    statuses = {part["status"] for part in reason.values()}
    return next(status for status in ("FAIL", "WARNING", "PASS") if status in statuses)


@DOMAIN.factory("SecurityGateExecution")
def seed_executions(plan: SeedPlan) -> Factory:
    def factory(nth: int, h: int) -> Mapping[str, Any]:
        counts = {severity: (h >> 8 * at) % (limit.most + 3) for at, (severity, limit) in enumerate(LIMITS.items())}
        reason = {
            severity: _judge(count, count % 2 if h % 4 == 0 and count else 0, LIMITS[severity])
            for severity, count in counts.items()
        }
        return {
            "reason": reason,
            "status": _overall(reason),
            "source": pick(("AST", "CLI", "API"), h >> 40),
            "triggeredBy": pick(("pipeline", "user"), h >> 44),
            "executionDate": to_timestamp(plan.created(nth, plan.counts["SecurityGateExecution"])),
        }

    return factory


@DOMAIN.root("securityGateRun")
def security_gate_run(context: RequestContext, args: dict[str, Any]) -> ValueObject:
    asset = asset_of(context, args["assetId"])
    branch = _branch(context, asset, args)
    now = context.world.clock()
    reason = {
        severity: _judge(
            _open(context, asset, branch, severity).count(),
            _overdue(context, asset, branch, severity, now).count(),
            limit,
        )
        for severity, limit in LIMITS.items()
    }
    status = _overall(reason)
    about = {"asset": asset.id, "status": status, "reason": reason, "source": "API", "triggeredBy": "api"}
    with context.store.transaction():
        save(context, "SecurityGateExecution", {**about, "executionDate": to_timestamp(now)}, company=asset.company)
    where = f"{context.world.address}/spa/company/{asset.company}/vulnerabilities?assetIds={asset.id}"
    values: dict[str, Any] = {
        "asset": asset,
        "branch": branch,
        "status": status,
        "executionDate": to_timestamp(now),
        "reason": reason,
        "issuesUrl": where,
        "failingVulnerabilities": None,
    }
    return ValueObject(values, key=asset.id, company=asset.company, whole=True)


def _branch(context: RequestContext, asset: EntityRow, args: Mapping[str, Any]) -> EntityRow | None:
    """The branch that is judged: the one that is named, else the default one."""
    if args.get("branchId") is not None:
        row = context.store.get("Branch", args["branchId"])
        if row is not None and row.get("asset") == asset.id:
            return row
    if args.get("branchName"):
        row = branch_called(context, asset, args["branchName"], make=False)
        if row is not None:
            return row
    return default_branch(context, asset)


def _open(context: RequestContext, asset: EntityRow, branch: EntityRow | None, severity: str) -> Selection:
    selected = context.store.select(ISSUES).where("asset = ?", asset.id).among("status", COUNTED)
    selected.where("severity = ?", severity.upper())
    if branch is not None:
        selected.where("branch = ? OR branch IS NULL", branch.id)
    return selected


def _overdue(
    context: RequestContext, asset: EntityRow, branch: EntityRow | None, severity: str, now: datetime
) -> Selection:
    begin = to_timestamp(now - timedelta(days=LIMITS[severity].days))
    return _open(context, asset, branch, severity).where("createdAt < ?", begin)


@DOMAIN.field("SecurityGateRun.failingVulnerabilities")
def failing_vulnerabilities(source: ValueObject, context: RequestContext, args: dict[str, Any]) -> Any:
    if source.values.get("status") != "FAIL":
        return None
    asset, branch = source.values["asset"], source.values["branch"]
    now = datetime.fromisoformat(source.values["executionDate"].replace("Z", "+00:00"))
    failing = [
        number for severity in LIMITS for number in _overdue(context, asset, branch, severity, now).order("id").ids()
    ]
    return context.store.select(ISSUES).among("id", failing).order("id").page(context.bounds(args))


def _failing_field(name: str) -> None:
    @DOMAIN.field(f"SecurityGateFailingVulnerability.{name}")
    def resolve(source: Any, context: RequestContext, _args: dict[str, Any]) -> Any:
        if not isinstance(source, EntityRow) or source.entity.name != ISSUES:
            return NotImplemented
        return _about_failing(source, context)[name]


def _about_failing(issue: EntityRow, context: RequestContext) -> dict[str, Any]:
    detail: dict[str, Any] = issue.more.get("detail") or {}
    page = f"{context.world.address}/spa/company/{issue.company}/vulnerabilities?title=&search={issue.id}"
    return {
        "id": issue.id,
        "title": issue.get("title"),
        "severity": issue.get("severity"),
        "description": issue.get("description") or issue.get("title"),
        "file": detail.get("fileName"),
        "line": detail.get("vulnerableLine"),
        "cvssScore": detail.get("cvssScore"),
        "platformUrl": page,
    }


for _name in ("id", "title", "severity", "description", "file", "line", "cvssScore", "platformUrl"):
    _failing_field(_name)
