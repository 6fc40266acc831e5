"""The status of many issues: looked at before it is written, never written twice."""

from __future__ import annotations

from typing import Any

import pytest

from conviso_client import AsyncConviso, Conviso
from conviso_client.errors import ConfigurationError
from conviso_client.jobs import async_plan_status, plan_status
from conviso_client.sandbox import Sandbox
from conviso_client.types import ChangeIssueStatusInput, IssuesFiltersInput

WRITE = "changeIssueStatus"


def chosen(conviso: Conviso, number: int = 4) -> IssuesFiltersInput:
    issues = conviso.iter_issues(filters=IssuesFiltersInput(statuses=["IDENTIFIED"]), limit=number)
    return IssuesFiltersInput(ids=[issue.id for issue in issues])


def plan(conviso: Conviso, filters: IssuesFiltersInput, status: str = "FALSE_POSITIVE") -> Any:
    return plan_status(conviso, filters=filters, status=status, reason="looked at it")


def test_a_plan_writes_nothing_and_an_applied_one_what_it_said(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    filters = chosen(conviso)
    planned = plan(conviso, filters)
    assert planned.counts == {"change": 4, "already": 0, "not permitted": 0}
    assert str(planned) == "4 would change to FALSE_POSITIVE"
    assert conviso_sandbox.seen(WRITE) == []
    result = planned.apply()
    assert result.failures == ()
    assert {outcome.after for outcome in result.outcomes} == {"FALSE_POSITIVE"}
    assert len(conviso_sandbox.seen(WRITE)) == 4
    again = plan(conviso, filters)
    assert again.counts == {"change": 0, "already": 4, "not permitted": 0}
    assert again.apply().outcomes == ()
    assert len(conviso_sandbox.seen(WRITE)) == 4


def test_what_is_not_permitted_is_left_alone(conviso: Conviso) -> None:
    filters = chosen(conviso, 1)
    plan(conviso, filters).apply()
    assert plan(conviso, filters, "FIX_ACCEPTED").counts == {"change": 0, "already": 0, "not permitted": 1}


@pytest.mark.parametrize("after", [True, False])
def test_a_lost_answer_is_looked_up(conviso: Conviso, conviso_sandbox: Sandbox, after: bool) -> None:
    planned = plan(conviso, chosen(conviso, 1))
    conviso_sandbox.faults.next(operation=WRITE, reset=True, after=after)
    [outcome] = planned.apply().outcomes
    assert (outcome.error is None) is after
    assert len(conviso_sandbox.seen(WRITE)) == 1


@pytest.mark.parametrize(
    ("fault", "told"),
    [({"status": 401}, "not changed: "), ({"status": 500, "times": 9}, "its outcome is unknown: ")],
)
def test_what_is_not_about_one_issue_stops_the_rest(
    conviso: Conviso, conviso_sandbox: Sandbox, fault: dict[str, Any], told: str
) -> None:
    planned = plan(conviso, chosen(conviso, 3))
    conviso_sandbox.faults.next(operation=WRITE, **fault)
    conviso_sandbox.faults.next(operation="issue", status=401)
    first, *others = planned.apply().failures
    assert first.error.startswith(told)
    assert [other.error.startswith("not sent: ") for other in others] == [True, True]
    assert len(conviso_sandbox.seen(WRITE)) == 1
    conviso_sandbox.faults.clear()  # who sent nothing has nothing to look up


def test_an_issue_that_is_refused_stops_no_other(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    planned = plan(conviso, chosen(conviso, 3))
    refusal = {"errors": [{"message": "no", "path": [WRITE]}], "data": {WRITE: None}}
    conviso_sandbox.faults.next(operation=WRITE, body=refusal)
    [failed] = planned.apply().failures
    assert len(conviso_sandbox.seen(WRITE)) == 3
    assert failed.after == failed.before


def test_a_reason_that_cannot_be_sent_changes_nothing(conviso: Conviso) -> None:
    planned = plan_status(conviso, filters=chosen(conviso, 2), status="FALSE_POSITIVE", reason="\udc80")
    assert [str(outcome.error).split(":")[0] for outcome in planned.apply().failures] == ["not changed", "not sent"]


def test_what_changed_meanwhile_is_an_outcome(conviso: Conviso) -> None:
    filters = chosen(conviso, 1)
    planned = plan(conviso, filters, "AWAITING_VALIDATION")
    [id_] = [change.id for change in planned]
    conviso.change_issue_status(ChangeIssueStatusInput(id=id_, status="FALSE_POSITIVE", reason="first"))
    [outcome] = planned.apply().failures
    assert outcome.error


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"status": "FIXED"}, "there are AWAITING_VALIDATION"),
        ({"reason": " "}, "say why"),
        ({"filters": IssuesFiltersInput()}, "all issues of the company"),
        ({"filters": IssuesFiltersInput(ids=[])}, "all issues of the company"),
    ],
)
def test_what_was_hardly_meant_is_refused(conviso: Conviso, options: dict[str, Any], words: str) -> None:
    given = {"filters": IssuesFiltersInput(ids=["1"]), "status": "SUPPRESSED", "reason": "x", **options}
    with pytest.raises(ConfigurationError, match=words):
        plan_status(conviso, **given)


@pytest.mark.anyio
async def test_tasks_do_the_same(async_conviso: AsyncConviso) -> None:
    async with async_conviso:
        issue = await async_conviso.iter_issues(filters=IssuesFiltersInput(statuses=["IDENTIFIED"])).first()
        assert issue
        planned = await async_plan_status(
            async_conviso, filters=IssuesFiltersInput(ids=[issue.id]), status="SUPPRESSED", reason="noise"
        )
        assert (await planned.apply()).failures == ()
