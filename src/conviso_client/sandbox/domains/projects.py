"""Projects: what they need, how their status may change, what they count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conviso_client.sandbox import words
from conviso_client.sandbox.context import RequestContext, ValueObject
from conviso_client.sandbox.defaults import COUNTS
from conviso_client.sandbox.filters import has_any
from conviso_client.sandbox.page import ListPage, page_of
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.seed import Factory, SeedPlan
from conviso_client.sandbox.selection import Selection
from conviso_client.sandbox.text import pick
from conviso_client.sandbox.writes import find, remove, save

from .issue_types import ISSUES, SEVERITIES
from .project_requirements import attach_requirements
from .registry import DOMAIN

DOMAIN.counts |= {
    "Project": COUNTS["projects"],
    "ProjectType": len(words.PROJECT_TYPES),
    "AnalysisStatusType": len(words.STATUSES),
}
DOMAIN.indexes.append(("Project", ("_company",)))
FLOW: Mapping[str, tuple[str, ...]] = {
    "PLANNED": ("ANALYSIS", "DISCONTINUED"),
    "ANALYSIS": ("PLANNED", "PAUSED", "DISCONTINUED", "DONE"),
    "PAUSED": ("ANALYSIS", "DISCONTINUED"),
    "DISCONTINUED": ("PLANNED", "ANALYSIS"),
    "DONE": ("ANALYSIS",),
}
"""What each status may become. ANALYSIS is what the platform's pages call Running, PLANNED what they call To Do."""
_ALIASES = {
    "typeId": "projectType",
    "assetsIds": "assets",
    "playbooksIds": "playbooks",
    "teamsIds": "teams",
    "accessPortalUserEmails": "userWithAccess",
}
_APART = frozenset({"tags", "projectScopeUrls", "allocatedPortalUserEmails", "attachments", "startDate", "endDate"})


@DOMAIN.factory("ProjectType")
def seed_types(_plan: SeedPlan) -> Factory:
    def factory(nth: int, _h: int) -> Mapping[str, Any]:
        code, label = pick(words.PROJECT_TYPES, nth)
        return {"code": code, "label": label}

    return factory


@DOMAIN.factory("AnalysisStatusType")
def seed_statuses(_plan: SeedPlan) -> Factory:
    return lambda nth, _h: {"label": pick(words.STATUSES, nth), "isInitial": nth == 0}


@DOMAIN.factory("Project", needs=("ProjectType",))
def seed_projects(plan: SeedPlan) -> Factory:
    first = plan.shape.entities["ProjectType"].first_id

    def factory(nth: int, h: int) -> Mapping[str, Any]:
        kind = h % len(words.PROJECT_TYPES)
        label = words.PROJECT_TYPES[kind][1]
        return {
            "projectType": first + kind,
            "type": label,
            "label": f"{label} {pick(words.SERVICES, nth)} {plan.anchor.year}",
            "status": pick(words.STATUSES, h >> 8),
            "tags": [{"name": pick(words.TAGS, h >> 16)}],
        }

    return factory


@DOMAIN.root("projects")
def projects(context: RequestContext, args: dict[str, Any]) -> Any:
    company = context.scope((args.get("params") or {}).get("scopeIdEq"))
    return DOMAIN.listed(context, "Project", args, company=company).page(context.bounds(args))


@DOMAIN.filter("Project.tags", "Project.tagNameEq")
def by_tag(_context: RequestContext, selected: Selection, value: Any) -> None:
    names: list[str] = value if isinstance(value, list) else [value]
    has_any(selected, "tags", names, key="name")


@DOMAIN.filter("Project.projectStatusLabelEq", "Project.projectStatusLabelIn", "Project.projectStatusLabelCont")
def by_status(_context: RequestContext, selected: Selection, value: Any) -> None:
    selected.among("status", [str(label).upper() for label in (value if isinstance(value, list) else [value])])


@DOMAIN.filter("Project.projectTypeLabelEq", "Project.projectTypeLabelIn", "Project.projectTypeLabelCont")
def by_type(_context: RequestContext, selected: Selection, value: Any) -> None:
    selected.among("type", value if isinstance(value, list) else [value])


@DOMAIN.filter("Project.engagementTypes")
def by_type_id(_context: RequestContext, selected: Selection, ids: list[int]) -> None:
    selected.among("projectType", ids)


@DOMAIN.filter("Project.engagementStatuses")
def by_status_id(context: RequestContext, selected: Selection, ids: list[int]) -> None:
    rows = context.store.select("AnalysisStatusType").among("id", ids).rows()
    selected.among("status", [row.get("label") for row in rows])


@DOMAIN.filter("Project.pendingRequirements", "Project.showHidden", "Project.continuousDelivery")
def ignored(_context: RequestContext, _selected: Selection, _value: Any) -> None:
    """Nothing in the sandbox depends on these."""


@DOMAIN.root("createProject", "createAnalysis")
def create_project(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    refused = _refusals(context, given, creating=True)
    if refused:
        return {"project": None, "errors": refused}
    return {"project": _save(context, given, None), "errors": []}


@DOMAIN.root("updateProject")
def update_project(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    row = context.require("Project", given["id"])
    refused = _refusals(context, given, creating=False)
    if refused:
        return {"project": None, "errors": refused, "msg": refused}
    return {"project": _save(context, given, row), "errors": [], "msg": []}


def _refusals(context: RequestContext, given: dict[str, Any], *, creating: bool) -> list[str]:
    refused: list[str] = []
    if (creating or "label" in given) and not str(given.get("label") or "").strip():
        refused.append("Label can't be blank")
    if (creating or "assetsIds" in given) and not given.get("assetsIds"):
        refused.append("Assets can't be blank")
    type_id = given.get("typeId")
    if (creating or "typeId" in given) and context.store.get("ProjectType", type_id) is None:
        refused.append("Invalid project type")
    start, end = given.get("startDate"), given.get("endDate")
    if start and end and end < start:
        refused.append("End date must be after start date")
    return refused


def _save(context: RequestContext, given: dict[str, Any], row: EntityRow | None) -> EntityRow:
    plain = {name: value for name, value in given.items() if name not in _APART}
    for name in ("startDate", "endDate"):
        if given.get(name):
            plain[name] = f"{given[name]}T00:00:00Z"
    if given.get("typeId") is not None:
        kind = context.require("ProjectType", given["typeId"])
        plain["type"] = kind.get("label")
    if given.get("tags") is not None:
        plain["tags"] = [{"name": name} for name in given["tags"]]
    if row is None:
        plain |= {"status": "PLANNED", "objective": given.get("goal")}
    saved = save(context, "Project", plain, row=row, aliases=_ALIASES)
    _save_owned(context, given, saved)
    if given.get("playbooksIds"):
        attach_requirements(context, saved, given["playbooksIds"])
    return saved


def _save_owned(context: RequestContext, given: dict[str, Any], project: EntityRow) -> None:
    """Rows that belong to a project alone."""
    if given.get("projectScopeUrls") is not None:
        made = [
            save(context, "ProjectScopeUrl", {"url": url}, company=project.company) for url in given["projectScopeUrls"]
        ]
        context.store.relink("Project.projectScopeUrls", project.id, [row.id for row in made])
    if given.get("allocatedPortalUserEmails") is not None:
        people = [find(context, "PortalUser", email) for email in given["allocatedPortalUserEmails"]]
        made = [save(context, "AnalystAllocations", {"portalUser": who.id}, company=project.company) for who in people]
        context.store.relink("Project.allocatedAnalyst", project.id, [row.id for row in made])


def _change_status(context: RequestContext, row: EntityRow, status: str) -> str | None:
    """Change a project's status; the reason why not, if it may not be."""
    before = row.get("status")
    if status != before and status not in FLOW.get(before, tuple(FLOW)):
        return f"Status transition from {before} to {status} is not permitted"
    changes: dict[str, Any] = {"status": status, "updatedAt": context.world.now()}
    if status == "DONE":
        changes["endDate"] = context.world.now()
    context.store.update(row, changes)
    return None


@DOMAIN.root("updateProjectStatus")
def update_project_status(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    row = context.require("Project", given["id"])
    refused = _change_status(context, row, given["projectStatus"])
    return {"project": context.require("Project", row.id), "errors": [refused] if refused else []}


@DOMAIN.root("bulkUpdateProjectStatus")
def bulk_update_project_status(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    rows = context.select("Project", int(given["companyId"])).among("id", given["ids"]).rows()
    changed = [row.id for row in rows if _change_status(context, row, given["projectStatus"]) is None]
    return {"projects": context.store.select("Project").among("id", changed).page(context.bounds({"limit": len(rows)}))}


@DOMAIN.root("bulkDeleteProjects")
def bulk_delete_projects(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    rows = context.select("Project", int(given["companyId"])).among("id", given["ids"]).rows()
    for row in rows:
        for activity in context.store.select("Activity").where("project = ?", row.id).rows():
            remove(context, activity)
        remove(context, row)
    return {"projects": page_of(rows, context.bounds({"limit": len(rows)}))}


@DOMAIN.root("projectsStats")
def projects_stats(context: RequestContext, args: dict[str, Any]) -> ValueObject:
    counts = dict(context.select("Project", int(args["filters"]["companyId"])).group("COUNT(*)", "status"))
    names: Any = getattr(context.world.shape.schema.type_map.get("ProjectStatusEnum"), "values", {})
    return ValueObject({"status": [{"value": name, "count": counts.get(name, 0)} for name in names]}, whole=True)


@DOMAIN.field("Project.vulnerabilitiesCount")
def vulnerabilities_count(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> ValueObject:
    counts = dict(context.store.select(ISSUES).where("project = ?", source.id).group("COUNT(*)", "severity"))
    total = sum(counts.values())
    found = {severity.lower(): counts.get(severity, 0) for severity in SEVERITIES}
    return ValueObject({**found, "total": total - found["notification"], "totalWithNotification": total}, whole=True)


_UNPUBLISHED = ("DRAFT", "CREATED")
"""Statuses of issues that the team which must fix them has not seen yet."""
_BY_STATUS = {
    "identified": ("IDENTIFIED",),
    "inProgress": ("IN_PROGRESS",),
    "waitingValidation": ("AWAITING_VALIDATION",),
    "fixAccepted": ("FIX_ACCEPTED",),
    "falsePositive": ("FALSE_POSITIVE",),
    "riskAccepted": ("RISK_ACCEPTED",),
    "unpublished": _UNPUBLISHED,
    "fixRefused": (),
    "waitingReview": (),
}
"""The statuses of issues that a project counts under each name; the last two have none any more."""


def _by_status(project: EntityRow, context: RequestContext) -> dict[str, int]:
    return dict(context.store.select(ISSUES).where("project = ?", project.id).group("COUNT(*)", "status"))


@DOMAIN.field("Project.vulnerabilitiesCountByStatus")
def vulnerabilities_by_status(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> ValueObject:
    counts = _by_status(source, context)
    found = {name: sum(counts.get(status, 0) for status in statuses) for name, statuses in _BY_STATUS.items()}
    return ValueObject({**found, "total": sum(counts.values())}, whole=True)


@DOMAIN.field("Project.totalPublishedVulnerabilities")
def published_vulnerabilities(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> int:
    return sum(count for status, count in _by_status(source, context).items() if status not in _UNPUBLISHED)


def _total_of(status: str) -> None:
    @DOMAIN.field(f"ProjectMeta.total{status.capitalize()}")
    def total(source: ListPage, _context: RequestContext, _args: dict[str, Any]) -> int:
        if isinstance(source.source, Selection):
            return int(source.source.value(f"COALESCE(SUM(status = '{status}'), 0)"))
        return sum(row.get("status") == status for row in source.items)


for _status in ("ANALYSIS", "DONE", "ESTIMATE", "FIXING", "PAUSED", "PLANNED"):
    _total_of(_status)


def _total_of_issues(word: str, condition: str) -> None:
    @DOMAIN.field(f"ProjectMeta.totalVulns{word}")
    def total(source: ListPage, context: RequestContext, _args: dict[str, Any]) -> int:
        ids = source.source.ids() if isinstance(source.source, Selection) else [row.id for row in source.items]
        return context.store.select(ISSUES).among("project", ids).where(condition).count()


for _severity in ("Critical", "High", "Medium", "Low", "Notification"):
    _total_of_issues(_severity, f"severity = '{_severity.upper()}'")
_total_of_issues("Count", "1")
