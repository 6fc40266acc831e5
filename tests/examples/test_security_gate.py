from __future__ import annotations

from typing import Any

import pytest

from conviso_client import Conviso
from conviso_client.sandbox import Sandbox
from conviso_client.testing import assert_called, assert_not_called
from conviso_client.types import CreateAssetInput

from .conftest import Run, load

PASSED, FAILED, UNDECIDED, CONFIGURATION = range(4)


@pytest.fixture
def asset(conviso: Conviso) -> str:
    """An asset without issues, with the branch `main`."""
    new = CreateAssetInput(name="acme/shop", repo_url="https://github.com/acme/shop", branch_name="main")
    created = conviso.create_asset(new).asset
    assert created
    return created.id


def answer(asset: str, /, **changed: Any) -> dict[str, Any]:
    """What the API says of a gate that passed, but for what is changed."""
    run = {
        "__typename": "SecurityGateRun",
        "status": "PASS",
        "executionDate": "2026-01-01T00:00:00Z",
        "issuesUrl": None,
        "asset": {"id": asset, "name": "acme/shop"},
        "branch": {"id": "1", "name": "main", "default": True},
        "reason": None,
        "failingVulnerabilities": None,
    }
    return {"data": {"securityGateRun": {**run, **changed}}}


def test_an_asset_without_issues_passes(run: Run, asset: str) -> None:
    done = run("security_gate", "--asset", asset, "--branch", "main")
    assert done.status == PASSED, done
    assert done.out.startswith("PASS  acme/shop, branch main")


def test_an_asset_with_overdue_issues_fails_and_is_told_why(run: Run, conviso: Conviso) -> None:
    failing = next(a.id for a in conviso.iter_assets() if conviso.security_gate_run(a.id).status == "FAIL")
    done = run("security_gate", "--asset", failing)
    assert done.status == FAILED, done
    assert done.out.startswith("FAIL  ")
    assert "What fails it:" in done.out
    assert "All of them: http" in done.out


@pytest.mark.parametrize(
    ("meaning", "status"), [(None, PASSED), ("pass", PASSED), ("fail", FAILED), ("undecided", UNDECIDED)]
)
def test_what_a_warning_means_is_an_option(
    run: Run, conviso_sandbox: Sandbox, asset: str, meaning: str | None, status: int
) -> None:
    conviso_sandbox.faults.next(operation="securityGateRun", body=answer(asset, status="WARNING"))
    done = run("security_gate", "--asset", asset, *(["--warning", meaning] if meaning else []))
    assert done.status == status, done


def test_a_branch_that_the_platform_does_not_know_is_undecided(run: Run, conviso_sandbox: Sandbox, asset: str) -> None:
    done = run("security_gate", "--asset", asset, "--branch", "mian")
    assert done.status == UNDECIDED
    assert "has no branch 'mian': it has main" in done.err
    assert_not_called(conviso_sandbox, "securityGateRun")


@pytest.mark.parametrize(
    "changed",
    [
        {"branch": {"id": "2", "name": "develop", "default": True}},
        {"branch": {"id": "2", "name": "Main", "default": True}},
        {"branch": None},
        {"asset": {"id": "1", "name": "another"}},
        {"asset": None},
        {"status": None},
        {"status": "APPROVED"},
        {"status": "pass"},
    ],
    ids=repr,
)
def test_an_answer_about_something_else_is_undecided(
    run: Run, conviso_sandbox: Sandbox, asset: str, changed: dict[str, Any]
) -> None:
    conviso_sandbox.faults.next(operation="securityGateRun", body=answer(asset, **changed))
    done = run("security_gate", "--asset", asset, "--branch", "main")
    assert done.status == UNDECIDED, done
    assert done.err.startswith("UNDECIDED: ")


@pytest.mark.parametrize(
    "fault",
    [
        {"body": {"data": {"securityGateRun": None}}},
        {"body": {"errors": [{"message": "Internal error"}], "data": {"securityGateRun": None}}},
        {"body": {**answer("1"), "errors": [{"message": "partly"}]}},
        {"body": "<html>maintenance</html>", "content_type": "text/html"},
        {"body": ""},
        {"status": 502},
        {"status": 504, "after": True},
        {"reset": True},
        {"reset": True, "after": True},
        {"truncate": 40},
        {"status": 429, "headers": {"Retry-After": "3600"}},
    ],
    ids=repr,
)
def test_no_usable_answer_of_the_gate_is_undecided(
    run: Run, conviso_sandbox: Sandbox, asset: str, fault: dict[str, Any]
) -> None:
    conviso_sandbox.faults.next(operation="securityGateRun", times=20, **fault)
    done = run("security_gate", "--asset", asset)
    assert done.status == UNDECIDED, done
    assert "PASS" not in done.out + done.err


def test_a_short_outage_before_the_gate_runs_is_waited_for(run: Run, conviso_sandbox: Sandbox, asset: str) -> None:
    conviso_sandbox.faults.next(operation="asset", status=503, times=2)
    conviso_sandbox.faults.next(operation="securityGateRun", status=429, times=2)
    assert run("security_gate", "--asset", asset).status == PASSED
    assert_called(conviso_sandbox, "securityGateRun", times=3)


@pytest.mark.parametrize(
    "arguments",
    [[], ["--asset"], ["--asset", "1", "--warning", "maybe"], ["--asset", "1", "x"], ["--asset", "1"]],
    ids=repr,
)
def test_wrong_usage_and_unknown_assets_are_configuration(run: Run, arguments: list[str]) -> None:
    assert run("security_gate", *arguments).status == CONFIGURATION


def test_an_accident_in_the_script_itself_is_undecided(run: Run, asset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def accident(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(load("security_gate"), "show", accident)
    done = run("security_gate", "--asset", asset)
    assert done.status == UNDECIDED
    assert "ZeroDivisionError" in done.err
