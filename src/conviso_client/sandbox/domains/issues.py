"""Reading issues: filters, statistics, the state of the time to fix."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from conviso_client.sandbox.context import RequestContext, ValueObject
from conviso_client.sandbox.filters import has_any, in_range, linked_any
from conviso_client.sandbox.page import page_of
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.selection import Selection

from .issue_types import COUNTED, FLOW, ISSUES, SEVERITIES
from .registry import DOMAIN

DOMAIN.orders[f"{ISSUES}.severity"] = DOMAIN.orders[f"{ISSUES}.riskscore"] = "rank"
DOMAIN.orders[f"{ISSUES}.sladueat"] = "slaDueAt IS NULL, slaDueAt"
_RUNNING = f"status IN ({', '.join(repr(status) for status in COUNTED)})"
_STATES = {
    "RESOLVED": "status = 'FIX_ACCEPTED'",
    "NOT_TRACKED": f"status <> 'FIX_ACCEPTED' AND NOT {_RUNNING}",
    "NOT_PARAMETERIZED": f"{_RUNNING} AND slaDueAt IS NULL",
    "BREACHED": f"{_RUNNING} AND slaDueAt < :now",
    "APPROACHING": f"{_RUNNING} AND slaDueAt >= :now AND slaWarnAt <= :now",
    "ON_TRACK": f"{_RUNNING} AND slaDueAt >= :now AND slaWarnAt > :now",
}
"""How each state reads in SQL; the moment stands for `:now`."""


def sla_state(issue: EntityRow, now: str) -> str:
    """How an issue stands to its time to fix, at a moment."""
    if issue.get("status") == "FIX_ACCEPTED":
        return "RESOLVED"
    if issue.get("status") not in COUNTED:
        return "NOT_TRACKED"
    end = issue.get("slaDueAt")
    if end is None:
        return "NOT_PARAMETERIZED"
    if end < now:
        return "BREACHED"
    return "APPROACHING" if issue.get("slaWarnAt") <= now else "ON_TRACK"


@DOMAIN.field(f"{ISSUES}.sla")
def sla(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> ValueObject:
    end, now = source.get("slaDueAt"), context.world.clock()
    days = None
    if end is not None and source.get("status") in COUNTED:
        days = (now.fromisoformat(end.replace("Z", "+00:00")) - now).days
    return ValueObject(
        {"dueAt": end, "daysRemaining": days, "state": sla_state(source, context.world.now())}, whole=True
    )


@DOMAIN.field(f"{ISSUES}.permittedStatus")
def permitted_status(source: EntityRow, _context: RequestContext, _args: dict[str, Any]) -> list[str]:
    return list(FLOW.get(source.get("status"), ()))


@DOMAIN.field(f"{ISSUES}.aiAgentAnalysis")
def analysis(source: EntityRow, _context: RequestContext, _args: dict[str, Any]) -> ValueObject | None:
    analyzed = source.get("analyzed")
    return None if analyzed is None else ValueObject({"id": source.id, "fpAnalyzed": bool(analyzed)}, whole=True)


@DOMAIN.filter(f"{ISSUES}.title")
def by_title(_context: RequestContext, selected: Selection, title: str) -> None:
    selected.where("title = ?", title)


@DOMAIN.filter(f"{ISSUES}.failureTypes")
def by_type(_context: RequestContext, selected: Selection, types: list[str]) -> None:
    selected.among("type", types)


@DOMAIN.filter(f"{ISSUES}.aiFpAnalyzed")
def by_analysis(_context: RequestContext, selected: Selection, analyzed: bool) -> None:
    selected.where("COALESCE(analyzed, 0) = ?", int(analyzed))


@DOMAIN.filter(f"{ISSUES}.compromisedEnvironment")
def by_compromise(_context: RequestContext, selected: Selection, compromised: bool) -> None:
    selected.where("COALESCE(compromisedEnvironment, 0) = ?", int(compromised))


@DOMAIN.filter(f"{ISSUES}.slaStates")
def by_sla(context: RequestContext, selected: Selection, states: list[str]) -> None:
    moment = f"'{context.world.now()}'"
    selected.where(" OR ".join(f"({_STATES[state].replace(':now', moment)})" for state in states))


@DOMAIN.filter(f"{ISSUES}.riskAcceptedUntilRange")
def by_acceptance(_context: RequestContext, selected: Selection, value: dict[str, Any]) -> None:
    in_range(selected.where("riskAcceptedUntil IS NOT NULL"), "riskAcceptedUntil", value)


@DOMAIN.filter(f"{ISSUES}.integrationTypes")
def by_integration(_context: RequestContext, selected: Selection, types: list[str]) -> None:
    selected.among("integration", [kind.upper() for kind in types])


@DOMAIN.filter(f"{ISSUES}.assigneeEmails")
def by_assignee(context: RequestContext, selected: Selection, emails: list[str]) -> None:
    users = context.store.select("PortalUser").among("email", emails).ids()
    linked_any(selected, f"{ISSUES}.assignedUsers", users)


@DOMAIN.filter(f"{ISSUES}.branchNames")
def by_branch(context: RequestContext, selected: Selection, names: list[str]) -> None:
    selected.among("branch", context.store.select("Branch").among("name", names).ids())


@DOMAIN.filter(f"{ISSUES}.assetTags")
def by_asset_tags(context: RequestContext, selected: Selection, tags: list[str]) -> None:
    selected.among("asset", has_any(context.store.select("Asset"), "assetsTagList", tags).ids())


@DOMAIN.filter(f"{ISSUES}.dataClassification")
def by_classification(context: RequestContext, selected: Selection, values: list[str]) -> None:
    selected.among("asset", has_any(context.store.select("Asset"), "dataClassification", values).ids())


@DOMAIN.filter(f"{ISSUES}.businessImpact")
def by_impact(context: RequestContext, selected: Selection, levels: list[str]) -> None:
    selected.among("asset", context.store.select("Asset").among("businessImpact", levels).ids())


@DOMAIN.filter(f"{ISSUES}.exploitability")
def by_exploitability(context: RequestContext, selected: Selection, level: str) -> None:
    selected.among("asset", context.store.select("Asset").among("exploitability", [level]).ids())


@DOMAIN.filter(f"{ISSUES}.projectTypes")
def by_project_type(context: RequestContext, selected: Selection, codes: list[str]) -> None:
    types = context.store.select("ProjectType").among("code", codes).ids()
    selected.among("project", context.store.select("Project").among("projectType", types).ids())


@DOMAIN.filter(f"{ISSUES}.reachableBy")
def by_reachability(_context: RequestContext, selected: Selection, ways: list[str]) -> None:
    selected.among("_type", ["ScaFinding"] if "STATIC_ANALYSIS" in ways else [])


@DOMAIN.root("issuesStats")
def issues_stats(context: RequestContext, args: dict[str, Any]) -> ValueObject:
    selected = DOMAIN.listed(context, ISSUES, {"filters": args.get("filters") or {}}, company=int(args["companyId"]))
    types = context.world.shape.schema.type_map
    labels = {"severities": "SeverityCategory", "status": "IssueStatusLabel", "types": "Issue"}
    columns = {"severities": "severity", "status": "status", "types": "type"}
    answer: dict[str, Any] = {}
    for name, column in columns.items():
        counts = dict(selected.group("COUNT(*)", column))
        values: Any = getattr(types[labels[name]], "values", {})
        answer[name] = [{"value": value, "count": counts.get(value, 0)} for value in values]
    return ValueObject(answer, whole=True)


@DOMAIN.root("issuesAggregation")
def issues_aggregation(context: RequestContext, args: dict[str, Any]) -> Any:
    selected = DOMAIN.listed(context, ISSUES, {"filters": args.get("filters") or {}}, company=int(args["companyId"]))
    counts: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: dict.fromkeys(map(str.lower, SEVERITIES), 0))
    for title, asset, kind, severity, count in selected.group("COUNT(*)", "title", "asset", "type", "severity"):
        if severity is not None:
            of_issue = counts[title, asset, kind]
            of_issue[severity.lower()] = of_issue.get(severity.lower(), 0) + count
    rows = sorted(counts.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    found = [
        ValueObject({"title": title, "asset": asset, "type": kind, "severities": severities}, whole=True)
        for (title, asset, kind), severities in rows
    ]
    return page_of(found, context.bounds(args))


@DOMAIN.root("topVulnerabilities")
def top_vulnerabilities(context: RequestContext, args: dict[str, Any]) -> list[ValueObject]:
    selected = DOMAIN.listed(context, ISSUES, {"filters": args.get("filters") or {}}, company=int(args["companyId"]))
    sums = ", ".join(f"SUM(severity = '{severity}')" for severity in reversed(SEVERITIES[1:]))
    rows = selected.group(f"COUNT(*), COUNT(DISTINCT asset), {sums}", "title")
    rows.sort(key=lambda row: (-row[1], row[0]))
    names = ("title", "totalCount", "affectedAssetsCount", "criticalCount", "highCount", "mediumCount", "lowCount")
    return [ValueObject(dict(zip(names, row, strict=True)), whole=True) for row in rows[:10]]


@DOMAIN.field("Asset.pendingVulnerabilitiesStats")
def pending(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> list[ValueObject]:
    selected = context.store.select(ISSUES).where("asset = ?", source.id).among("status", COUNTED)
    counts = dict(selected.group("COUNT(*)", "severity"))
    return [ValueObject({"value": severity, "count": counts.get(severity, 0)}, whole=True) for severity in SEVERITIES]


@DOMAIN.field("Asset.vulnerabilities")
def vulnerabilities(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> ValueObject:
    return ValueObject({"count": context.store.select(ISSUES).where("asset = ?", source.id).count()}, whole=True)
