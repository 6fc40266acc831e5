"""Activities: status, evidence, history."""

from __future__ import annotations

from typing import Any

from conviso_client.sandbox.context import RequestContext
from conviso_client.sandbox.filters import linked_any
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.selection import Selection
from conviso_client.sandbox.writes import save

from .files import keep
from .project_requirements import CLOSED, STATUSES
from .registry import DOMAIN


def permitted(status: str) -> list[str]:
    """What an activity's status may become: whoever is done goes back first."""
    if status in {"not_started", "in_progress"}:
        return [other for other in STATUSES if other != status]
    return ["not_started", "in_progress"]


@DOMAIN.field("Activity.permittedStatus")
def permitted_status(source: EntityRow, _context: RequestContext, _args: dict[str, Any]) -> list[str]:
    return permitted(source.get("status"))


@DOMAIN.field("Activity.evidences")
def evidences(source: EntityRow, _context: RequestContext, _args: dict[str, Any]) -> Any:
    return [] if source.get("evidences") is None else NotImplemented


@DOMAIN.filter("Activity.projectRequirementId")
def by_project_requirement(_context: RequestContext, selected: Selection, number: str) -> None:
    linked_any(selected, "ProjectRequirement.activities", [number], flipped=True)


@DOMAIN.field("Activity.history")
def history(source: EntityRow, context: RequestContext, args: dict[str, Any]) -> Any:
    events = context.store.select("ActivityHistory").linked("Activity.history", source.id).order("id DESC")
    if args.get("attachmentActionsOnly"):
        events.where("actionType = 'attachment_added'")
    return events.page(context.bounds(args))


def _change(context: RequestContext, given: dict[str, Any], status: str) -> dict[str, Any]:
    row = context.require("Activity", given["id"])
    before = row.get("status")
    if status != before and status not in permitted(before):
        return {"activity": row, "errors": [f"Status transition from {before} to {status} is not permitted"]}
    now = context.world.now()
    changes: dict[str, Any] = {"status": status, "finishedAt": now if status in CLOSED else None}
    if status != "not_started" and row.get("startedAt") is None:
        changes["startedAt"] = now
    if given.get("reason") is not None:
        changes |= {"reason": given["reason"], "justify": given["reason"]}
    changed = save(context, "Activity", changes, row=row)
    _remember(context, changed, "status_changed", [])
    if given.get("archives"):
        changed = _attach(context, changed, given["archives"])
    return {"activity": changed, "errors": []}


def _attach(context: RequestContext, row: EntityRow, archives: list[Any]) -> EntityRow:
    names = [{"filename": keep(context, archive).name} for archive in archives]
    known = row.get("evidences") or []
    changed = context.store.update(row, {"evidences": [*known, *names], "archiveFilename": names[-1]["filename"]})
    _remember(context, changed, "attachment_added", names)
    return changed


def _remember(context: RequestContext, row: EntityRow, action: str, names: list[dict[str, str]]) -> None:
    user = context.user()
    about = {"actionType": action, "portalUser": user.id if user else None, "evidences": names}
    event = save(context, "ActivityHistory", about, company=row.company)
    context.store.link("Activity.history", row.id, [event.id])


@DOMAIN.root("updateActivityStatus")
def update_activity_status(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    return _change(context, given, given["status"].lower())


@DOMAIN.root("addActivityAttachment")
def add_activity_attachment(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    row = context.require("Activity", given["id"])
    if not given.get("archives"):
        return {"activity": row, "errors": ["Archives can't be blank"]}
    return {"activity": _attach(context, row, given["archives"]), "errors": []}


def _older(name: str, status: str, text: str | None, archive: str | None) -> None:
    """The mutations of 2024, one for each status."""

    @DOMAIN.root(name)
    def change(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
        archives = [given[archive]] if archive and given.get(archive) else []
        reason = given.get(text) if text else None
        return _change(context, {"id": given["activityId"], "reason": reason, "archives": archives}, status)


_older("updateActivityStatusToStart", "in_progress", None, None)
_older("updateActivityStatusToFinish", "done", "evidence", "evidenceArchive")
_older("updateActivityStatusToNotApply", "not_applicable", "justify", None)
_older("updateActivityStatusToRestart", "not_started", None, None)
