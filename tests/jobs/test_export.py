"""Lists as files: whole or not at all, the same bytes however often they were interrupted."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from conviso_client import AsyncConviso, Conviso
from conviso_client.errors import ConfigurationError, IncompleteList, NotAuthorized, ServerError
from conviso_client.findings import read_findings
from conviso_client.jobs import async_export, async_export_companies, export, export_companies
from conviso_client.sandbox import Sandbox
from conviso_client.types import BulkDeleteIssuesInput, CreateSastFindingInput, IssuesFiltersInput

PAGE = 30
BEGUN = b'#{"conviso_client_export": 1, "about": %s}\n'
REFUSED = {"errors": [{"message": "Scope - Resource not accessible for id: 444"}], "data": {"issues": None}}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def issues(conviso: Any, **options: Any) -> Any:
    return conviso.iter_issues(**{"page_size": PAGE, "prefetch": 0, **options})


def left() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def content(path: str) -> bytes:
    return Path(path).read_bytes()


def json_rows(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def interrupt(at: int) -> Callable[[int, int | None], None]:
    def on_rows(rows: int, _: int | None) -> None:
        if rows >= at:
            raise KeyboardInterrupt

    return on_rows


def test_all_formats_hold_the_same(conviso: Conviso) -> None:
    wanted = [issue.id for issue in conviso.iter_issues()]
    seen: list[tuple[int, int | None]] = []
    for suffix in ("jsonl", "csv", "parquet"):
        result = export(
            issues(conviso, with_detail=True), f"i.{suffix}", on_rows=lambda *progress: seen.append(progress)
        )
        assert (result.rows, result.expected, result.complete) == (len(wanted), len(wanted), True)
    assert seen[0] == (PAGE, len(wanted))
    lines, cells = json_rows("i.jsonl"), csv_rows(Path("i.csv").read_bytes().decode())
    table = pq.read_table("i.parquet")
    assert [row["id"] for row in lines] == [row["id"] for row in cells] == table["id"].to_pylist() == wanted
    assert list(lines[0]) == list(cells[0]) == table.column_names
    for line, cell, row in zip(lines, cells, table.to_pylist(), strict=True):
        assert datetime.fromisoformat(line["created_at"].replace("Z", "+00:00")) == row["created_at"]
        assert cell["created_at"] == line["created_at"]
        assert line["permitted_status"] == row["permitted_status"] == cell["permitted_status"].split("; ")
        assert line["detail_port"] == row["detail_port"] == (int(cell["detail_port"]) if cell["detail_port"] else None)
        assert cell["branch_default"] in {json.dumps(line["branch_default"]), ""}
    assert left() == ["i.csv", "i.jsonl", "i.parquet"]


def test_sarif_is_what_other_tools_read(conviso: Conviso) -> None:
    result = export(issues(conviso, with_detail=True, with_code=True), "i.sarif")
    assert len(list(read_findings("i.sarif"))) == result.rows > 0


def test_columns_that_were_not_asked_for_are_not_there(conviso: Conviso) -> None:
    export(issues(conviso, limit=1), "light.jsonl")
    export(issues(conviso, limit=1, with_detail=True), "whole.jsonl")
    light, whole = set(json_rows("light.jsonl")[0]), set(json_rows("whole.jsonl")[0])
    assert light < whole
    assert {"description", "detail_file_name", "detail_cve"} <= whole - light
    assert not {"detail_code_snippet", "history_reason"} & whole
    export(issues(conviso, limit=1), "two.csv", columns=["asset_name", "id"])
    assert Path("two.csv").read_text().startswith("asset_name,id\n")


@pytest.mark.parametrize("at", [1, 3, 4, 7])
@pytest.mark.parametrize("torn", [False, True], ids=["between", "within"])
def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(conviso: Conviso, at: int, torn: bool) -> None:
    copies: list[bytes] = []
    export(issues(conviso), "i.csv", on_rows=lambda *_: copies.append(Path("i.csv.part").read_bytes()))
    whole = Path("i.csv").read_bytes()
    Path("i.csv").write_text("old")
    cut = len(copies[at - 1]) - (100 if torn else 0)
    Path("i.csv.part").write_bytes(copies[at - 1][:cut])
    result = export(issues(conviso), "i.csv")
    assert result.resumed == (at - torn) * PAGE if at < 7 else result.resumed
    assert Path("i.csv").read_bytes() == whole
    assert left() == ["i.csv"]


PROGRAM = """
import sys
from conviso_client import Conviso, Quota
from conviso_client.jobs import export

def stop(rows, expected):
    if rows >= {at}:
        print(rows, flush=True)
        sys.stdin.read()

with Conviso("{key}", url="{url}", company_id=443, quota=Quota.off()) as conviso:
    export(conviso.iter_issues(page_size={page}), "i.parquet", on_rows=stop)
"""


def test_killed_for_real(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    export(issues(conviso), "i.parquet")
    whole = Path("i.parquet").read_bytes()
    Path("i.parquet").unlink()
    program = PROGRAM.format(at=2 * PAGE, key=conviso_sandbox.api_key, url=conviso_sandbox.url, page=PAGE)
    with subprocess.Popen([sys.executable, "-c", program], stdin=-1, stdout=-1, text=True) as child:
        assert child.stdout
        assert child.stdout.readline() == f"{2 * PAGE}\n"
        with pytest.raises(ConfigurationError, match="another export"):
            export(issues(conviso), "i.parquet")
        child.kill()
    assert left() == ["i.parquet.part"]
    assert export(issues(conviso), "i.parquet").resumed == 2 * PAGE
    assert Path("i.parquet").read_bytes() == whole


@pytest.mark.parametrize("target", ["i.jsonl", "file://{folder}/i.jsonl"])
def test_interrupted_it_leaves_the_old_file(conviso: Conviso, folder: Path, target: str) -> None:
    Path("i.jsonl").write_text("old")
    with pytest.raises(KeyboardInterrupt):
        export(issues(conviso), target.format(folder=folder), on_rows=interrupt(2 * PAGE))
    assert Path("i.jsonl").read_text() == "old"
    assert export(issues(conviso), target.format(folder=folder)).resumed == 2 * PAGE
    assert len(json_rows("i.jsonl")) == len({row["id"] for row in json_rows("i.jsonl")}) > 2 * PAGE


def test_an_error_on_the_way_is_gone_on_from(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    conviso_sandbox.faults.next(operation="issues", delay=0.0, times=2)
    conviso_sandbox.faults.next(operation="issues", status=503, times=30)
    with pytest.raises(ServerError):
        export(issues(conviso), "i.csv")
    conviso_sandbox.faults.clear()
    assert export(issues(conviso), "i.csv", resume=False).resumed == 0


def test_a_limit_counts_what_came_before(conviso: Conviso) -> None:
    export(issues(conviso, limit=70), "whole.csv")
    with pytest.raises(KeyboardInterrupt):
        export(issues(conviso, limit=70), "i.csv", on_rows=interrupt(2 * PAGE))
    assert export(issues(conviso, limit=70), "i.csv").rows == 70
    assert Path("i.csv").read_bytes() == Path("whole.csv").read_bytes()


def shrinking(conviso: Conviso, times: int) -> Callable[[int, int | None], None]:
    """Delete the first issue while a list is read, so many times."""
    done: list[int] = []

    def on_rows(rows: int, _: int | None) -> None:
        if rows % PAGE == 0 and len(done) < times:
            done.append(rows)
            first = conviso.iter_issues().first()
            assert first
            conviso.bulk_delete_issues(BulkDeleteIssuesInput(ids=[first.id]))

    return on_rows


def test_a_list_that_shrinks_is_read_again(conviso: Conviso) -> None:
    result = export(issues(conviso), "i.jsonl", on_rows=shrinking(conviso, 1))
    assert result.complete
    assert {row["id"] for row in json_rows("i.jsonl")} > {issue.id for issue in conviso.iter_issues()}


def test_a_list_that_never_stands_still(conviso: Conviso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conviso_client.jobs.exporting.READINGS", 1)
    with pytest.raises(IncompleteList):
        export(issues(conviso, strict=True), "i.csv", on_rows=shrinking(conviso, 1))
    assert left() == ["i.csv.part"]
    result = export(issues(conviso), "i.csv", resume=False, on_rows=shrinking(conviso, 1))
    assert not result.complete
    assert "shrank" in result.problems[0]
    assert result.to_dict()["complete"] is False
    assert Path("i.csv").exists()


@pytest.mark.parametrize(
    ("target", "options", "words"),
    [
        ("i.txt", {}, "tells no format"),
        ("i.csv", {"format": "xlsx"}, "one of jsonl, csv"),
        ("i.csv", {"columns": ["asset_nam"]}, "did you mean asset_name"),
        ("i.csv", {"columns": "id"}, "list of names"),
        ("i.csv", {"columns": []}, "list of names"),
        ("no/i.csv", {}, "there is no folder"),
        (".", {"format": "csv"}, "end it in /"),
        ("i/", {}, "several companies"),
        ("nosuch://user:secret@host/i.csv", {}, "nosuch://host/i.csv"),
    ],
)
def test_what_cannot_be(conviso: Conviso, conviso_sandbox: Sandbox, target: str, options: Any, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as caught:
        export(issues(conviso), target, **options)
    assert "secret" not in str(caught.value)
    assert conviso_sandbox.seen("issues") == []
    assert left() == []


def test_sarif_is_for_issues_and_export_for_pagers(conviso: Conviso) -> None:
    with pytest.raises(ConfigurationError, match="SARIF is for issues"):
        export(conviso.iter_assets(), "a.sarif")
    with pytest.raises(ConfigurationError, match="takes a pager"):
        export([], "a.csv")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"my notes\n", "not written by an export"),
        (b"my notes", "not written by an export"),
        (BEGUN % b'{"list": "assets"}' + b'#{"name": null}\n', "begun with the list 'assets', not 'issues'"),
        (b'#{"conviso_client_export": 1, \n', "damaged"),
        (BEGUN % b"[]", "damaged"),
        (BEGUN % (b"[" * 100_000), "damaged"),
    ],
)
def test_what_lies_in_the_way_is_left_alone(conviso: Conviso, content: bytes, words: str) -> None:
    Path("i.csv.part").write_bytes(content)
    with pytest.raises(ConfigurationError, match=words):
        export(issues(conviso), "i.csv")
    assert Path("i.csv.part").read_bytes() == content


@pytest.mark.parametrize("line", [b"#[]", b'#{"pages": 3}', b'#{"rows": "3"}', b"7", b"[" * 100_000])
def test_a_line_that_no_export_writes_is_damage(conviso: Conviso, line: bytes) -> None:
    with pytest.raises(KeyboardInterrupt):
        export(issues(conviso), "i.csv", on_rows=interrupt(1))
    Path("i.csv.part").write_bytes(content("i.csv.part") + line + b"\n")
    with pytest.raises(ConfigurationError, match=r"i\.csv\.part is damaged: remove it"):
        export(issues(conviso), "i.csv")


def test_an_export_that_got_nothing_is_in_nobodys_way(conviso: Conviso) -> None:
    with pytest.raises(NotAuthorized):
        export(issues(conviso.for_company(9)), "i.csv")
    assert export(issues(conviso), "i.csv").complete


def test_an_export_that_ends_while_another_begins(conviso: Conviso, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")
    flock, taken = fcntl.flock, list[Any]()

    def late(file: Any, flags: int) -> None:
        if not taken:
            Path("i.csv.part").unlink()
        taken.append(file)
        flock(file, flags)

    monkeypatch.setattr(fcntl, "flock", late)
    assert export(issues(conviso), "i.csv").complete
    assert (len(taken), left()) == (2, ["i.csv"])


def test_an_export_with_other_filters_is_another_one(conviso: Conviso) -> None:
    with pytest.raises(KeyboardInterrupt):
        export(issues(conviso), "i.csv", on_rows=interrupt(1))
    with pytest.raises(ConfigurationError, match=r"i\.csv\.part was begun with the arguments \{"):
        export(issues(conviso, filters=IssuesFiltersInput(severities=["HIGH"])), "i.csv")
    with pytest.raises(ConfigurationError, match="begun with the arguments"):
        export(issues(conviso.for_company(444)), "i.csv")


def test_a_link_stays_a_link_and_a_mode_a_mode(conviso: Conviso) -> None:
    Path("real.csv").write_text("old")
    Path("real.csv").chmod(0o600)
    Path("i.csv").symlink_to("real.csv")
    export(issues(conviso, limit=1), "i.csv")
    assert Path("i.csv").is_symlink()
    assert Path("real.csv").stat().st_mode & 0o777 == 0o600
    assert len(csv_rows(Path("real.csv").read_text())) == 1


def test_a_stream_gets_rows_as_they_come(conviso: Conviso) -> None:
    text = io.StringIO()
    result = export(conviso.iter_assets(), text, format="csv")
    export(conviso.iter_assets(), "a.csv")
    assert text.getvalue().encode() == Path("a.csv").read_bytes()
    assert result.target is None
    with pytest.raises(ConfigurationError, match="jsonl or csv"):
        export(conviso.iter_assets(), text, format="parquet")


def test_cells_come_back_as_they_were(conviso: Conviso) -> None:
    titles = ['=1+1,"x"', "two\r\nlines", "lone\rreturn", "; joined", "a\0b"]
    asset = conviso.iter_assets().first()
    assert asset
    for title in titles:
        conviso.create_sast_finding(
            CreateSastFindingInput(
                asset_id=int(asset.id), title=title, description="x", file_name="a", first_line=1, vulnerable_line=1,
                code_snippet="",
            )
        )  # fmt: skip
    export(issues(conviso), "i.csv")
    found = [row["title"] for row in csv_rows(content("i.csv").decode())]
    assert {title.replace("\0", "\ufffd") for title in titles} <= set(found)
    export(issues(conviso), "i.jsonl")
    titles_in_json = [row["title"] for row in json_rows("i.jsonl")]
    assert set(titles) <= set(titles_in_json)
    assert [title.replace("\0", "\ufffd") for title in titles_in_json] == found


def test_companies_in_one_file(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    result = export_companies(conviso, lambda company: company.iter_assets(), "a.jsonl")
    rows = json_rows("a.jsonl")
    assert list(rows[0])[:2] == ["company_id", "id"]
    assert {row["company_id"] for row in rows} == {str(each) for each in conviso_sandbox.companies}
    assert result.rows == result.expected == len(rows)
    label = conviso.for_company(444).company().label
    chosen = export_companies(conviso, lambda each: each.iter_assets(), "b.jsonl", companies=[label, 443, 444])
    assert chosen.rows == sum(row["company_id"] in ("443", "444") for row in rows)


def test_companies_as_hive_partitions(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    stale, foreign = Path("all/company_id=1/part-0.parquet"), Path("all/company_id=1/notes.txt")
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"old")
    foreign.write_text("mine")
    conviso_sandbox.faults.next(operation="issues", body=REFUSED, skip=7)
    result = export_companies(conviso, issues, "all/")
    assert [(each.id, "not accessible" in each.reason) for each in result.refused] == [("444", True)]
    assert not result.complete
    table = ds.dataset("all", partitioning="hive", exclude_invalid_files=True).to_table(columns=["company_id", "id"])
    assert table.num_rows == result.rows
    assert set(table["company_id"].to_pylist()) == {443, 445}
    assert "company_id" not in pq.ParquetFile("all/company_id=443/part-0.parquet").schema.names
    assert not stale.exists()
    assert foreign.exists()
    assert left() == ["all"]


def test_companies_are_gone_on_with(conviso: Conviso) -> None:
    export_companies(conviso, issues, "whole.parquet")
    with pytest.raises(KeyboardInterrupt):
        export_companies(conviso, issues, "i.parquet", on_rows=interrupt(9 * PAGE))
    assert export_companies(conviso, issues, "i.parquet").resumed >= 9 * PAGE
    assert Path("i.parquet").read_bytes() == Path("whole.parquet").read_bytes()


@pytest.mark.parametrize(
    ("pagers", "companies", "words"),
    [
        (lambda company: company.iter_companies(), None, "list of a company"),
        (lambda company: [], None, "list of a company"),
        (issues, ["Nobody"], "sees no company 'Nobody': it sees 443"),
        (issues, [], "companies is empty"),
    ],
)
def test_companies_that_cannot_be(conviso: Conviso, pagers: Any, companies: Any, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        export_companies(conviso, pagers, "x.csv", companies=companies)
    assert left() == []


def test_elsewhere(conviso: Conviso, conviso_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    from fsspec import filesystem

    store = filesystem("memory")
    export(issues(conviso), "i.csv")
    asked = len(conviso_sandbox.seen("issues"))

    def failing(*_: Any, **__: Any) -> None:
        raise RuntimeError("no credentials for memory://me:secret@bucket")

    with monkeypatch.context() as patched:
        patched.setattr(type(store), "put_file", failing)
        with pytest.raises(ConfigurationError, match=r"cannot write memory://bucket/i\.csv: RuntimeError") as caught:
            export(issues(conviso), "memory://bucket/i.csv")
    assert "secret" not in str(caught.value)
    assert left() == ["i.csv", "i.csv.part"]
    result = export(issues(conviso), "memory://bucket/i.csv")
    assert len(conviso_sandbox.seen("issues")) == 2 * asked  # what was read is not asked for again
    assert result.resumed == result.rows
    assert store.cat_file("/bucket/i.csv") == Path("i.csv").read_bytes()
    assert left() == ["i.csv"]
    store.pipe_file("/bucket/all/company_id=1/part-0.parquet", b"old")
    export_companies(conviso, issues, "memory://bucket/all/")
    assert sorted(path.split("/")[-2] for path in store.find("/bucket/all")) == [
        f"company_id={each}" for each in (443, 444, 445)
    ]
    store.rm("/bucket", recursive=True)


@pytest.mark.anyio
async def test_tasks_do_the_same(conviso: Conviso, async_conviso: AsyncConviso) -> None:
    export(issues(conviso), "i.csv")
    export_companies(conviso, issues, "all.csv")
    wanted = [content("i.csv"), content("all.csv")]
    async with async_conviso:
        with pytest.raises(KeyboardInterrupt):
            await async_export(issues(async_conviso), "i.csv", on_rows=interrupt(2 * PAGE))
        result = await async_export(issues(async_conviso), "i.csv")
        await async_export_companies(async_conviso, issues, "all.csv")
    assert result.resumed == 2 * PAGE
    assert [content("i.csv"), content("all.csv")] == wanted


def test_a_disk_that_is_full(conviso: Conviso, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigurationError, match=r"cannot write .*i\.csv\.part: No space left"):
        export(issues(conviso), "i.csv")
    monkeypatch.undo()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of this kind")
@pytest.mark.parametrize("room", [0, 10_000, 60_000])
def test_a_file_that_may_not_grow(conviso: Conviso, room: int) -> None:
    """As on a full disk, the system itself refuses: what it did not take is still due when the file is closed."""
    import resource
    import signal

    export(issues(conviso), "whole.csv")
    Path("i.csv").write_text("old")
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(ConfigurationError, match=r"cannot write .*i\.csv\.part: File too large"):
            export(issues(conviso), "i.csv")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert content("i.csv") == b"old"
    export(issues(conviso), "i.csv")
    assert content("i.csv") == content("whole.csv")
