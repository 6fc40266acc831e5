"""`conviso-client import`, as a pipeline runs it."""

from __future__ import annotations

import gzip
import io
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conviso_client import Conviso
from conviso_client.cli import main
from conviso_client.sandbox import Sandbox

WRITE = "batchCreateOrUpdateFindings"
Run = Callable[..., int]


def sarif(*levels: str) -> dict[str, Any]:
    results = [
        {
            "ruleId": f"rule-{number}",
            "level": level,
            "message": {"text": f"case {number} is odd"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": f"src/m{number}.py"},
                        "region": {"startLine": 3, "snippet": {"text": f"run({number})"}},
                    }
                }
            ],
        }
        for number, level in enumerate(levels)
    ]
    return {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Oddity"}}, "results": results}]}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "oddity.json"
    path.write_text(json.dumps(sarif("error", "warning", "note")))
    return path


@pytest.fixture
def run(conviso_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("CONVISO_API_KEY", conviso_sandbox.api_key)
    monkeypatch.setenv("CONVISO_API_URL", conviso_sandbox.url)
    monkeypatch.setenv("CONVISO_COMPANY_ID", "443")
    return lambda *arguments: main(["import", *map(str, arguments)])


def writes(sandbox: Sandbox) -> int:
    return len([seen for seen in sandbox.seen() if seen.operation in (WRITE, "createAsset")])


def test_from_a_file_to_the_platform_and_again(
    run: Run, report: Path, conviso_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(report, "--asset", "org/odd", "--create-asset") == 0
    out = capsys.readouterr().out
    assert "1 file, 3 rows, asset" in out
    assert "(org/odd), created" in out
    assert "3 created" in out
    before = writes(conviso_sandbox)
    assert run(report, "--asset", "org/odd", "--close-missing") == 0
    assert "3 unchanged" in capsys.readouterr().out
    assert writes(conviso_sandbox) == before


def test_a_report_without_findings_needs_no_table(
    run: Run, conviso: Conviso, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "none.json").write_text("[]")
    assert run(tmp_path / "none.json", "--format", "nuclei", "--asset", "org/none", "--create-asset") == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("1 file, 0 rows, asset ")
    assert rest == ["nothing to do"]


def test_a_dry_run_writes_nothing(
    run: Run, report: Path, conviso: Conviso, conviso_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    asset = conviso.iter_assets().first()
    assert asset
    assert run(report, "--asset", asset.id, "--dry-run", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"]["create"] == 3
    assert told["dry_run"] is True
    assert run(report, "--asset", "org/not-there", "--create-asset", "--dry-run") == 0
    assert capsys.readouterr().out == "asset org/not-there would be created, with 3 findings\n"
    assert run(report, "--asset", "org/not-there", "--dry-run") == 3
    assert capsys.readouterr().err.endswith("lists them. --create-asset creates it.\n")
    assert writes(conviso_sandbox) == 0


def test_what_is_fixed_is_closed(run: Run, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(report, "--asset", "org/odd", "--create-asset")
    report.write_text(json.dumps(sarif("error", "warning")))
    capsys.readouterr()
    assert run(report, "--asset", "org/odd", "--close-missing") == 0
    assert "1 closed, 2 unchanged" in capsys.readouterr().out


def test_packed_and_from_standard_input(
    run: Run, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "r.sarif.gz"
    packed.write_bytes(gzip.compress(report.read_bytes()))
    assert run(packed, "--asset", "org/odd", "--create-asset") == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(report.read_bytes())))
    assert run("-", "--asset", "org/odd") == 0


@pytest.mark.parametrize(("severity", "status"), [("CRITICAL", 0), ("HIGH", 1), ("LOW", 1)])
def test_fail_on(run: Run, report: Path, severity: str, status: int) -> None:
    assert run(report, "--asset", "org/odd", "--create-asset", "--fail-on", severity) == status


def test_a_report(run: Run, report: Path, tmp_path: Path) -> None:
    assert run(report, "--asset", "org/odd", "--create-asset", "--report", tmp_path / "r.jsonl") == 0
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert [row["action"] for row in rows] == ["create"] * 3
    assert all(row["issue_id"] for row in rows)


def test_what_was_done_is_told_though_the_disk_is_full(
    run: Run, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(**_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    assert run(report, "--asset", "org/odd", "--create-asset", "--report", tmp_path / "r.xml") == 3
    out, err = capsys.readouterr()
    assert "3 created" in out
    assert "r.xml: No space left on device" in err


@pytest.mark.parametrize("name", ["r.txt", "not-there/r.csv", "."])
def test_a_report_that_cannot_be_written_is_refused_before_anything_is_sent(
    run: Run, report: Path, conviso_sandbox: Sandbox, tmp_path: Path, name: str
) -> None:
    assert run(report, "--asset", "org/odd", "--create-asset", "--report", tmp_path / name) == 3
    assert conviso_sandbox.seen() == []


def test_a_lost_answer_is_a_failure_of_rows(
    run: Run, report: Path, conviso_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    conviso_sandbox.faults.next(operation=WRITE, reset=True)
    assert run(report, "--asset", "org/odd", "--create-asset") == 1
    assert capsys.readouterr().err.count("failed: ") == 3


@pytest.mark.parametrize(
    ("fault", "status"),
    [({"status": 401}, 3), ({"status": 403}, 3), ({"status": 400}, 2)],
    ids=["a refused key", "no permission", "no answer"],
)
def test_what_a_pipeline_must_tell_apart(
    run: Run, report: Path, conviso_sandbox: Sandbox, fault: dict[str, Any], status: int
) -> None:
    conviso_sandbox.faults.next(operation="issues", **fault)
    assert run(report, "--asset", "530001") == status


@pytest.mark.parametrize(
    "arguments",
    [
        ["--asset", "org/not-there"],
        ["--asset", "999999999", "--dry-run"],
        ["--asset", "1", "--fail-on", "BAD"],
        ["--asset", "1", "--report", "x.jsonl", "--dry-run"],
        ["--asset", "1", "--format", "no-such-format"],
        [],
    ],
)
def test_wrong_usage_is_no_failed_import(run: Run, report: Path, arguments: list[str]) -> None:
    assert run(report, *arguments) == 3


@pytest.mark.parametrize("content", ["<html>not found</html>", '{"version": "2.1.0", "runs": [', "", "[]"])
def test_a_file_that_is_no_report(
    run: Run, tmp_path: Path, conviso_sandbox: Sandbox, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    path = tmp_path / "report.json"
    path.write_text(content)
    assert run(path, "--asset", "org/odd", "--create-asset") == 3
    assert str(path) in capsys.readouterr().err
    assert conviso_sandbox.seen() == []


def test_a_report_that_cannot_be_read_leaves_no_asset_behind(
    run: Run, tmp_path: Path, conviso_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.sarif"
    old.write_text('{"version": "2.0.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": []}]}')
    assert run(old, "--asset", "org/new", "--create-asset") == 3
    assert "only 2.1.0 is read" in capsys.readouterr().err
    assert writes(conviso_sandbox) == 0
