# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from conviso_client.models.results import ResultModel

from .common import ControlSyncStatusDetail

__all__ = ["ImportAstFindingsFilePayload", "ImportContainerFindingsFilePayload", "ImportMobsfPayload"]


class ImportAstFindingsFilePayload(ResultModel):
    """The API's `ImportAstFindingsFilePayload`."""

    success: bool | None


class ImportContainerFindingsFilePayload(ResultModel):
    """The API's `ImportContainerFindingsFilePayload`."""

    success: bool | None


class ImportMobsfPayload(ResultModel):
    """The API's `ImportMobsfPayload`."""

    control_sync_status: ControlSyncStatusDetail | None
    errors: list[str] | None
