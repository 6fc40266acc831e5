from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conviso_client import Conviso
from conviso_client.sandbox import Sandbox
from conviso_client.types import BulkDeleteIssuesInput, ChangeIssueStatusInput

from .conftest import Done, Run, load

STATE = Path("changed-since-443.json")


@pytest.fixture
def look(run: Run) -> Run:
    return lambda *arguments: run("changed_since", "--company", "443", *arguments)


def kinds(done: Done) -> dict[str, str]:
    """What happened, by the issue's id."""
    assert done.status == 0, done
    changes: list[dict[str, Any]] = [json.loads(line) for line in done.out.splitlines()]
    return {change["id"]: change["kind"] for change in changes}


def in_status(conviso: Conviso, status: str, count: int) -> list[str]:
    return [issue.id for issue in conviso.iter_issues() if issue.status == status][:count]


def test_the_first_run_remembers_and_the_next_sees_nothing(look: Run) -> None:
    assert "First run: 80 issues remembered" in look().out
    assert "Nothing changed since" in look().out
    assert look("--json").out == ""
    assert [path.name for path in Path().iterdir()] == [STATE.name]


def test_what_happened_is_told_once(look: Run, conviso: Conviso) -> None:
    fixed, closed, moved, gone = in_status(conviso, "IDENTIFIED", 4)
    (back,) = in_status(conviso, "FIX_ACCEPTED", 1)
    look()
    for issue, status in (
        (fixed, "FIX_ACCEPTED"),
        (closed, "FALSE_POSITIVE"),
        (moved, "IN_PROGRESS"),
        (back, "IDENTIFIED"),
    ):
        conviso.change_issue_status(ChangeIssueStatusInput(id=issue, status=status, reason="x"))
    conviso.bulk_delete_issues(BulkDeleteIssuesInput(ids=[gone]))
    state = STATE.read_bytes()
    told = kinds(look("--json"))
    assert told == {fixed: "fixed", closed: "closed", moved: "changed", back: "back", gone: "gone"}
    assert list(told.values()) == ["back", "fixed", "closed", "changed", "gone"]
    STATE.write_bytes(state)
    text = look().out
    assert "1 fixed" in text
    assert "IDENTIFIED -> FIX_ACCEPTED" in text
    assert kinds(look("--json")) == {}


def test_new_issues_and_graver_ones_are_told(look: Run, conviso: Conviso) -> None:
    look()
    state = json.loads(STATE.read_bytes())
    new, worse, better = list(state["issues"])[:3]
    del state["issues"][new]
    state["issues"][worse]["severity"], state["issues"][better]["severity"] = "NOTIFICATION", None
    state["issues"][worse]["title"] = "Another title is no change"
    STATE.write_text(json.dumps(state))
    told = kinds(look("--json"))
    assert told.pop(new) == "new"
    assert set(told.values()) <= {"worse", "changed"}


@pytest.mark.parametrize(
    "fault", [{"status": 503, "times": 30}, {"body": {"errors": [{"message": "x"}], "data": None}}], ids=repr
)
def test_a_run_that_stops_remembers_nothing(
    look: Run, conviso: Conviso, conviso_sandbox: Sandbox, fault: dict[str, Any]
) -> None:
    look()
    state = STATE.read_bytes()
    (issue,) = in_status(conviso, "IDENTIFIED", 1)
    conviso.change_issue_status(ChangeIssueStatusInput(id=issue, status="FIX_ACCEPTED", reason="x"))
    conviso_sandbox.faults.next(operation="issues", delay=0.0)
    conviso_sandbox.faults.next(operation="issues", **fault)
    assert look().status == 1
    assert STATE.read_bytes() == state
    conviso_sandbox.faults.clear()
    assert kinds(look("--json")) == {issue: "fixed"}


def test_a_list_that_was_cut_makes_nothing_look_gone(look: Run, conviso_sandbox: Sandbox) -> None:
    look()
    empty = {"collection": [], "metadata": {"totalCount": 80, "totalPages": 4, "currentPage": 2, "limitValue": 25}}
    conviso_sandbox.faults.next(operation="issues", delay=0.0)
    conviso_sandbox.faults.next(operation="issues", body={"data": {"issues": empty}})
    done = look("--json")
    assert done.status == 1
    assert "IncompleteList" in done.err
    assert done.out == ""
    assert "Nothing changed" in look().out


def test_what_cannot_be_printed_is_told_again(look: Run, conviso: Conviso, monkeypatch: pytest.MonkeyPatch) -> None:
    look()
    (issue,) = in_status(conviso, "IDENTIFIED", 1)
    conviso.change_issue_status(ChangeIssueStatusInput(id=issue, status="FIX_ACCEPTED", reason="x"))

    def closed(*_: object) -> None:
        raise BrokenPipeError

    with monkeypatch.context() as patched:
        patched.setattr(load("changed_since"), "show", closed)
        assert look().status == 1
    assert kinds(look("--json")) == {issue: "fixed"}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"company": "443", "seen_at": "x", "issues": {"1": {}}}'])
def test_a_file_that_is_no_state_is_left_alone(look: Run, content: str) -> None:
    STATE.write_text(content)
    done = look()
    assert done.status == 1
    assert "was not written by this command" in done.err
    assert STATE.read_text() == content


def test_a_state_of_another_company_is_left_alone(run: Run, look: Run) -> None:
    look("--state", "state.json")
    done = run("changed_since", "--company", "444", "--state", "state.json")
    assert done.status == 1
    assert "is about company 443, not 444" in done.err
