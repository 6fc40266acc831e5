from __future__ import annotations

import pytest
from triage import assign_critical

from conviso_client import Conviso, OutcomeUnknown, RecordNotFound
from conviso_client.testing import Sandbox, Skipped, assert_called, assert_not_called

ANA = "ana.almeida@example.com"


def test_critical_issues_without_anybody_are_assigned(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    assigned = assign_critical(conviso, ANA)
    assert assigned
    assert_called(conviso_sandbox, "updateIssueAssignee", times=len(assigned))
    assert assign_critical(conviso, ANA) == []


def test_an_unknown_person_is_an_error(conviso: Conviso) -> None:
    with pytest.raises(RecordNotFound):
        assign_critical(conviso, "nobody@example.com")


def test_a_busy_server_costs_the_test_no_time(
    conviso: Conviso, conviso_sandbox: Sandbox, conviso_waits: Skipped
) -> None:
    conviso_sandbox.faults.next(status=429, headers={"Retry-After": "30"}, operation="issues")
    assert assign_critical(conviso, ANA)
    assert conviso_waits.total >= 29


def test_a_write_whose_answer_is_lost_is_not_sent_again(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    conviso_sandbox.faults.next(reset=True, after=True, operation="updateIssueAssignee")
    with pytest.raises(OutcomeUnknown):
        assign_critical(conviso, ANA)
    assert_called(conviso_sandbox, "updateIssueAssignee", times=1)
    assert_not_called(conviso_sandbox, "changeIssueStatus")
