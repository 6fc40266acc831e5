# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from conviso_client.models.results import ResultID, ResultModel, Timestamp

from ..enums import RequirementSyncConfigTypeEnum, RequirementSyncModeEnum
from .common import AssetSummary, IssueRef

__all__ = [
    "AssociateProjectData",
    "AssociateProjectPayload",
    "BackstageIntegration",
    "CreateOrUpdateBackstageIntegrationPayload",
    "CreateRequirementSyncConfigurationPayload",
    "ImportAssetToIntegrationPayload",
    "RequirementSyncConfigEntry",
    "RequirementSyncConfiguration",
    "SyncAssetPayload",
    "SyncRequirementsWithTrackerPayload",
    "SyncVulnerabilityWithDefectTrackerPayload",
]


class AssociateProjectData(ResultModel):
    """The API's `AssociateProjectData`."""

    asset: AssetSummary | None


class AssociateProjectPayload(ResultModel):
    """The API's `AssociateProjectPayload`."""

    data: AssociateProjectData | None


class BackstageIntegration(ResultModel):
    """The API's `BackstageIntegration`."""

    id: ResultID
    instance_id: ResultID | None
    backstage_url: str | None
    auto_import_enabled: bool | None
    updated_at: Timestamp | None
    __hash__ = ResultModel.__hash__


class CreateOrUpdateBackstageIntegrationPayload(ResultModel):
    """The API's `CreateOrUpdateBackstageIntegrationPayload`."""

    backstage_integration: BackstageIntegration | None


class RequirementSyncConfigEntry(ResultModel):
    """The API's `RequirementSyncConfigEntry`."""

    config_type: RequirementSyncConfigTypeEnum | None
    external_id: ResultID | None
    external_name: str | None


class RequirementSyncConfiguration(ResultModel):
    """The API's `RequirementSyncConfiguration`."""

    id: ResultID
    auto_sync: bool | None
    sync_mode: RequirementSyncModeEnum | None
    config_entries: list[RequirementSyncConfigEntry] | None
    __hash__ = ResultModel.__hash__


class CreateRequirementSyncConfigurationPayload(ResultModel):
    """The API's `CreateRequirementSyncConfigurationPayload`."""

    requirement_sync_configurations: list[RequirementSyncConfiguration] | None


class ImportAssetToIntegrationPayload(ResultModel):
    """The API's `ImportAssetToIntegrationPayload`."""

    success: bool | None
    imported_count: int | None
    errors: list[str] | None


class SyncAssetPayload(ResultModel):
    """The API's `SyncAssetPayload`."""

    asset_id: ResultID | None
    integration: str | None
    failure_reason: str | None


class SyncRequirementsWithTrackerPayload(ResultModel):
    """The API's `SyncRequirementsWithTrackerPayload`."""

    job_id: ResultID | None


class SyncVulnerabilityWithDefectTrackerPayload(ResultModel):
    """The API's `SyncVulnerabilityWithDefectTrackerPayload`."""

    issue: IssueRef
