"""`conviso-client export`, as people and pipelines run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from conviso_client import Conviso
from conviso_client.cli import main
from conviso_client.jobs import OPEN_STATUSES
from conviso_client.jobs.columns import list_columns
from conviso_client.jobs.lists import lists
from conviso_client.sandbox import Sandbox
from conviso_client.types import ActivitiesSearch
from tools import columns

Run = Callable[..., int]


@pytest.fixture
def run(conviso_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVISO_API_KEY", conviso_sandbox.api_key)
    monkeypatch.setenv("CONVISO_API_URL", conviso_sandbox.url)
    monkeypatch.setenv("CONVISO_COMPANY_ID", "443")
    return lambda *arguments: main(["export", *map(str, arguments)])


def json_rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_issues_that_were_asked_for(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("issues", "--severity", "HIGH", "--severity", "LOW", "--open", "-o", "i.jsonl") == 0
    rows = json_rows(Path("i.jsonl").read_text())
    assert {row["severity"] for row in rows} == {"HIGH", "LOW"}
    assert {row["status"] for row in rows} <= set(OPEN_STATUSES)
    assert [row["created_at"] for row in rows] == sorted(str(row["created_at"]) for row in rows)
    told = capsys.readouterr()
    assert told.out == f"i.jsonl: {len(rows)} rows\n"
    assert f"issues: {len(rows)} of {len(rows)} rows" in told.err
    assert run("issues", "--asset", rows[0]["asset_name"], "--with", "detail", "-o", "one.jsonl", "--json") == 0
    assert json.loads(capsys.readouterr().out)["complete"] is True
    assert {row["asset_name"] for row in json_rows(Path("one.jsonl").read_text())} == {rows[0]["asset_name"]}


def test_rows_to_another_program(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("assets", "--company", "Aurora Bank", "--columns", "id,name", "--limit", 2, "-o", "-") == 0
    told = capsys.readouterr()
    assert [list(row) for row in json_rows(told.out)] == [["id", "name"]] * 2
    assert "written: 2 rows" in told.err
    assert list(Path().iterdir()) == []


def test_all_companies(run: Run, conviso_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    refused = {"errors": [{"message": "Scope - Resource not accessible for id: 443"}], "data": {"assets": None}}
    conviso_sandbox.faults.next(operation="assets", body=refused)
    assert run("assets", "--all-companies", "-o", "all/") == 1
    assert "left out: Aurora Bank (443)" in capsys.readouterr().err
    assert set(ds.dataset("all", partitioning="hive").to_table()["company_id"].to_pylist()) == {444, 445}
    assert run("assets", "--all-companies", "-o", "all/") == 0


def test_an_api_that_is_down(run: Run, conviso_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    conviso_sandbox.faults.next(operation="assets", status=400)
    assert run("assets", "-o", "a.csv") == 2
    assert "a.csv.part: the same command goes on" in capsys.readouterr().err
    assert run("assets", "-o", "a.csv") == 0
    assert [path.name for path in Path().iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("isues -o a.csv", "Did you mean 'issues'?"),
        ("issues", "-o/--output"),
        ("issues -o a.xlsx", "tells no format"),
        ("issues -o a.csv --severity GRAVE", "none of NOTIFICATION"),
        ("assets -o a.csv --open", "--open is for issues"),
        ("assets -o a.csv --filter nam=x", "nam"),
        ("assets -o a.csv --filter nam", "not of the form severities"),
        ("project-statuses -o a.csv --filter name=x", "cannot be filtered"),
        ("issues -o a.csv --with everything", "there are detail, history, code, http_messages"),
        ("issues -o a.csv --company Nobody", "sees no company 'Nobody'"),
        ("issues -o a.csv --company 443 --all-companies", "not allowed with"),
        ("issues -o a.csv --limit few", "not a number of rows"),
        ("issues -o - --json", "leave out one of them"),
        ("issues -o all/", "several companies"),
        ("companies -o a.csv --all-companies", "list of a company"),
    ],
)
def test_wrong_usage_is_3(run: Run, capsys: pytest.CaptureFixture[str], words: str, told: str) -> None:
    assert run(*words.split()) == 3
    assert told in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_the_columns_of_every_list_have_a_name_each(conviso: Conviso) -> None:
    for name, operation in lists().items():
        arguments = {"params": ActivitiesSearch(project_id="1")} if operation.required else {}
        listing = getattr(conviso, f"iter_{operation.method}")(**arguments).listing
        names = [column.name for column in list_columns(listing)]
        assert names[0] == "id", name
        assert not [each for each in names if "__" in each], name


def test_the_page_has_the_columns() -> None:
    page = (Path(__file__).parents[2] / columns.PAGE).read_text(encoding="utf-8")
    assert page == columns.current(page), "run python -m tools.columns --write"
