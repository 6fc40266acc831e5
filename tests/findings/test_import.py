"""Findings come into Conviso once each, whatever goes wrong on the way."""

from __future__ import annotations

import copy
import csv
import json
import pickle
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from conviso_client import AsyncConviso, Conviso, Quota
from conviso_client.errors import AuthenticationError, ConfigurationError, ImportFailed
from conviso_client.events import AttemptAnswered, AttemptStarted, Event
from conviso_client.findings import Finding, ImportPlan, async_plan_import, importing, plan_import
from conviso_client.findings.rows import NOT_PROVIDED
from conviso_client.jobs import async_find_asset, find_asset
from conviso_client.jobs.assets import find_steps
from conviso_client.jobs.steps import Each
from conviso_client.sandbox import Sandbox
from conviso_client.types import (
    ChangeIssueStatusInput,
    CreateAssetInput,
    CreateOrUpdateFindingPolymorphicInput,
    CreateOrUpdateSastFindingInput,
    DeleteAssetInput,
    IssuesFiltersInput,
)

WRITE = "batchCreateOrUpdateFindings"


def finding(number: int, kind: str = "sast", **fields: Any) -> Finding:
    own: dict[str, Any] = {
        "file": f"src/m{number}.py",
        "line": number + 1,
        "first_line": number + 1,
        "snippet": "run(x)",
    }
    if kind in ("sca", "container"):
        own = {"package": "left-pad", "affected_version": "1.0", "patched_version": "1.3", "cve": "CVE-2020-0001"}
    if kind == "dast":
        own = {"url": f"https://shop.test/{number}", "method": "GET", "scheme": "HTTPS", "port": 443}
    return Finding(
        **{
            "kind": kind,
            "title": f"Rule {number % 3}",
            "description": f"Found in case {number}.",
            "severity": "HIGH",
            "cwes": ("CWE-78",),
            "key": f"c1:{number:012x}",
            "tool": "Tester",
            "reference": "https://rules.test/1",
            **own,
            **fields,
        }
    )


KINDS = ("sast", "sca", "dast", "iac", "secret", "container")
SIX = [finding(number, kind) for number, kind in enumerate(KINDS)]


@pytest.fixture
def asset(conviso: Conviso) -> str:
    made = conviso.create_asset(CreateAssetInput(name="org/import-here")).asset
    assert made
    return made.id


def listed(conviso: Conviso, asset: str) -> dict[str, Any]:
    """The issues of the asset by the id that the import gave them."""
    issues = list(conviso.iter_issues(filters=IssuesFiltersInput(asset_ids=[asset]), with_detail=True, prefetch=0))
    found = {getattr(issue, "original_issue_id_from_tool", None): issue for issue in issues}
    assert len(found) == len(issues), "an issue stands there twice"
    return found


def run(conviso: Conviso, findings: Iterable[Finding], asset: str, **options: Any) -> dict[str, int]:
    result = plan_import(conviso, findings, asset=asset, **options).apply()
    assert result.failures == ()
    return {name: count for name, count in result.counts.items() if count}


def unacceptable(finding: Finding) -> Finding:
    """Make one that passes here and that the API refuses."""
    bad = replace(finding)
    object.__setattr__(bad, "title", " ")
    return bad


def writes(sandbox: Sandbox) -> int:
    return len(sandbox.seen(WRITE))


def test_every_kind_comes_in_whole(conviso: Conviso, asset: str) -> None:
    assert run(conviso, SIX, asset) == {"create": 6}
    issues = listed(conviso, asset)
    assert set(issues) == {f"c1:tester:{number:012x}" for number in range(6)}
    for number, kind in enumerate(KINDS):
        issue: Any = issues[f"c1:tester:{number:012x}"]
        assert (issue.type, issue.status) == (f"{kind.upper()}_FINDING", "IDENTIFIED")
        assert (issue.title, issue.description) == (f"Rule {number % 3}", f"Found in case {number}.")
        assert (issue.severity, issue.category) == ("HIGH", "CWE-78")
    assert (issues["c1:tester:000000000000"].detail.file_name, issues["c1:tester:000000000000"].detail.first_line) == (
        "src/m0.py",
        1,
    )
    assert issues["c1:tester:000000000001"].detail.package == "left-pad"
    assert issues["c1:tester:000000000002"].detail.port == 443


def test_the_second_run_writes_nothing(conviso: Conviso, asset: str, conviso_sandbox: Sandbox) -> None:
    run(conviso, SIX, asset)
    before = writes(conviso_sandbox)
    assert run(conviso, SIX, asset) == {"unchanged": 6}
    assert writes(conviso_sandbox) == before


def test_a_plan_writes_nothing_and_says_what_it_would(conviso: Conviso, asset: str, conviso_sandbox: Sandbox) -> None:
    plan = plan_import(conviso, SIX, asset=asset)
    assert writes(conviso_sandbox) == 0
    assert plan.writes == len(plan) == 6
    assert repr(plan) == "ImportPlan(create=6, update=0, reopen=0, close=0, unchanged=0, skipped=0)"
    lines = str(plan).splitlines()
    assert lines[0].split() == ["CRITICAL", "HIGH", "MEDIUM", "LOW", "NOTIFICATION", "all"]
    assert lines[1].split() == ["create", "6", "6"]
    assert len(lines) == 2  # no row of zeros
    assert [row["action"] for row in plan.to_dict()["rows"]] == ["create"] * 6


def test_only_what_changed_is_sent(conviso: Conviso, asset: str, conviso_sandbox: Sandbox) -> None:
    run(conviso, SIX, asset)
    moved = [replace(SIX[0], line=40, first_line=39), *SIX[1:]]
    plan = plan_import(conviso, moved, asset=asset)
    [row] = [row for row in plan if row.action == "update"]
    assert row.changes == {"vulnerable_line": 40, "first_line": 39}
    plan.apply()
    [sent] = conviso_sandbox.seen(WRITE)[-1].variables["findings"]
    assert set(sent["sast"]) == {"id", "assetId", "vulnerableLine", "firstLine"}
    issue: Any = listed(conviso, asset)[row.id]
    assert (issue.detail.vulnerable_line, issue.title) == (40, SIX[0].title)


def test_what_is_gone_is_closed_and_what_is_back_reopened(conviso: Conviso, asset: str) -> None:
    run(conviso, SIX, asset)
    assert run(conviso, SIX[1:], asset) == {"unchanged": 5}
    assert run(conviso, SIX[1:], asset, close_missing=True) == {"close": 1, "unchanged": 5}
    assert listed(conviso, asset)["c1:tester:000000000000"].status == "FIX_ACCEPTED"
    assert run(conviso, SIX[1:], asset, close_missing=True) == {"unchanged": 5}
    assert run(conviso, SIX, asset) == {"reopen": 1, "unchanged": 5}
    assert listed(conviso, asset)["c1:tester:000000000000"].status == "IDENTIFIED"


@pytest.mark.parametrize("status", ["RISK_ACCEPTED", "FALSE_POSITIVE", "SUPPRESSED"])
def test_what_people_decided_stays(conviso: Conviso, asset: str, status: str) -> None:
    run(conviso, SIX, asset)
    issue = listed(conviso, asset)["c1:tester:000000000000"]
    conviso.change_issue_status(
        ChangeIssueStatusInput(id=issue.id, status=status, reason="decided", risk_accepted_until="2030-01-01")
    )
    plan = plan_import(conviso, SIX, asset=asset)
    [row] = [row for row in plan if row.issue_id == issue.id]
    assert (row.action, row.reason) == ("unchanged", f"decided by people: {status}")
    plan.apply()
    run(conviso, SIX[1:], asset, close_missing=True)
    assert listed(conviso, asset)[row.id].status == status


def test_another_source_is_another_world(conviso: Conviso, asset: str) -> None:
    run(conviso, SIX, asset)
    payload = conviso.batch_create_or_update_findings(
        [
            CreateOrUpdateFindingPolymorphicInput(
                asset_id=int(asset),
                sast=CreateOrUpdateSastFindingInput(
                    title="by hand", description="x", severity="LOW", original_issue_id_from_tool="their-own-id"
                ),
            )
        ]
    )
    assert payload
    assert not payload.finding_errors
    assert run(conviso, SIX, asset, source="other") == {"create": 6}
    assert run(conviso, [], asset, source="other", close_missing=True, allow_drop=True) == {"close": 6}
    statuses = {id_: issue.status for id_, issue in listed(conviso, asset).items()}
    assert {id_ for id_, status in statuses.items() if status == "FIX_ACCEPTED"} == {
        f"c1:other:{number:012x}" for number in range(6)
    }


def test_when_most_are_gone_nothing_is_closed(conviso: Conviso, asset: str) -> None:
    many = [finding(number) for number in range(12)]
    run(conviso, many, asset)
    plan = plan_import(conviso, many[:5], asset=asset, close_missing=True)
    assert plan.counts["close"] == 0
    assert plan.counts["skipped"] == 7
    assert plan.problems[0].startswith("Nothing of tester is closed: 7 of 12 findings disappeared at once")
    assert run(conviso, many[:5], asset, close_missing=True, allow_drop=True) == {"close": 7, "unchanged": 5}


class Incomplete(list[Finding]):
    """A reading of a scan that failed."""

    tools = ("Tester",)
    problems = ("the run says that it failed",)
    may_close = False


def test_a_scan_that_failed_closes_nothing_and_says_why(conviso: Conviso, asset: str) -> None:
    run(conviso, SIX, asset)
    plan = plan_import(conviso, Incomplete(), asset=asset, close_missing=True)
    assert plan.counts["close"] == 0
    assert plan.problems == ("Nothing is closed: the run says that it failed",)


class Unread(list[Finding]):
    tools = ("Tester",)
    unread = ("src/m0.py",)


def test_what_stood_in_an_unread_file_is_not_known_to_be_gone(conviso: Conviso, asset: str) -> None:
    run(conviso, SIX, asset)
    plan = plan_import(conviso, Unread(SIX[1:]), asset=asset, close_missing=True)
    [row] = [row for row in plan if row.action == "skipped"]
    assert (row.id, row.reason) == ("c1:tester:000000000000", "gone, but the scan could not read its file")


def test_suppressed_and_low_findings_count_as_present(conviso: Conviso, asset: str) -> None:
    run(conviso, SIX, asset)
    quieter = [replace(SIX[0], suppressed=True), replace(SIX[1], severity="LOW"), *SIX[2:]]
    plan = plan_import(conviso, quieter, asset=asset, close_missing=True, min_severity="MEDIUM")
    assert (plan.counts["skipped"], plan.counts["close"], plan.counts["unchanged"]) == (2, 0, 4)
    assert [row.reason for row in plan if row.action == "skipped"] == ["suppressed in the input", "below MEDIUM"]


def test_a_finding_without_severity_is_not_below_the_limit(conviso: Conviso, asset: str) -> None:
    assert run(conviso, [finding(1, severity=None)], asset, min_severity="CRITICAL") == {"create": 1}


def test_a_branch_is_kept_and_closes_only_its_own(conviso: Conviso, asset: str) -> None:
    run(conviso, SIX, asset, branch="release")
    issues = listed(conviso, asset)
    assert issues["c1:tester:000000000000"].branch.name == "release"
    plan = plan_import(conviso, SIX[:0], asset=asset, branch="main", close_missing=True, source="tester")
    assert plan.counts["close"] == 0
    plan = plan_import(conviso, SIX[2:], asset=asset, branch="release", close_missing=True)
    assert {row.kind: row.reason for row in plan if row.action in ("close", "skipped")}["sast"] == "no longer found"
    # On another branch the same findings are present, and stay where they are.
    assert run(conviso, SIX, asset, branch="main") == {"unchanged": 6}
    assert listed(conviso, asset)["c1:tester:000000000000"].branch.name == "release"


def test_what_the_source_does_not_give_is_said_and_not_invented(
    conviso: Conviso, asset: str, conviso_sandbox: Sandbox
) -> None:
    bare = [Finding(kind=kind, title="Bare", key=f"c1:{number}", tool="Tester") for number, kind in enumerate(KINDS)]
    assert run(conviso, bare, asset) == {"create": 6}
    sent = {
        kind: row[kind]
        for row in conviso_sandbox.seen(WRITE)[-1].variables["findings"]
        for kind in KINDS
        if kind in row
    }
    assert {sent[kind]["description"] for kind in KINDS} == {NOT_PROVIDED}
    assert (sent["dast"]["request"], sent["dast"]["url"], sent["dast"]["method"]) == (
        NOT_PROVIDED,
        NOT_PROVIDED,
        "UNKNOWN",
    )
    assert "port" not in sent["dast"]
    assert "vulnerableLine" not in sent["sast"]
    assert all("severity" not in row for row in sent.values())
    assert run(conviso, bare, asset) == {"unchanged": 6}


def test_what_the_api_has_no_value_for_spoils_no_batch(conviso: Conviso, asset: str) -> None:
    odd = [
        finding(1, title="half \ud800", file="src/\udcff.py", line=2**31, key="c1:\udcff"),
        finding(2, "dast", method="PROPFIND", scheme="FTP", port=10**12),
    ]
    result = plan_import(conviso, odd, asset=asset).apply()
    assert result.counts["create"] == 2
    assert plan_import(conviso, odd, asset=asset).counts["unchanged"] == 2


def test_long_texts_are_cut_with_a_mark(conviso: Conviso, asset: str) -> None:
    assert run(conviso, [finding(1, title="t" * 300, description="d" * 100_000)], asset) == {"create": 1}
    [issue] = listed(conviso, asset).values()
    assert len(issue.title) == 255
    assert issue.title.endswith("\u2026")
    assert issue.description.endswith("[cut: longer than 30000 characters]")
    assert run(conviso, [finding(1, title="t" * 300, description="d" * 100_000)], asset) == {"unchanged": 1}


def test_the_same_finding_twice_in_the_input_comes_once(conviso: Conviso, asset: str) -> None:
    plan = plan_import(conviso, [SIX[0], SIX[0]], asset=asset)
    assert [row.reason for row in plan] == [None, "the same finding is in the input twice"] or [
        row.reason for row in plan
    ] == ["the same finding is in the input twice", None]
    plan.apply()
    assert len(listed(conviso, asset)) == 1


def test_fixed_in_the_source_closes_and_is_not_created(conviso: Conviso, asset: str) -> None:
    fixed = replace(SIX[0], status="FIX_ACCEPTED")
    assert run(conviso, [fixed], asset) == {"skipped": 1}
    run(conviso, SIX, asset)
    assert run(conviso, [fixed, *SIX[1:]], asset) == {"close": 1, "unchanged": 5}
    assert run(conviso, [fixed, *SIX[1:]], asset) == {"unchanged": 6}


def test_rows_that_are_refused_are_named(conviso: Conviso, asset: str) -> None:
    refused = [SIX[0], unacceptable(SIX[1]), SIX[2]]
    result = plan_import(conviso, refused, asset=asset).apply()
    [row] = result.failures
    assert (row.id, row.done) == ("c1:tester:000000000001", False)
    assert "RECORD_INVALID" in (row.error or "")
    assert (result.counts["create"], result.counts["failed"]) == (2, 1)
    with pytest.raises(ImportFailed, match="1 of 3 rows failed") as caught:
        result.raise_for_failures()
    assert pickle.loads(pickle.dumps(caught.value)).failures == (row,)
    assert set(listed(conviso, asset)) == {"c1:tester:000000000000", "c1:tester:000000000002"}


def test_a_status_that_was_ignored_is_a_failure(conviso: Conviso, asset: str, conviso_sandbox: Sandbox) -> None:
    run(conviso, SIX, asset)
    plan = plan_import(conviso, SIX[1:], asset=asset, close_missing=True)
    issue = listed(conviso, asset)["c1:tester:000000000000"]
    # While the plan lies there, a person decides: the platform then keeps its status, and says nothing.
    conviso.change_issue_status(ChangeIssueStatusInput(id=issue.id, status="FALSE_POSITIVE", reason="looked at"))
    [row] = plan.apply().failures
    assert row.error == "asked for FIX_ACCEPTED, and it is FALSE_POSITIVE"


@pytest.mark.parametrize("after", [False, True], ids=["before it ran", "after it ran"])
def test_a_lost_answer_is_looked_up_and_nothing_is_sent_twice(
    conviso: Conviso, asset: str, conviso_sandbox: Sandbox, after: bool
) -> None:
    conviso_sandbox.faults.next(operation=WRITE, reset=True, after=after)
    result = plan_import(conviso, SIX, asset=asset).apply()
    assert writes(conviso_sandbox) == 1
    assert result.counts["create" if after else "failed"] == 6
    assert {row.error for row in result} == ({None} if after else {result.failures[0].error})
    assert run(conviso, SIX, asset) == ({"unchanged": 6} if after else {"create": 6})


def test_a_lost_update_is_looked_up(conviso: Conviso, asset: str, conviso_sandbox: Sandbox) -> None:
    run(conviso, SIX, asset)
    moved = [replace(SIX[0], line=40), *SIX[1:]]
    conviso_sandbox.faults.next(operation=WRITE, reset=True, after=True)
    assert run(conviso, moved, asset) == {"update": 1, "unchanged": 5}
    conviso_sandbox.faults.next(operation=WRITE, reset=True, after=False)
    [row] = plan_import(conviso, SIX, asset=asset).apply().failures
    assert "as it was" in (row.error or "")


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("moment", [AttemptStarted, AttemptAnswered], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 8))
def test_killed_at_each_request_and_run_again(
    conviso: Conviso,
    asset: str,
    conviso_sandbox: Sandbox,
    moment: type[Event],
    at: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "BATCH_ROWS", 2)
    found = [finding(number) for number in range(6)]
    with Conviso(
        conviso_sandbox.api_key,
        url=conviso_sandbox.url,
        company_id=443,
        quota=Quota.off(),
        on_event=_killer(moment, at),
    ) as doomed:
        finished = True
        try:
            plan_import(doomed, found, asset=asset).apply()
        except Killed:
            finished = False
    assert finished is (at > 6)  # a list, the asset, three batches, the list once more
    run(conviso, found, asset)
    assert set(listed(conviso, asset)) == {f"c1:tester:{number:012x}" for number in range(6)}
    before = writes(conviso_sandbox)
    assert run(conviso, found, asset) == {"unchanged": 6}
    assert writes(conviso_sandbox) == before


def _killer(moment: type[Event], at: int) -> Callable[[Event], None]:
    counted = Counter[str]()

    def kill(event: Event) -> None:
        if isinstance(event, moment):
            counted["requests"] += 1
            if counted["requests"] == at:
                raise Killed

    return kill


def test_a_refused_key_stops_at_the_first_batch(
    conviso: Conviso, asset: str, conviso_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH_ROWS", 2)
    plan = plan_import(conviso, SIX, asset=asset)
    conviso_sandbox.faults.next(operation=WRITE, status=403)
    result = plan.apply()
    assert result.counts["failed"] == 6
    assert writes(conviso_sandbox) == 1
    assert [str(row.error).startswith("not sent: ") for row in result] == [False, False, True, True, True, True]


def test_large_texts_make_smaller_batches(conviso: Conviso, asset: str, conviso_sandbox: Sandbox) -> None:
    big = [finding(number, "dast", request="r" * 20_000, response="s" * 20_000) for number in range(60)]
    assert run(conviso, big, asset) == {"create": 60}
    assert writes(conviso_sandbox) == 3


def test_requests_for_many_findings(conviso: Conviso, asset: str, conviso_sandbox: Sandbox) -> None:
    def requests() -> int:  # a loaded machine may be asked again for a page that came too late
        return len({(seen.operation, json.dumps(seen.variables)) for seen in conviso_sandbox.seen()[before:]})

    many = [finding(number) for number in range(1000)]
    before = len(conviso_sandbox.seen())
    assert run(conviso, many, asset) == {"create": 1000}
    assert requests() <= 16
    before = len(conviso_sandbox.seen())
    assert run(conviso, many, asset) == {"unchanged": 1000}
    assert requests() <= 6


def test_a_plan_is_applied_once(conviso: Conviso, asset: str) -> None:
    plan = plan_import(conviso, SIX, asset=asset)
    plan.apply()
    with pytest.raises(ConfigurationError, match="applied already"):
        plan.apply()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"asset": "payments"}, "find_asset"),
        ({"asset": True}, "number"),
        ({"asset": "9" * 5000}, "number"),
        ({"min_severity": "high"}, "NOTIFICATION, LOW"),
        ({"source": "My Tool"}, "lower-case"),
    ],
)
def test_wrong_options_are_refused(conviso: Conviso, options: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        plan_import(conviso, SIX, **{"asset": 1, **options})


def test_no_room_for_the_temporary_file(conviso: Conviso, asset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def small(*arguments: Any, **options: Any) -> sqlite3.Connection:
        database = connect(*arguments, **options)
        database.execute("pragma max_page_count = 12")
        return database

    monkeypatch.setattr(sqlite3, "connect", small)
    many = (replace(SIX[0], title=f"{number}", key=f"c1:{number}") for number in range(1000))
    with pytest.raises(ConfigurationError, match=r"database or disk is full.*SQLITE_TMPDIR"):
        plan_import(conviso, many, asset=asset)


def test_no_findings_from_nowhere_are_refused(conviso: Conviso, asset: str) -> None:
    with pytest.raises(ConfigurationError, match="give source="):
        plan_import(conviso, [], asset=asset)


def test_an_unknown_kind_is_refused_before_anything_is_sent(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    before = len(conviso_sandbox.seen())
    odd = replace(SIX[0])
    object.__setattr__(odd, "kind", "sasst")
    with pytest.raises(ConfigurationError, match="'sasst'"):
        plan_import(conviso, [odd], asset=1)
    assert len(conviso_sandbox.seen()) == before


def test_an_error_of_the_list_is_an_error_of_the_plan(conviso: Conviso, asset: str, conviso_sandbox: Sandbox) -> None:
    conviso_sandbox.faults.next(operation="issues", status=401)
    with pytest.raises(AuthenticationError):
        plan_import(conviso, SIX, asset=asset)
    assert writes(conviso_sandbox) == 0


def test_reports(conviso: Conviso, asset: str, tmp_path: Path) -> None:
    odd = [
        SIX[0],
        replace(SIX[1], title="=cmd|' /C calc'!A0\x00<&"),
        replace(SIX[2], suppressed=True),
        unacceptable(SIX[3]),
    ]
    result = plan_import(conviso, odd, asset=asset).apply()
    for suffix in ("jsonl", "csv", "xml"):
        result.write_report(tmp_path / f"r.{suffix}")
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert [row["action"] for row in rows] == ["create", "create", "skipped", "create"]
    assert [row["done"] for row in rows] == [True, True, True, False]
    with (tmp_path / "r.csv").open(newline="") as file:
        table = list(csv.DictReader(file))
    assert table[1]["title"] == "'=cmd|' /C calc'!A0\ufffd<&"
    assert {row["asset_id"] for row in (*rows, *table)} == {asset}
    suite = ET.parse(tmp_path / "r.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("4", "1")
    assert len(suite.findall("testcase/skipped")) == len(suite.findall("testcase/failure")) == 1
    with pytest.raises(ConfigurationError, match=r"\.jsonl, \.csv, \.xml"):
        result.write_report(tmp_path / "r.txt")


def test_two_importers_at_once_make_each_finding_once(conviso: Conviso, asset: str) -> None:
    plans = [plan_import(conviso, SIX, asset=asset) for _ in range(2)]
    with ThreadPoolExecutor() as threads:
        results = list(threads.map(ImportPlan.apply, plans))
    assert [result.failures for result in results] == [(), ()]
    assert {issue.id for issue in listed(conviso, asset).values()} == {row.issue_id for row in results[0]}
    assert plan_import(conviso, SIX, asset=asset).counts["unchanged"] == 6


def test_an_asset_that_is_deleted_meanwhile_fails_every_row(conviso: Conviso, asset: str) -> None:
    plan = plan_import(conviso, SIX, asset=asset)
    conviso.delete_asset(DeleteAssetInput(id=[asset]))
    result = plan.apply()
    assert {row.error for row in result.failures} == {"RECORD_NOT_FOUND: Record not found"}
    assert len(result.failures) == 6
    with pytest.raises(ConfigurationError, match=f"there is no asset {asset}"):
        plan_import(conviso, SIX, asset=asset)


@pytest.mark.anyio
async def test_tasks_do_the_same(async_conviso: AsyncConviso) -> None:
    async with async_conviso:
        asset = await async_find_asset(async_conviso, "org/from-tasks", create=True)
        plan = await async_plan_import(async_conviso, SIX, asset=asset.id)
        assert repr(plan).startswith("AsyncImportPlan(create=6")
        result = await plan.apply()
        assert (result.counts["create"], result.counts["failed"]) == (6, 0)
        again = await async_plan_import(async_conviso, SIX[1:], asset=asset.id, close_missing=True)
        assert (await again.apply()).counts["close"] == 1


@pytest.mark.parametrize(
    "spelling",
    [
        "https://git.example.test/acme/shop",
        "https://git.example.test/acme/shop.git",
        "git@git.example.test:acme/shop.git",
        "ssh://git@git.example.test:2222/acme/shop.git",
        "https://ci:token@git.example.test/Acme/Shop/",
    ],
)
def test_an_asset_is_found_by_its_repository_in_any_spelling(
    conviso: Conviso, conviso_sandbox: Sandbox, spelling: str
) -> None:
    made = find_asset(conviso, "https://ci:token@git.example.test/acme/shop.git", create=True)
    assert made.created
    assert find_asset(conviso, spelling) == made._replace(created=False)
    assert "token" not in json.dumps([seen.variables for seen in conviso_sandbox.seen()])


def test_an_asset_is_found_by_its_exact_name(conviso: Conviso, asset: str) -> None:
    assert find_asset(conviso, "org/import-here").id == asset
    with pytest.raises(ConfigurationError, match=r"no asset 'org/import'\. Did you mean 'org/import-here'"):
        find_asset(conviso, "org/import")


def test_two_assets_of_one_name_are_named(conviso: Conviso, asset: str) -> None:
    steps = find_steps("org/import-here", create=True)
    listing = next(steps)
    assert isinstance(listing, Each)
    [there] = [row for row in conviso.iter_assets() if row.id == asset]
    twin = copy.copy(there)
    twin.id = "9"
    for row in (there, twin):  # a server that allows what the sandbox does not
        listing.sink(row)
    with pytest.raises(ConfigurationError, match=rf"2 assets are called org/import-here: {asset} .*, 9 "):
        next(steps)


def test_a_lost_creation_of_an_asset_is_looked_up(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    conviso_sandbox.faults.next(operation="createAsset", reset=True, after=True)
    assert find_asset(conviso, "org/once", create=True).created
    assert len(conviso_sandbox.seen("createAsset")) == 1


def test_a_path_is_no_findings(conviso: Conviso) -> None:
    with pytest.raises(ConfigurationError, match=r"not the path 'results\.sarif': give read_findings\(\.\.\.\) of it"):
        plan_import(conviso, "results.sarif", asset=1)  # type: ignore[arg-type]
