"""A verdict on an asset: nothing but a clear pass passes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from conviso_client import AsyncConviso, Conviso
from conviso_client.errors import ConfigurationError, GateUndecided, OutcomeUnknown
from conviso_client.jobs import GateIssue, GateResult, async_gate, gate
from conviso_client.sandbox import Sandbox
from conviso_client.types import AssetDetail, CreateSastFindingInput

RUN = "securityGateRun"


@pytest.fixture
def asset(conviso: Conviso) -> AssetDetail:
    """An asset with branches."""
    for row in conviso.iter_assets():
        detail = conviso.asset(row.id)
        if detail.branches:
            return detail
    raise AssertionError("the seed has no asset with branches")


def worsen(conviso: Conviso, asset: AssetDetail) -> None:
    for number in range(3):
        conviso.create_sast_finding(
            CreateSastFindingInput(
                asset_id=int(asset.id), title="Bad", description="x", file_name="a.py", first_line=1,
                vulnerable_line=number + 1, code_snippet="x", severity="CRITICAL", status="IDENTIFIED",
            )
        )  # fmt: skip


def test_the_platforms_gate_runs_once(conviso: Conviso, conviso_sandbox: Sandbox, asset: AssetDetail) -> None:
    worsen(conviso, asset)
    result = gate(conviso, asset=asset.id)
    assert len(conviso_sandbox.seen(RUN)) == 1
    assert result.passed is (result.status != "FAIL")
    assert result.asset_id == asset.id
    assert result.counts["CRITICAL"] >= 3
    assert str(result).startswith(f"{result.status}  {asset.name}")
    json.dumps(result.to_dict())


def test_rules_of_ones_own(conviso: Conviso, conviso_sandbox: Sandbox, asset: AssetDetail) -> None:
    worsen(conviso, asset)
    failed = gate(conviso, asset=str(asset.name), rules={"CRITICAL": 0, "HIGH": 10**6})
    assert (failed.passed, failed.status) == (False, "FAIL")
    assert failed.reasons == (f"CRITICAL: {failed.counts['CRITICAL']} open, 0 allowed",)
    assert gate(conviso, asset=asset.id, rules={"CRITICAL": failed.counts["CRITICAL"]}).passed
    assert conviso_sandbox.seen(RUN) == []


def test_a_branch_that_is_not_known_is_no_verdict(
    conviso: Conviso, conviso_sandbox: Sandbox, asset: AssetDetail
) -> None:
    for rules in (None, {"CRITICAL": 0}):
        with pytest.raises(GateUndecided, match="has no branch 'no-such-branch': it has "):
            gate(conviso, asset=asset.id, branch="no-such-branch", rules=rules)
    assert conviso_sandbox.seen(RUN) == []


def test_a_known_branch_is_judged(conviso: Conviso, asset: AssetDetail) -> None:
    branch = str((asset.branches or [])[0].name)
    assert gate(conviso, asset=asset.id, branch=branch).branch == branch


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rules": {}}, "everything would pass"),
        ({"rules": {"high": 1}}, "'high'"),
        ({"rules": {"HIGH": -1}}, "whole number"),
        ({"rules": {"HIGH": True}}, "whole number"),
        ({"warning": "maybe"}, "'maybe'"),
    ],
)
def test_wrong_options_are_refused(
    conviso: Conviso, conviso_sandbox: Sandbox, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(ConfigurationError, match=words):
        gate(conviso, asset=1, **options)
    assert conviso_sandbox.seen() == []


def test_an_answer_that_was_lost_is_no_pass(conviso: Conviso, conviso_sandbox: Sandbox, asset: AssetDetail) -> None:
    conviso_sandbox.faults.next(operation=RUN, status=503)
    with pytest.raises(OutcomeUnknown):
        gate(conviso, asset=asset.id)


def test_what_a_pipeline_shows(conviso: Conviso, asset: AssetDetail, tmp_path: Path) -> None:
    worsen(conviso, asset)
    result = gate(conviso, asset=asset.id, rules={"CRITICAL": 0, "LOW": 10**6})
    result.write_junit(tmp_path / "gate.xml")
    suite = ET.parse(tmp_path / "gate.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    result.write_sarif(tmp_path / "gate.sarif")
    assert json.loads((tmp_path / "gate.sarif").read_text())["version"] == "2.1.0"


@pytest.mark.anyio
async def test_tasks_do_the_same(async_conviso: AsyncConviso) -> None:
    async with async_conviso:
        asset = await async_conviso.iter_assets().first()
        assert asset
        assert (await async_gate(async_conviso, asset=asset.id, rules={"CRITICAL": 10**6})).passed


def test_a_title_begins_no_line() -> None:
    """What a runner takes for a command of its own stands at the beginning of a line."""
    issue = GateIssue("1", "title\n::error::fake", "HIGH", "file\n::error::fake", 3)
    result = GateResult(False, "FAIL", ("HIGH: 1",), {}, {}, "7", "name\n::error::fake", None, (issue,), None)
    assert [line[:2].strip() for line in str(result).splitlines()] == ["FA", "", ""]
