from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from conviso_client import Conviso
from conviso_client.sandbox import Sandbox
from conviso_client.testing import assert_called
from conviso_client.types import BulkDeleteIssuesInput

from .conftest import Run, load

TARGET = Path("issues.jsonl")
REFUSED = {"errors": [{"message": "Scope - Resource not accessible for id: 444"}], "data": {"issues": None}}


def rows(file: Path = TARGET) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def ids(conviso: Conviso, sandbox: Sandbox) -> list[str]:
    """The ids of all issues of all companies."""
    return [issue.id for company in sandbox.companies for issue in conviso.for_company(company).iter_issues()]


def left() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def test_all_issues_of_all_companies_once(run: Run, conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    done = run("export_issues", TARGET)
    assert done.status == 0, done
    found = rows()
    assert sorted(row["id"] for row in found) == sorted(ids(conviso, conviso_sandbox))
    assert len({row["asset"]["company"]["id"] for row in found}) == len(conviso_sandbox.companies)
    assert all("detail" not in row and "history" not in row for row in found)
    assert left() == [TARGET.name]
    assert "240 issues in issues.jsonl" in done.out


@pytest.mark.parametrize("good", [0, 3, 6])
def test_stopped_by_an_error_it_goes_on_to_the_same_file(run: Run, conviso_sandbox: Sandbox, good: int) -> None:
    run("export_issues", TARGET)
    whole = TARGET.read_bytes()
    TARGET.unlink()
    if good:
        conviso_sandbox.faults.next(operation="issues", delay=0.0, times=good)
    conviso_sandbox.faults.next(operation="issues", status=503, times=30)
    stopped = run("export_issues", TARGET)
    assert stopped.status == 1
    assert "ServerError" in stopped.err
    assert TARGET.name not in left()
    conviso_sandbox.faults.clear()
    assert run("export_issues", TARGET).status == 0
    assert TARGET.read_bytes() == whole
    assert left() == [TARGET.name]


@pytest.mark.parametrize("at", [1, 40, 133])
def test_interrupted_it_goes_on_to_the_same_file(run: Run, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    run("export_issues", TARGET)
    whole = TARGET.read_bytes()
    TARGET.unlink()
    script = load("export_issues")
    add, added = script.Export.add, []

    def interrupted(export: object, issue: object) -> None:
        added.append(issue)
        if len(added) == at:
            raise KeyboardInterrupt
        add(export, issue)

    monkeypatch.setattr(script, "ROWS_PER_SAVE", 20)
    with monkeypatch.context() as patched:
        patched.setattr(script.Export, "add", interrupted)
        stopped = run("export_issues", TARGET)
    assert stopped.status == 1
    assert "the same command goes on" in stopped.err
    assert run("export_issues", TARGET).status == 0
    assert TARGET.read_bytes() == whole
    assert left() == [TARGET.name]


def test_a_list_that_shrinks_is_read_again(
    run: Run, conviso: Conviso, conviso_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = load("export_issues")
    add = script.Export.add
    gone: list[str] = []

    def shrinking(export: object, issue: Any) -> None:
        add(export, issue)
        if not gone:
            gone.append(issue.id)
            conviso.bulk_delete_issues(BulkDeleteIssuesInput(ids=gone), company_id=issue.asset.company.id)

    monkeypatch.setattr(script.Export, "add", shrinking)
    done = run("export_issues", TARGET)
    assert done.status == 0, done
    assert "reading it again" in done.err
    found = [row["id"] for row in rows()]
    assert sorted(found) == sorted([*gone, *ids(conviso, conviso_sandbox)])


def test_a_company_that_the_key_may_not_read_is_told(run: Run, conviso_sandbox: Sandbox) -> None:
    conviso_sandbox.faults.next(operation="issues", body=REFUSED)
    done = run("export_issues", TARGET)
    assert done.status == 3
    assert "is left out: issues: Scope - Resource not accessible" in done.err
    assert len({row["asset"]["company"]["id"] for row in rows()}) == len(conviso_sandbox.companies) - 1


def test_only_the_companies_that_are_wanted(run: Run, conviso_sandbox: Sandbox) -> None:
    assert run("export_issues", TARGET, "--company", "444").status == 0
    assert {row["asset"]["company"]["id"] for row in rows()} == {"444"}
    assert_called(conviso_sandbox, "issues", companyId="444")
    done = run("export_issues", TARGET, "--company", "999")
    assert done.status == 1
    assert "the key does not see company 999" in done.err


def test_another_question_does_not_go_on(run: Run, conviso_sandbox: Sandbox) -> None:
    conviso_sandbox.faults.next(operation="issues", delay=0.0)
    conviso_sandbox.faults.next(operation="issues", status=503, times=30)
    assert run("export_issues", TARGET).status == 1
    conviso_sandbox.faults.clear()
    done = run("export_issues", TARGET, "--detail")
    assert done.status == 1
    assert "go on with the same, or remove it" in done.err
    Path("issues.jsonl.state").write_text("{")
    done = run("export_issues", TARGET)
    assert done.status == 1
    assert "issues.jsonl.state is damaged" in done.err


def test_detail_and_parquet(run: Run) -> None:
    done = run("export_issues", TARGET, "--company", "443", "--detail", "--parquet", "issues.parquet")
    assert done.status == 0, done
    found = rows()
    assert any(row.get("detail") for row in found)
    table = pq.read_table("issues.parquet")
    assert table.column("id").to_pylist() == [row["id"] for row in found]
    assert set(table.column("company").to_pylist()) == {"Aurora Bank"}
    first = table.column("created_at").to_pylist()[0]
    assert first.isoformat().replace("+00:00", "Z") == found[0]["created_at"]
    assert left() == [TARGET.name, "issues.parquet"]


def test_a_folder_that_is_not_there_is_told(run: Run) -> None:
    done = run("export_issues", "nowhere/issues.jsonl")
    assert done.status == 1
    assert "nowhere" in done.err
