"""What changed since the last run: nothing is missed, nothing comes twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conviso_client import AsyncConviso, Conviso
from conviso_client.errors import ConfigurationError, ConvisoError
from conviso_client.jobs import async_changes, changes
from conviso_client.sandbox import Sandbox
from conviso_client.types import ChangeIssueStatusInput, IssuesFiltersInput


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


def touch(conviso: Conviso, number: int) -> set[str]:
    issues = list(conviso.iter_issues(filters=IssuesFiltersInput(statuses=["IDENTIFIED"]), limit=number))
    for issue in issues:
        conviso.change_issue_status(ChangeIssueStatusInput(id=issue.id, status="IN_PROGRESS", reason="begun"))
    return {issue.id for issue in issues}


def test_the_first_run_gives_none_or_all(conviso: Conviso, tmp_path: Path) -> None:
    assert list(changes(conviso, state=tmp_path / "none.json")) == []
    everything = {issue.id for issue in changes(conviso, state=tmp_path / "all.json", first="all")}
    assert everything == {issue.id for issue in conviso.iter_issues()}
    assert list(changes(conviso, state=tmp_path / "all.json")) == []


def test_later_runs_give_what_was_updated_once(conviso: Conviso, state: Path) -> None:
    list(changes(conviso, state=state))
    touched = touch(conviso, 3)
    assert {issue.id for issue in changes(conviso, state=state)} == touched
    assert list(changes(conviso, state=state)) == []


def test_a_run_that_stops_gives_the_same_again(conviso: Conviso, state: Path) -> None:
    list(changes(conviso, state=state))
    touched = touch(conviso, 3)
    before = state.read_bytes()
    for _ in changes(conviso, state=state):
        break
    assert state.read_bytes() == before
    assert {issue.id for issue in changes(conviso, state=state)} == touched


def test_an_error_on_the_way_leaves_the_state(conviso: Conviso, conviso_sandbox: Sandbox, state: Path) -> None:
    list(changes(conviso, state=state))
    touched = touch(conviso, 2)
    before = state.read_bytes()
    conviso_sandbox.faults.next(operation="issues", status=400)
    with pytest.raises(ConvisoError):
        list(changes(conviso, state=state))
    assert state.read_bytes() == before
    assert {issue.id for issue in changes(conviso, state=state)} == touched


def test_few_pages_are_read(conviso: Conviso, conviso_sandbox: Sandbox, state: Path) -> None:
    list(changes(conviso, state=state))
    assert len(conviso_sandbox.seen("issues")) <= 1


WITHOUT_A_ZONE = '{"about": {"company": "443", "filters": {}}, "seen": "2026-01-01T00:00:00", "ids": []}'


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"about": {}}', '{"about": {}, "seen": "x", "ids": []}', WITHOUT_A_ZONE, "[" * 100_000],
    ids=range(6),
)
def test_another_file_is_left_alone(conviso: Conviso, state: Path, content: str) -> None:
    state.write_text(content)
    with pytest.raises(ConfigurationError, match="not written by this job"):
        list(changes(conviso, state=state))
    assert state.read_text() == content


def test_the_state_is_of_one_company_and_filter(conviso: Conviso, state: Path) -> None:
    list(changes(conviso, state=state))
    with pytest.raises(ConfigurationError, match="is about company 443, not company 444: name another"):
        list(changes(conviso.for_company(444), state=state))
    with pytest.raises(ConfigurationError, match="company 443, not company 443 with the filter"):
        list(changes(conviso, state=state, filters=IssuesFiltersInput(severities=["HIGH"])))
    assert json.loads(state.read_text())["about"]["company"] == "443"


def test_a_word_that_is_none(conviso: Conviso, state: Path) -> None:
    with pytest.raises(ConfigurationError, match="'none' or 'all'"):
        list(changes(conviso, state=state, first="some"))  # type: ignore[arg-type]


@pytest.mark.anyio
async def test_tasks_do_the_same(async_conviso: AsyncConviso, state: Path) -> None:
    async with async_conviso:
        assert [issue async for issue in async_changes(async_conviso, state=state)] == []
        assert [issue async for issue in async_changes(async_conviso, state=state)] == []
