"""Requirements inside a project, and their activities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conviso_client.sandbox import words
from conviso_client.sandbox.context import RequestContext, ValueObject
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.seed import SeedPlan
from conviso_client.sandbox.selection import Selection
from conviso_client.sandbox.store import Database
from conviso_client.sandbox.text import digest, pick
from conviso_client.sandbox.writes import save

from .registry import DOMAIN

__all__ = ["attach_requirements"]

_ACTIVITIES = "ProjectRequirement.activities"
_REQUIREMENTS = "Project.projectRequirements"
_REQUIREMENTS_EACH = 2
_ACTIVITIES_EACH = 3
CLOSED = ("done", "not_applicable")
"""The statuses in which nothing is left to do."""
_ACTIVITY_COLUMNS = (
    "id", "_type", "_company", "_seeded", "title", "status", "project", "playbook", "portalUser", "check", "createdAt",
    "updatedAt", "startedAt", "finishedAt",
)  # fmt: skip
STATUSES = ("not_started", "in_progress", "done", "not_applicable", "not_according")


def attach_requirements(context: RequestContext, project: EntityRow, playbooks: Iterable[object]) -> None:
    """Give a project its own copy of each requirement that it does not have yet."""
    known = [row.get("checklist") for row in requirements_of(context, project).rows()]
    for number in playbooks:
        playbook = context.require("Requirement", number)
        if playbook.id not in known:
            about = {
                "label": playbook.get("label"),
                "description": playbook.get("description"),
                "checklist": playbook.id,
            }
            made = save(context, "ProjectRequirement", about, company=project.company)
            context.store.link(_REQUIREMENTS, project.id, [made.id])
            for check in context.store.select("Check").where("checklist = ?", playbook.id).order("sort", "id").rows():
                given = {"title": check.get("label"), "description": check.get("description"), "check": check.id}
                _add_activity(context, project, made, {**given, "playbook": playbook.id})


def requirements_of(context: RequestContext, project: EntityRow) -> Selection:
    """The requirements of a project, in order."""
    return context.store.select("ProjectRequirement").linked(_REQUIREMENTS, project.id).order("id")


def _add_activity(
    context: RequestContext, project: EntityRow, requirement: EntityRow, given: Mapping[str, Any]
) -> EntityRow:
    values = {**given, "project": project.id, "status": "not_started"}
    made = save(context, "Activity", values, company=project.company)
    context.store.link(_ACTIVITIES, requirement.id, [made.id])
    return made


@DOMAIN.seed("ProjectRequirement", _REQUIREMENTS, needs=("Requirement",))
def fill_requirements(store: Database, plan: SeedPlan) -> None:
    first, project = (plan.shape.entities[name].first_id for name in ("ProjectRequirement", "Project"))
    records: list[tuple[Any, ...]] = []
    links: list[tuple[str, int, int]] = []
    for nth in range(plan.counts["Project"]):
        created = plan.created(nth, plan.counts["Project"]).strftime("%Y-%m-%dT%H:%M:%SZ")
        for at in range(_REQUIREMENTS_EACH):
            number = first + nth * _REQUIREMENTS_EACH + at
            playbook = plan.choose("Requirement", nth, nth + at)
            label = words.REQUIREMENTS[_kind(plan, playbook)][0]
            records.append((number, "ProjectRequirement", plan.company(nth), 1, label, playbook, created, created))
            links.append((_REQUIREMENTS, project + nth, number))
    columns = ("id", "_type", "_company", "_seeded", "label", "checklist", "createdAt", "updatedAt")
    store.fill("ProjectRequirement", columns, records)
    store.fill_links(links)


def _kind(plan: SeedPlan, playbook: int | None) -> int:
    """Which of the known requirements a seeded one is."""
    return ((playbook or 0) - plan.shape.entities["Requirement"].first_id) % len(words.REQUIREMENTS)


@DOMAIN.seed("Activity", _ACTIVITIES, "Activity.history", needs=("Project", "Requirement", "PortalUser", "Check"))
def fill_activities(store: Database, plan: SeedPlan) -> None:
    first, requirement, project = (
        plan.shape.entities[name].first_id for name in ("Activity", "ProjectRequirement", "Project")
    )
    records: list[tuple[Any, ...]] = []
    links: list[tuple[str, int, int]] = []
    number = first
    for nth in range(plan.counts["Project"]):
        moment = plan.created(nth, plan.counts["Project"]).strftime("%Y-%m-%dT%H:%M:%SZ")
        for at in range(_REQUIREMENTS_EACH):
            playbook = plan.choose("Requirement", nth, nth + at)
            for title in words.REQUIREMENTS[_kind(plan, playbook)][1][:_ACTIVITIES_EACH]:
                h = digest(plan.seed, "activity", number)
                status = pick(STATUSES, h)
                started = None if status == "not_started" else moment
                finished = moment if status in CLOSED else None
                user, check = plan.choose("PortalUser", nth, h), plan.choose("Check", nth, h >> 8)
                record = (number, "Activity", plan.company(nth), 1, title, status, project + nth, playbook, user, check)
                records.append((*record, moment, moment, started, finished))
                links.append((_ACTIVITIES, requirement + nth * _REQUIREMENTS_EACH + at, number))
                number += 1
    store.fill("Activity", _ACTIVITY_COLUMNS, records)
    store.fill_links(links)


@DOMAIN.root("projectRequirements")
def project_requirements(context: RequestContext, args: dict[str, Any]) -> list[EntityRow]:
    return requirements_of(context, context.require("Project", args["projectId"])).rows()


@DOMAIN.root("createProjectRequirement")
def create_project_requirement(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    project = context.require("Project", given["projectId"])
    if not given["label"].strip():
        return {"projectRequirement": None, "errors": ["Label can't be blank"]}
    plain = {"label": given["label"], "description": given.get("description"), "global": 0}
    made = save(context, "ProjectRequirement", plain, company=project.company)
    context.store.link(_REQUIREMENTS, project.id, [made.id])
    for activity in given.get("activities") or []:
        _add_activity(context, project, made, _activity(activity))
    return {"projectRequirement": made, "errors": []}


@DOMAIN.root("updateProjectRequirement")
def update_project_requirement(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    row = context.require("ProjectRequirement", given["id"])
    if "label" in given and not str(given["label"] or "").strip():
        return {"projectRequirement": None, "errors": ["Label can't be blank"]}
    plain: dict[str, Any] = {name: given[name] for name in ("label", "description") if name in given}
    changed = save(context, "ProjectRequirement", plain, row=row)
    owner = context.store.linked_to(_REQUIREMENTS, row.id)
    for activity in given.get("activities") or []:
        if activity.get("id") is not None:
            save(context, "Activity", _activity(activity), row=context.require("Activity", activity["id"]))
        elif owner:
            _add_activity(context, context.require("Project", owner[0]), changed, _activity(activity))
    return {"projectRequirement": changed, "errors": []}


def _activity(given: Mapping[str, Any]) -> dict[str, Any]:
    names = {"label": "title", "description": "description", "reference": "reference"}
    return {names[name]: value for name, value in given.items() if name in names}


@DOMAIN.field("Project.requirementsProgress")
def requirements_progress(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> ValueObject:
    statuses: dict[int, list[str]] = {number: [] for number in requirements_of(context, source).ids()}
    marks = ", ".join("?" * len(statuses))
    query = (
        f"SELECT _link.a, status FROM _link JOIN Activity ON Activity.id = _link.b WHERE link = ? AND a IN ({marks})"  # noqa: S608
    )
    for number, status in context.store.db.execute(query, (_ACTIVITIES, *statuses)):
        statuses[number].append(status)
    done = sum(all(status in CLOSED for status in found) for found in statuses.values())
    pending = sum(bool(found) and set(found) == {"not_started"} for found in statuses.values())
    counts = {"done": done, "pending": pending, "open": len(statuses) - done - pending, "total": len(statuses)}
    return ValueObject(counts, whole=True)
