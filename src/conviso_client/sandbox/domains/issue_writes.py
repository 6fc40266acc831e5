"""Changing issues: status, assignees, analysis, deletion, one by one and in bulk."""

from __future__ import annotations

from typing import Any

from conviso_client.sandbox.context import RequestContext, ValueObject
from conviso_client.sandbox.refusal import invalid
from conviso_client.sandbox.row import EntityRow
from conviso_client.sandbox.text import digest
from conviso_client.sandbox.writes import find, remove

from .issue_history import happened
from .issue_types import FLOW, ISSUES
from .registry import DOMAIN

__all__ = ["change_status"]


def change_status(context: RequestContext, issue: EntityRow, given: dict[str, Any]) -> EntityRow:
    """Change the status of an issue, if it is permitted; the same status again changes nothing."""
    before, after = issue.get("status"), given["status"]
    if before == after:
        return issue
    if after not in FLOW.get(before, ()):
        raise invalid(f"Status transition from {before} to {after} is not permitted")
    until = given.get("riskAcceptedUntil") if after == "RISK_ACCEPTED" else None
    event = {"action": "status_changed", "kind": "status", "status": after, "previousStatus": before}
    events = happened(context, issue, **event, reason=given.get("reason"))
    if given.get("externalAuthorIdentifier"):
        events[-1]["authorEmail"] = given["externalAuthorIdentifier"]
    changed = {"status": after, "riskAcceptedUntil": until, "updatedAt": context.world.now(), "events": events}
    return context.store.update(issue, changed)


@DOMAIN.root("changeIssueStatus")
def change_issue_status(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    return {"issue": change_status(context, context.require(ISSUES, given["id"]), given)}


def _job(context: RequestContext, *about: Any) -> dict[str, str]:
    """What a bulk mutation answers. The job is done by then; the API has no query to ask about it."""
    h = digest(context.world.now(), *about)
    return {"jobId": f"{h:016x}{digest(h):08x}"[:24]}


@DOMAIN.root("bulkChangeIssueStatus")
def bulk_change_issue_status(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    rows = context.select(ISSUES, int(given["companyId"])).among("id", given["ids"]).rows()
    for row in rows:
        if given["status"] in FLOW.get(row.get("status"), ()):
            change_status(context, row, given)
    return _job(context, "status", given["ids"])


@DOMAIN.root("bulkDeleteIssues")
def bulk_delete_issues(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    for row in context.select(ISSUES, int(given["companyId"])).among("id", given["ids"]).rows():
        remove(context, row)
    return _job(context, "delete", given["ids"])


@DOMAIN.root("updateIssueAssignee")
def update_issue_assignee(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    issue = context.require(ISSUES, given["issueId"])
    people = [find(context, "PortalUser", email) for email in given["assigneeEmails"]]
    context.store.relink(f"{ISSUES}.assignedUsers", issue.id, [person.id for person in people])
    emails = ", ".join(given["assigneeEmails"]) or None
    events = happened(context, issue, action="assignees_changed", kind="assignee", assigneeEmail=emails)
    context.store.update(issue, {"events": events, "updatedAt": context.world.now()})
    return {"assignees": people}


@DOMAIN.root("markIssueAsAnalyzed")
def mark_issue_as_analyzed(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
    issue = context.require(ISSUES, given["issueId"])
    context.store.update(issue, {"analyzed": 1})
    return {"aiAgentAnalysis": ValueObject({"id": issue.id, "fpAnalyzed": True}, whole=True)}
