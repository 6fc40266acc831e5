"""Wait for jobs of the platform."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, overload

from conviso_client.errors import ConfigurationError, ConvisoError, JobFailed, JobUnfinished, RecordNotFound

from . import steps
from .steps import Blocking, ClientCall, Pause, Steps, carry_out, carry_out_async

if TYPE_CHECKING:
    from conviso_client import AsyncConviso, Conviso
    from conviso_client.types import (
        ControlSyncStatusDetail,
        ImportMobsfPayload,
        ProjectReport,
        StartConvisoDastPayload,
    )

    Scan: TypeAlias = ControlSyncStatusDetail | ImportMobsfPayload | StartConvisoDastPayload | int | str
    """A scan or an import: the payload that started it, its record, or the record's id."""
    OnReport: TypeAlias = Callable[[ProjectReport], object]
    OnScan: TypeAlias = Callable[[ControlSyncStatusDetail], object]

__all__ = ["TIMEOUT", "async_wait", "wait"]

T = TypeVar("T")

TIMEOUT = 1800.0
"""Seconds: a DAST scan takes a quarter of an hour and more."""
_SHORTEST, _LONGEST, _GROWTH = 1.0, 15.0, 1.5
"""Seconds between polls, and their growth: four polls a minute are little of a quota of 1200."""

_SILENT: Mapping[str, str] = {
    "SyncAssetPayload": "sync_asset gives no id to ask by: read the issues of the asset, which appear as they arrive",
    "BulkChangeIssueStatusPayload": "no query tells how a job with a job_id went: read the issues again",
    "BulkDeleteIssuesPayload": "no query tells how a job with a job_id went: list the issues again",
    "SyncRequirementsWithTrackerPayload": "no query tells how a job with a job_id went: look at the tracker",
    "ScanRun": "a scan run has no query, only update_scan_run, which moves it on",
    "ImportAstFindingsFilePayload": "the answer has no id: open a record with create_control_sync_status, give its id "
    "to the import, and wait for the record",
    "ImportContainerFindingsFilePayload": "the answer has no id: open a record with create_control_sync_status, give "
    "its id to the import, and wait for the record",
    "ImportSbomPayload": "the import of an SBOM has no state: list its components with iter_sbom_components",
}
"""Jobs whose state no public source shows how to read, by the type that starts them, with advice."""


@overload
def wait(
    conviso: Conviso,
    job: ProjectReport | int | str,
    *,
    project: int | str,
    path: str | Path | None = None,
    timeout: float = TIMEOUT,
    progress: OnReport | None = None,
) -> ProjectReport: ...
@overload
def wait(
    conviso: Conviso, job: Scan, *, timeout: float = TIMEOUT, progress: OnScan | None = None
) -> ControlSyncStatusDetail: ...
def wait(conviso: Conviso, job: Any, **options: Any) -> Any:
    """Wait until a job of the platform is done, and return its last state.

    Polls at once, after 1 s, then less and less often, up to every 15 s, each time by a request within the quota.

    Args:
        conviso: the client.
        job: the result of `import_mobsf`, `start_conviso_dast` or `generate_project_report`; a record of
            `create_control_sync_status`, which ends when all announced findings are counted; or the id of any of these.
        project: the project of a report; without it an id means a record.
        path: the file for a report, written whole or not at all; None leaves the report at `report_url`.
        timeout: seconds.
        progress: called with the state after each poll.

    Raises `JobFailed` if the platform reports a failure, `JobUnfinished` if the job goes on after `timeout`, and
    `ConfigurationError` for a job whose state no confirmed operation returns.
    """
    return carry_out(conviso, wait_steps(job, **options))


@overload
async def async_wait(
    conviso: AsyncConviso,
    job: ProjectReport | int | str,
    *,
    project: int | str,
    path: str | Path | None = None,
    timeout: float = TIMEOUT,
    progress: OnReport | None = None,
) -> ProjectReport: ...
@overload
async def async_wait(
    conviso: AsyncConviso, job: Scan, *, timeout: float = TIMEOUT, progress: OnScan | None = None
) -> ControlSyncStatusDetail: ...
async def async_wait(conviso: AsyncConviso, job: Any, **options: Any) -> Any:
    """Wait with `AsyncConviso`: see `wait`."""
    return await carry_out_async(conviso, wait_steps(job, **options))


def wait_steps(
    job: Any,
    *,
    project: int | str | None = None,
    path: str | Path | None = None,
    timeout: float = TIMEOUT,
    progress: Callable[[Any], object] | None = None,
) -> Steps[Any]:
    """Do the steps of `wait`."""
    if not timeout > 0:
        raise ConfigurationError(f"timeout is a number of seconds above 0, not {timeout!r}")
    call, id_ = _look_at(job, project)
    name = f"the report {id_} of project {project}" if project is not None else f"the job {id_}"
    if path is not None:
        from .download import check_target

        if project is None:
            raise ConfigurationError(f"{name} has no file: path is for the report of a project")
        check_target(Path(path))
    state = yield from _until(call, _is_report_done if project is not None else _is_done, id_, name, timeout, progress)
    if path is not None:
        from .download import download

        yield Blocking(lambda: download(state.report_url, Path(path), of=name))
    return state


def _until(
    call: ClientCall,
    is_done: Callable[[Any], bool],
    id_: str,
    name: str,
    timeout: float,
    progress: Callable[[Any], object] | None,
) -> Steps[Any]:
    end, pause = steps.clock.time() + timeout, _SHORTEST
    while True:
        try:
            state = yield call
        except RecordNotFound:
            raise
        except ConvisoError as error:
            error.advise(f"{name[0].upper()}{name[1:]} goes on all the same.")
            raise
        if progress is not None:
            progress(state)
        if is_done(state):
            return state
        if str(state.status).lower() == "failed":
            reason = getattr(state, "failure_reason", None)
            raise JobFailed(f"{name} failed: {reason or 'the platform gives no reason'}", job=id_, reason=reason)
        left = end - steps.clock.time()
        if left <= 0:
            raise JobUnfinished(f"{name} is not done after {timeout:g} s, it is {state.status!r}", job=id_)
        yield Pause(min(pause, left))
        pause = min(pause * _GROWTH, _LONGEST)


def _is_done(state: ControlSyncStatusDetail) -> bool:
    return state.status == "succeeded"


def _is_report_done(state: ProjectReport) -> bool:
    # Its statuses are not documented. A report exists once it has an address.
    return bool(state.report_url)


def _look_at(job: Any, project: int | str | None) -> tuple[ClientCall, str]:
    """Return the call that reads the state of a job, and the job's id."""
    record = getattr(job, "control_sync_status", job)
    kind = type(record).__name__
    id_ = str(record if isinstance(record, (int, str)) else getattr(record, "id", "")).strip()
    if kind in _SILENT:
        reason = getattr(record, "failure_reason", None)
        if reason:
            raise JobFailed(f"the job did not begin: {reason}", reason=reason)
        raise ConfigurationError(f"this cannot be waited for: {_SILENT[kind]}")
    if kind not in ("ControlSyncStatusDetail", "ProjectReport", "int", "str") or not id_:
        raise ConfigurationError(
            f"wait takes the result of the call that started a job, or the job's id, not {job!r:.100}"
        )
    if (kind == "ProjectReport" and project is None) or (kind == "ControlSyncStatusDetail" and project is not None):
        raise ConfigurationError("a report, and nothing else, is read by its id and its project: give project with it")
    return ClientCall("control_sync_status", (id_,)) if project is None else ClientCall(
        "project_report", (str(project), id_)
    ), id_
