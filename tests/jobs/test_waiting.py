"""Waiting for work of the platform, on a clock that jumps."""

from __future__ import annotations

import json
import os
import pickle
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from conviso_client import AsyncConviso, Conviso, Upload
from conviso_client.errors import (
    ConfigurationError,
    ConnectionLost,
    JobFailed,
    JobUnfinished,
    ResponseError,
    ServerError,
)
from conviso_client.jobs import async_wait, wait
from conviso_client.sandbox import Sandbox
from conviso_client.testing.waits import Skipped
from conviso_client.types import (
    BulkDeleteIssuesInput,
    CreateControlSyncStatusInput,
    ProjectReport,
    StartConvisoDastInput,
    SyncAssetInput,
    SyncAssetPayload,
)

LOOKS = ["controlSyncStatus", "projectReport"]


def asset_id(conviso: Conviso) -> str:
    asset = conviso.iter_assets().first()
    assert asset
    return asset.id


def project_id(conviso: Conviso) -> str:
    project = conviso.iter_projects().first()
    assert project
    return project.id


def test_a_scan_is_looked_at_ever_less_often(
    conviso: Conviso, conviso_sandbox: Sandbox, conviso_waits: Skipped
) -> None:
    started = conviso.start_conviso_dast(StartConvisoDastInput(asset_id=asset_id(conviso)))
    states: list[str | None] = []
    done = wait(conviso, started, progress=lambda state: states.append(state.status))
    assert done.status == "succeeded"
    assert states == ["pending", "pending", "succeeded"]
    assert conviso_waits.seconds == [1.0, 1.5]
    assert wait(conviso, done.id).id == done.id
    assert conviso_waits.seconds == [1.0, 1.5]  # what has ended is not waited for
    assert len(conviso_sandbox.seen("controlSyncStatus")) == 4


def test_a_file_is_counted_under_its_record(conviso: Conviso) -> None:
    asset = asset_id(conviso)
    record = conviso.create_control_sync_status(
        CreateControlSyncStatusInput(asset_id=int(asset), integration="CONVISO_AST", external_vulnerability_count=0)
    ).control_sync_status
    found = {"PkgName": "a", "VulnerabilityID": "CVE-2024-1", "Severity": "HIGH"}
    report = json.dumps({"Results": [{"Vulnerabilities": [found, {**found, "PkgName": "b"}]}]}).encode()
    conviso.import_container_findings_file(
        Upload.from_bytes(report, "trivy.json"), asset, control_sync_status_id=record.id
    )
    done = wait(conviso, record)
    assert (done.status, done.success_count, done.external_vulnerability_count) == ("succeeded", 2, 2)


def test_a_job_that_fails_says_why(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    conviso_sandbox.jobs = "fail"
    started = conviso.start_conviso_dast(StartConvisoDastInput(asset_id=asset_id(conviso)))
    with pytest.raises(JobFailed, match="could not read the repository") as caught:
        wait(conviso, started)
    assert started.control_sync_status
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.job, copy.reason) == (started.control_sync_status.id, "The scanner could not read the repository")
    report = conviso.generate_project_report(project_id(conviso))
    with pytest.raises(JobFailed, match="gives no reason"):
        wait(conviso, report, project=project_id(conviso))


def test_a_job_that_never_ends_is_given_up_in_time(
    conviso: Conviso, conviso_sandbox: Sandbox, conviso_waits: Skipped
) -> None:
    conviso_sandbox.jobs = "hang"
    started = conviso.start_conviso_dast(StartConvisoDastInput(asset_id=asset_id(conviso)))
    with pytest.raises(JobUnfinished, match="not done after 600 s, it is 'pending'"):
        wait(conviso, started, timeout=600)
    assert 300 < conviso_waits.total <= 600
    assert len(conviso_sandbox.seen("controlSyncStatus")) < 50
    assert sorted(conviso_waits.seconds)[-2:] == [15.0, 15.0]
    with pytest.raises(ConfigurationError, match="not 'failed'"):
        conviso_sandbox.jobs = "failed"  # type: ignore[assignment]


def test_a_lost_look_says_that_the_job_goes_on(conviso: Conviso, conviso_sandbox: Sandbox) -> None:
    started = conviso.start_conviso_dast(StartConvisoDastInput(asset_id=asset_id(conviso)))
    conviso_sandbox.faults.next(operation="controlSyncStatus", status=500, times=20, skip=1)
    with pytest.raises(ServerError, match=r"The job \d+ goes on all the same"):
        wait(conviso, started)
    conviso_sandbox.faults.clear()
    assert wait(conviso, started).status == "succeeded"


def test_a_report_is_written_whole(conviso: Conviso, tmp_path: Path) -> None:
    project, path = project_id(conviso), tmp_path / "report.pdf"
    progress: list[float | None] = []
    report = conviso.generate_project_report(project)
    wait(conviso, report, project=project, path=path, progress=lambda state: progress.append(state.progress))
    assert path.read_text().startswith("Report on ")
    assert progress == [33.3, 66.7, 100.0]
    assert [file.name for file in tmp_path.iterdir()] == ["report.pdf"]
    assert wait(conviso, report.id, project=project).report_url


@pytest.mark.anyio
async def test_tasks_wait_alike(async_conviso: AsyncConviso, conviso_waits: Skipped, tmp_path: Path) -> None:
    async with async_conviso as conviso:
        project = await conviso.iter_projects().first()
        assert project
        report = await conviso.generate_project_report(project.id)
        await async_wait(conviso, report, project=project.id, path=tmp_path / "r")
    assert (tmp_path / "r").read_text().startswith("Report on ")
    assert conviso_waits.seconds == [1.0, 1.5]


def bad_jobs() -> dict[str, Callable[[Conviso], Any]]:
    return {
        "sync-asset": lambda _: SyncAssetPayload(asset_id="1", integration="snyk", failure_reason=None),
        "bulk": lambda c: c.bulk_delete_issues(BulkDeleteIssuesInput(ids=["1"])),
        "scan-run": lambda c: c.create_scan_run(asset_id(c)).scan_run,
        "report": lambda c: c.generate_project_report(project_id(c)),
        "blank": lambda _: " ",
        "other": lambda c: c.company(),
    }


@pytest.mark.parametrize("name", sorted(bad_jobs()))
def test_what_has_no_state_is_refused_with_a_way_out(conviso: Conviso, conviso_sandbox: Sandbox, name: str) -> None:
    job = bad_jobs()[name](conviso)
    with pytest.raises(ConfigurationError, match=r"read the issues|list the issues|no query|give project|takes"):
        wait(conviso, job)
    assert not any(conviso_sandbox.seen(look) for look in LOOKS)


def test_what_did_not_begin_has_failed(conviso: Conviso) -> None:
    refused = conviso.sync_asset(SyncAssetInput(asset_id=asset_id(conviso), integration="FORTIFY"))
    with pytest.raises(JobFailed, match="did not begin: The asset is not associated"):
        wait(conviso, refused)


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_timeout_is_above_zero(conviso: Conviso, timeout: float) -> None:
    with pytest.raises(ConfigurationError, match="above 0"):
        wait(conviso, "1", timeout=timeout)


def scripted(conviso_sandbox: Sandbox, url: str) -> None:
    ready = {"id": "1", "status": "done", "progress": 100.0, "reportUrl": url}
    conviso_sandbox.faults.next(operation="projectReport", body={"data": {"projectReport": ready}})


def test_a_report_that_cannot_be_fetched_leaves_the_old_file(
    conviso: Conviso, conviso_sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "report.pdf"
    path.write_text("old")
    addresses = {
        "http://files.example.test/r?signature=abc": ResponseError,
        "file:///etc/passwd": ResponseError,
        "https://[::1/r?signature=abc": ResponseError,
        "http://127.0.0.1:1/\u00fc?signature=abc": ResponseError,
        "http://127.0.0.1:port/r?signature=abc": ConnectionLost,
        f"{conviso_sandbox.address}/files/none?signature=abc": ResponseError,
        "http://127.0.0.1:1/r?signature=abc": ConnectionLost,
    }
    for url, error in addresses.items():
        scripted(conviso_sandbox, url)
        with pytest.raises(error) as caught:
            wait(conviso, "1", project="2", path=path)
        assert "signature" not in str(caught.value)
        assert path.read_text() == "old"
        assert len(list(tmp_path.iterdir())) == 1
    for bad in (tmp_path, tmp_path / "none" / "r"):
        with pytest.raises(ConfigurationError, match="cannot write"):
            wait(conviso, "1", project="2", path=bad)
    with pytest.raises(ConfigurationError, match="has no file"):
        wait(conviso, "1", path=path)  # type: ignore[call-overload]


def test_a_report_that_breaks_off_leaves_the_old_file(
    conviso: Conviso, conviso_sandbox: Sandbox, tmp_path: Path
) -> None:
    path, link = tmp_path / "report.pdf", tmp_path / "link.pdf"
    path.write_text("old")
    link.symlink_to(path)
    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this") as url:
        scripted(conviso_sandbox, url)
        with pytest.raises(ConnectionLost, match="broke off after 9 of 100 bytes"):
            wait(conviso, "1", project="2", path=link)
    assert path.read_text() == "old"
    with serving(b"HTTP/1.1 302 Found\r\nLocation: http://files.example.test/r\r\nContent-Length: 0\r\n\r\n") as url:
        scripted(conviso_sandbox, url)
        with pytest.raises(ResponseError, match="no https address"):
            wait(conviso, "1", project="2", path=link)
    for length in ("3", "three"):
        path.write_text("old")
        with serving(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nnew".encode()) as url:
            scripted(conviso_sandbox, url)
            wait(conviso, "1", project="2", path=link)
        assert path.read_text() == "new"
    assert link.is_symlink()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_report_goes_into_a_pipe(conviso: Conviso, conviso_sandbox: Sandbox, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    project = project_id(conviso)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_text)
        wait(conviso, conviso.generate_project_report(project), project=project, path=pipe)
        assert read.result(timeout=30).startswith("Report on ")


@contextmanager
def serving(answer: bytes) -> Iterator[str]:
    """Serve one request with these bytes, and close."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(answer)

        served = pool.submit(serve)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/r?signature=abc"
        served.result(timeout=30)


def test_reports_are_typed(conviso: Conviso) -> None:
    project = project_id(conviso)
    state: ProjectReport = wait(conviso, conviso.generate_project_report(project), project=project)
    assert state.status == "done"
