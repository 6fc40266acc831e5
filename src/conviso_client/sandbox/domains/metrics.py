"""Figures over time and reports."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from conviso_client.sandbox.context import RequestContext, ValueObject
from conviso_client.sandbox.page import ListPage
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.scalars import to_timestamp
from conviso_client.sandbox.selection import Selection
from conviso_client.sandbox.writes import save

from .issue_types import ISSUES, SEVERITIES
from .registry import DOMAIN

DOMAIN.columns["ProjectReport"] = {"project": "INTEGER", "looks": "INTEGER", "language": "TEXT"}
_LOOKS = 3
_MONTHS = 12


@DOMAIN.root("mttrOverTime")
def mttr_over_time(context: RequestContext, args: dict[str, Any]) -> ValueObject:
    """Mean days from creation to the accepted fix, by month and severity."""
    params = dict(args["params"])
    start, end = params.pop("startDate", None), params.pop("endDate", None)
    params.pop("statuses", None)
    months = _months(start, end, context.world.clock().date())
    selected = DOMAIN.listed(context, ISSUES, {"filters": params}, company=int(args["companyId"]))
    selected.where("status = 'FIX_ACCEPTED'")
    days = "AVG(julianday(updatedAt) - julianday(createdAt))"
    found: dict[tuple[str, str], float] = {}
    for severity, month, mean in selected.group(days, "severity", "substr(updatedAt, 1, 7)"):
        found[severity, month] = mean
    overall = dict(selected.group(days, "substr(updatedAt, 1, 7)"))
    series: dict[str, list[float | None]] = defaultdict(list)
    for month in months:
        for severity in SEVERITIES:
            series[severity.lower()].append(_rounded(found.get((severity, month))))
        series["all"].append(_rounded(overall.get(month)))
    return ValueObject({"dates": months, **series}, whole=True)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _months(start: str | None, end: str | None, today: date) -> list[str]:
    last = date.fromisoformat(end) if end else today
    first = date.fromisoformat(start) if start else date(last.year - 1, last.month, 1)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    steps = range(max(0, min(count, 10 * _MONTHS)))
    return [f"{first.year + (first.month - 1 + n) // 12}-{(first.month - 1 + n) % 12 + 1:02d}" for n in steps]


@DOMAIN.root("assetScansCount")
def asset_scans_count(context: RequestContext, args: dict[str, Any]) -> ValueObject:
    assets = context.select("Asset", int(args["companyId"]))
    total = assets.count()
    scanned = assets.where("id IN (SELECT asset FROM ScanHistory)").count()
    kinds: Any = getattr(context.world.shape.schema.type_map.get("ScanType"), "values", {})
    counts = {"assetsWithScans": scanned, "assetsWithoutScans": total - scanned, "consideredScans": list(kinds)}
    return ValueObject(counts, whole=True)


@DOMAIN.root("overallRiskScoreHistory")
def overall_risk_score(context: RequestContext, args: dict[str, Any]) -> ValueObject:
    company = int(args["companyId"])
    mean = context.select("Asset", company).value("AVG(riskValue)") or 0.0
    scored = to_timestamp(context.world.anchor)
    current = {"value": round(mean, 1), "date": scored}
    change = {"value": 0.0, "date": scored}
    return ValueObject({"company": company, "current": current, "differenceFromLast": change}, whole=True)


@DOMAIN.root("generateProjectReport")
def generate_project_report(context: RequestContext, args: dict[str, Any]) -> EntityRow:
    project = context.require("Project", args["projectId"])
    about = {"project": project.id, "status": "pending", "progress": 0.0, "looks": 0, "language": args["language"]}
    with context.store.transaction():
        return save(context, "ProjectReport", about, company=project.company)


@DOMAIN.root("projectReport")
def project_report(context: RequestContext, args: dict[str, Any]) -> EntityRow:
    project = context.require("Project", args["projectId"])
    row = context.require("ProjectReport", args["reportId"])
    if row.get("status") in {"done", "failed"} or row.seeded:
        return row
    looks = row.get("looks", 0) + 1
    changes: dict[str, Any] = {"looks": looks, "progress": round(100 * looks / _LOOKS, 1), "status": "running"}
    if context.world.jobs == "hang":
        changes["progress"] = 0.0
    elif looks >= _LOOKS and context.world.jobs == "fail":
        changes["status"] = "failed"
    elif looks >= _LOOKS:
        text = f"Report on {project.get('label')}\n".encode()
        url = context.world.publish(f"report-{row.id}.txt", "text/plain; charset=utf-8", text)
        changes |= {"status": "done", "progress": 100.0, "reportUrl": url}
    return context.store.update(row, changes)


def _total(word: str) -> None:
    @DOMAIN.field(f"OccurrenceMeta.total{word}")
    def total(source: ListPage, _context: RequestContext, _args: dict[str, Any]) -> int:
        severity = word.removesuffix("s").lower()
        if isinstance(source.source, Selection):
            return int(source.source.value(f"COALESCE(SUM(lower(criticity) = '{severity}'), 0)"))
        return sum(str(row.get("criticity")).lower() == severity for row in source.items)


for _word in ("Critical", "High", "Medium", "Low", "Notifications"):
    _total(_word)


@DOMAIN.filter("Vulnerability.projectScopeIdEq")
def by_company(_context: RequestContext, selected: Selection, company: int) -> None:
    selected.where("_company = ?", company)


@DOMAIN.filter("Vulnerability.vulnerabilityModelTitleCont", "Vulnerability.vulnerabilityModelTitleEq")
def by_model(_context: RequestContext, selected: Selection, title: str) -> None:
    selected.where("title LIKE ?", f"%{title}%")
