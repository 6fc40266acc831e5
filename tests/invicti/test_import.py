"""`conviso-client import --from invicti`, from one server to the other."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conviso_client import Conviso
from conviso_client.cli import main
from conviso_client.sandbox import Sandbox
from conviso_client.sandbox.invicti import InvictiSandbox

WRITE = "batchCreateOrUpdateFindings"
Run = Callable[..., int]


@pytest.fixture
def environment(
    conviso_sandbox: Sandbox, sandbox: InvictiSandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CONVISO_API_KEY", conviso_sandbox.api_key)
    monkeypatch.setenv("CONVISO_API_URL", conviso_sandbox.url)
    monkeypatch.setenv("INVICTI_API_KEY", sandbox.api_key)
    monkeypatch.setenv("INVICTI_API_URL", sandbox.url)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(environment: None, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> int:
        return main(["import", "--from", "invicti", "--company", "443", *arguments])

    return run


@pytest.fixture
def here(conviso: Conviso) -> list[str]:
    return [asset.id for asset in conviso.iter_assets(limit=3)]


@pytest.fixture
def mapped(run: Run, here: list[str], sandbox: InvictiSandbox) -> Path:
    path = Path("map.csv")
    rows = [f"{there['id']},{id_}" for there, id_ in zip(sandbox.data.assets, here, strict=True)]
    path.write_text("\n".join(["invicti,conviso", *rows]), encoding="utf-8-sig")
    return path


def ids_of(conviso: Conviso) -> Counter[str]:
    issues = conviso.iter_issues(with_detail=True, strict=True)
    ids = [str(getattr(issue, "original_issue_id_from_tool", "")) for issue in issues]
    return Counter(id_ for id_ in ids if id_.startswith("c1:invicti-platform:"))


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, int]]:
    imports = json.loads(capsys.readouterr().out)["imports"]
    return [{action: count for action, count in each["counts"].items() if count} for each in imports]


def test_three_assets_come_in_once(
    run: Run, mapped: Path, conviso: Conviso, conviso_sandbox: Sandbox, sandbox: InvictiSandbox, capsys: Any
) -> None:
    arguments = ("--asset-map", str(mapped), "--json")
    assert run(*arguments, "--dry-run") == 0
    assert told(capsys) == [{"create": 100}] * 3
    assert not conviso_sandbox.stats()["writes"]

    assert run(*arguments) == 0
    assert told(capsys) == [{"create": 100}] * 3
    assert len(ids_of(conviso)) == 300

    assert run(*arguments) == 0
    assert told(capsys) == [{"unchanged": 100}] * 3
    assert conviso_sandbox.stats()["writes"] == {WRITE: 3}
    assert not sandbox.stats()["writes"]

    sandbox.data.scan(sandbox.data.assets[1]["id"])
    assert run(*arguments, "--report", "rows.csv") == 0
    assert told(capsys) == [{"unchanged": 100}, {"create": 1, "close": 1, "unchanged": 99}, {"unchanged": 100}]
    with Path("rows.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 301
    assert len({row["asset_id"] for row in rows}) == 3
    assert max(ids_of(conviso).values()) == 1


def test_killed_in_the_middle_and_run_again(run: Run, mapped: Path, conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    """The second asset's batch is written, and the process is gone before it hears of that."""
    conviso_sandbox.faults.next(operation=WRITE, skip=1, hang=True, after=True)
    arguments = ["import", "--from", "invicti", "--company", "443", "--asset-map", str(mapped)]
    with subprocess.Popen([sys.executable, "-m", "conviso_client", *arguments], env=dict(os.environ)) as process:
        try:
            assert conviso_sandbox.faults.wait(120)
        finally:
            process.kill()
    assert len(ids_of(conviso)) == 200
    assert run("--asset-map", str(mapped)) == 0
    ids = ids_of(conviso)
    assert (len(ids), max(ids.values())) == (300, 1)


def test_by_tags(
    run: Run, here: list[str], conviso: Conviso, sandbox: InvictiSandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    from conviso_client.types import UpdateAssetInput

    assert run() == 3
    assert "give --asset-map" in capsys.readouterr().err
    there = [row["id"] for row in sandbox.data.assets]
    tags = [f"invicti:{there[0]}", f"invicti:{there[1]}", "invicti:gone", "web"]
    conviso.update_asset(UpdateAssetInput(id=here[0], assets_tag_list=tags))
    assert run("--close-missing") == 0
    out, err = capsys.readouterr()
    assert f"Invicti shop, payments, 200 rows, asset {here[0]}" in out
    assert "invicti:gone, and Invicti has no such asset" in err
    assert run("--close-missing", "--json") == 0
    assert told(capsys) == [{"unchanged": 200}]
    conviso.update_asset(UpdateAssetInput(id=here[1], assets_tag_list=tags[:1]))
    assert run() == 3
    assert f"both have the tag {tags[0]}" in capsys.readouterr().err


MAPS = {
    "not there": (None, "cannot be read"),
    "empty": ("", "names the columns, invicti,conviso; it has nothing"),
    "other columns": ("a;b\n1;2\n", "it has 'a;b'"),
    "no rows": ("invicti,conviso\n\n", "there is no asset in it"),
    "half a row": ("invicti,conviso\n{there},\n", "line 2: an asset of Invicti and one of Conviso are due"),
    "no CSV": ("invicti,conviso\n" + "1" * 200_000 + ",{here}\n", "map.csv: it is not CSV: field larger than"),
    "twice": ("conviso,invicti\n{here},{there}\n{here},{there}\n", "line 3: '{there}' stands in the file twice"),
    "unknown there": ("invicti,conviso\nnope,{here}\n", "Invicti has no asset 'nope', by its id; there are {there}"),
    "unknown here": ("invicti,conviso\n{there},999999999\n", "there is no asset 999999999 in Conviso"),
    "no such name": ("invicti,conviso\n{there},no/such\n", "there is no asset 'no/such'"),
}


@pytest.mark.parametrize("case", MAPS)
def test_maps_that_cannot_be(
    run: Run, here: list[str], conviso_sandbox: Sandbox, sandbox: InvictiSandbox, capsys: Any, case: str
) -> None:
    text, said = MAPS[case]
    names = {"here": here[0], "there": sandbox.data.assets[0]["id"]}
    if text is not None:
        Path("map.csv").write_text(text.format(**names))
    assert run("--asset-map", "map.csv") == 3
    assert said.format(**names) in " ".join(capsys.readouterr().err.split())
    assert not conviso_sandbox.stats()["writes"]


def test_a_map_in_another_encoding(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    Path("map.csv").write_text("invicti,conviso\n", encoding="utf-16")
    assert run("--asset-map", "map.csv") == 3
    assert "not in UTF-8" in capsys.readouterr().err


def test_nothing_is_written_if_one_list_cannot_be_read(
    run: Run, mapped: Path, conviso_sandbox: Sandbox, sandbox: InvictiSandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = {"items": [], "pageInfo": {"totalCount": 9, "totalPages": 1}}
    sandbox.faults.next(body=broken, operation="vulnerabilities", skip=2)
    assert run("--asset-map", str(mapped)) == 2
    assert "0 of 9 rows came" in capsys.readouterr().err
    assert not conviso_sandbox.stats()["writes"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "invicti", "a.json"], "FILE: of files"),
        (["--from", "invicti", "--report", "rows.txt"], "a report ends in"),
        (["--from", "invicti", "--asset", "7", "--branch", "main"], "--asset, --branch: of files"),
        (["a.json"], "give --asset"),
        (["--asset", "7"], "name the files"),
        (["--asset", "7", "a.json", "--asset-map", "m.csv"], "--asset-map is for --from"),
        (["--from", "kondukto"], "none of invicti"),
        (["--asset", "7", "--format", "mobsf"], "name the files"),
    ],
    ids=["files", "suffix", "asset", "no asset", "no files", "map", "origin", "mobsf"],
)
@pytest.mark.usefixtures("environment")
def test_usage(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", *arguments]) == 3
    assert said in " ".join(capsys.readouterr().err.split())


def test_the_key_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("INVICTI_API_KEY")
    assert run() == 3
    assert "INVICTI_API_KEY" in capsys.readouterr().err
