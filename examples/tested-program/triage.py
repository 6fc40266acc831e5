"""Assign every critical issue that nobody has to one person."""

from __future__ import annotations

import sys

from conviso_client import Conviso
from conviso_client.types import IssuesFiltersInput, UpdateIssueAssigneesInput


def assign_critical(conviso: Conviso, email: str) -> list[str]:
    """Assign the critical issues that are identified and have nobody; returns their ids."""
    filters = IssuesFiltersInput(severities=["CRITICAL"], statuses=["IDENTIFIED"])
    orphans = [issue.id for issue in conviso.iter_issues(filters=filters) if not issue.assigned_users]
    for issue_id in orphans:
        conviso.update_issue_assignee(UpdateIssueAssigneesInput(issue_id=issue_id, assignee_emails=[email]))
    return orphans


if __name__ == "__main__":
    with Conviso() as client:
        print(*assign_critical(client, sys.argv[1]), sep="\n")
