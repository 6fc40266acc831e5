from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from conviso_client import Conviso
from conviso_client.sandbox import Sandbox
from conviso_client.testing import assert_called, assert_not_called
from conviso_client.types import BulkDeleteIssuesInput, ChangeIssueStatusInput, IssuesFiltersInput

from .conftest import Done, Run, load

PLAN = Path("plan.csv")
RULE: dict[str, Any] = {
    "when": {"severities": ["LOW"], "statuses": ["IDENTIFIED"]},
    "to": "RISK_ACCEPTED",
    "reason": "Low risk",
    "accepted_until": "2027-12-31",
}


def plan(run: Run, *rules: Any) -> list[dict[str, str]]:
    Path("rules.json").write_text(json.dumps(rules or [RULE]))
    done = run("bulk_triage", "plan", "rules.json", "--company", "443")
    assert done.status == 0, done
    with PLAN.open(newline="") as file:
        return list(csv.DictReader(file))


def apply(run: Run) -> Done:
    return run("bulk_triage", "apply", PLAN)


def summary(done: Done) -> str:
    return done.out.splitlines()[-1]


def edit(rows: list[dict[str, str]], **changed: str) -> None:
    """Change the first row of the plan."""
    rows[0].update(changed)
    with PLAN.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_plan_changes_nothing_and_apply_does_once(run: Run, conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    rows = plan(run)
    assert rows
    assert_not_called(conviso_sandbox, "changeIssueStatus")
    assert summary(apply(run)) == f"{len(rows)} changed, 0 done before, 0 skipped, 0 failed"
    for row in rows:
        assert conviso.issue(row["id"]).status == "RISK_ACCEPTED"
    assert_called(conviso_sandbox, "changeIssueStatus", input={"reason": "Low risk"})
    again = apply(run)
    assert again.status == 0
    assert summary(again) == f"0 changed, {len(rows)} done before, 0 skipped, 0 failed"
    assert_called(conviso_sandbox, "changeIssueStatus", times=len(rows))


def test_the_first_rule_counts_and_what_is_not_permitted_is_left_out(run: Run, conviso: Conviso) -> None:
    low = {"when": {"severities": ["LOW"]}, "to": "FIX_ACCEPTED", "reason": "x"}
    both = {"when": {"severities": ["LOW", "NOTIFICATION"]}, "to": "SUPPRESSED", "reason": "y"}
    rows = plan(run, low, both)
    issues = {
        issue.id: issue for issue in conviso.iter_issues(filters=IssuesFiltersInput(severities=["LOW", "NOTIFICATION"]))
    }
    for row in rows:
        assert row["to"] == ("FIX_ACCEPTED" if row["severity"] == "LOW" else "SUPPRESSED")
        assert row["to"] in issues[row["id"]].permitted_status
    assert 0 < len(rows) < len(issues)


def test_what_changed_since_the_plan_is_left_alone(run: Run, conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    rows = plan(run)
    moved, gone = rows[0]["id"], rows[1]["id"]
    conviso.change_issue_status(ChangeIssueStatusInput(id=moved, status="IN_PROGRESS", reason="mine"))
    conviso.bulk_delete_issues(BulkDeleteIssuesInput(ids=[gone]))
    done = apply(run)
    assert done.status == 0
    assert summary(done) == f"{len(rows) - 2} changed, 0 done before, 2 skipped, 0 failed"
    assert "it was IDENTIFIED in the plan, and is IN_PROGRESS now" in done.out
    assert "there is no such issue any more" in done.out
    assert conviso.issue(moved).status == "IN_PROGRESS"


def test_an_edited_plan_asks_for_what_is_permitted(run: Run, conviso_sandbox: Sandbox) -> None:
    rows = plan(run)
    edit(rows, to="DRAFT")
    done = apply(run)
    assert summary(done) == f"{len(rows) - 1} changed, 0 done before, 1 skipped, 0 failed"
    assert "permitted now: IN_PROGRESS, " in done.out
    assert_not_called(conviso_sandbox, "changeIssueStatus", input={"status": "DRAFT"})


@pytest.mark.parametrize(("after", "sent"), [(True, 1), (False, 2)])
def test_a_lost_answer_is_looked_up(run: Run, conviso_sandbox: Sandbox, after: bool, sent: int) -> None:
    rows = plan(run)
    conviso_sandbox.faults.next(operation="changeIssueStatus", reset=True, after=after)
    done = apply(run)
    assert summary(done) == f"{len(rows)} changed, 0 done before, 0 skipped, 0 failed"
    assert_called(conviso_sandbox, "changeIssueStatus", times=sent, input={"id": rows[0]["id"]})


def test_a_refusal_is_a_failure_and_the_others_go_on(run: Run, conviso_sandbox: Sandbox) -> None:
    rows = plan(run)
    conviso_sandbox.faults.next(operation="changeIssueStatus", body={"errors": [{"message": "Frozen"}], "data": None})
    done = apply(run)
    assert done.status == 1
    assert summary(done) == f"{len(rows) - 1} changed, 0 done before, 0 skipped, 1 failed"
    assert "Frozen" in done.out


def test_what_was_not_reached_is_told(run: Run, conviso_sandbox: Sandbox) -> None:
    rows = plan(run)
    conviso_sandbox.faults.next(operation="changeIssueStatus", delay=0.0)
    conviso_sandbox.faults.next(operation="changeIssueStatus", status=401, times=2)
    done = apply(run)
    assert done.status == 1
    assert "AuthenticationError" in done.err
    assert summary(done) == f"1 changed, 0 done before, 0 skipped, 0 failed; {len(rows) - 1} not reached"


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("{", "rules.json is no JSON"),
        ("{}", "must be a list of rules"),
        ([RULE, "x"], "rule 2 must be an object"),
        ([{**RULE, "when": {}}], "rule 1 must say in `when`"),
        ([{**RULE, "unless": 1}], "rule 1 has unknown unless"),
        (
            [{**RULE, "when": {"severity": ["LOW"]}}],
            "rule 1: IssuesFiltersInput: there is no severity; did you mean severities?",
        ),
        ([{**RULE, "when": {"severities": ["LOWER"]}}], "is not among CRITICAL, HIGH"),
        ([{**RULE, "to": "CLOSED"}], "rule 1: 'CLOSED' is no status; there are AWAITING_VALIDATION"),
        ([{**RULE, "accepted_until": "soon"}], "rule 1: accepted_until is a date such as 2027-12-31, not 'soon'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_rules_are_told_before_anything_is_sent(run: Run, conviso_sandbox: Sandbox, rules: Any, told: str) -> None:
    Path("rules.json").write_text(rules if isinstance(rules, str) else json.dumps(rules))
    done = run("bulk_triage", "plan", "rules.json", "--company", "443")
    assert done.status == 1
    assert told in done.err
    assert not conviso_sandbox.seen()
    assert not PLAN.exists()


def test_bad_plans_are_told_before_anything_is_sent(run: Run, conviso_sandbox: Sandbox) -> None:
    rows = plan(run)
    PLAN.write_text("id,title\n1,x\n")
    assert "plan.csv is no plan: it has no column accepted_until, asset" in apply(run).err
    edit(rows, to="closed")
    assert "plan.csv, line 2: 'closed' is no status" in apply(run).err
    assert_not_called(conviso_sandbox, "changeIssueStatus")


def test_a_spreadsheet_sees_no_formula_in_a_title(conviso: Conviso) -> None:
    script = load("bulk_triage")
    issue = conviso.iter_issues().first()
    assert issue
    rule = script.Rule.read(1, RULE)
    assert script.change_of(issue.model_copy(update={"title": "=cmd|x"}), rule).title == "'=cmd|x"
    assert script.change_of(issue.model_copy(update={"title": "A = b"}), rule).title == "A = b"
