# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated

from conviso_client.models.results import NULL_AS_EMPTY, ResultID, ResultModel, ResultPage, Timestamp

from ..enums import ScanRunStateEnum
from .common import AssetRef, ControlSyncStatusDetail, PageMetadata

__all__ = [
    "CreateControlSyncStatusPayload",
    "CreateScanRunPayload",
    "LogAstErrorPayload",
    "ScanHistoryCollection",
    "ScanHistorySummary",
    "ScanRun",
    "ScannerConfiguration",
    "StartConvisoDastPayload",
    "UpdateControlSyncStatusPayload",
    "UpdateScanRunPayload",
]


class CreateControlSyncStatusPayload(ResultModel):
    """The API's `CreateControlSyncStatusPayload`."""

    control_sync_status: ControlSyncStatusDetail
    success: bool


class ScanRun(ResultModel):
    """The API's `ScanRun`."""

    id: ResultID
    state: ScanRunStateEnum | None
    __hash__ = ResultModel.__hash__


class CreateScanRunPayload(ResultModel):
    """The API's `CreateScanRunPayload`."""

    scan_run: ScanRun | None
    success: bool | None


class LogAstErrorPayload(ResultModel):
    """The API's `LogAstErrorPayload`."""

    success: bool | None


class ScanHistorySummary(ResultModel):
    """One scan of an asset, as the platform recorded it.

    `integration` is the tool that scanned. The counts are issues that the scan created, closed and brought in.
    """

    id: ResultID
    status: str | None
    integration: str | None
    created_at: Timestamp | None
    duration_in_seconds: int | None
    created_vulnerability_count: int | None
    closed_vulnerability_count: int | None
    imported_vulnerability_count: int | None
    failure_reason: str | None
    asset: AssetRef | None
    __hash__ = ResultModel.__hash__


class ScanHistoryCollection(ResultPage["ScanHistorySummary"]):
    """The API's `ScanHistoryCollection`."""

    collection: Annotated[list[ScanHistorySummary], NULL_AS_EMPTY]
    metadata: PageMetadata


class ScannerConfiguration(ResultModel):
    """The API's `ScannerConfiguration`."""

    id: ResultID
    __hash__ = ResultModel.__hash__


class StartConvisoDastPayload(ResultModel):
    """The API's `StartConvisoDastPayload`."""

    control_sync_status: ControlSyncStatusDetail | None
    scanner_configuration: ScannerConfiguration | None


class UpdateControlSyncStatusPayload(ResultModel):
    """The API's `UpdateControlSyncStatusPayload`."""

    control_sync_status: ControlSyncStatusDetail


class UpdateScanRunPayload(ResultModel):
    """The API's `UpdateScanRunPayload`."""

    scan_run: ScanRun | None
    success: bool | None
    errors: list[str] | None
