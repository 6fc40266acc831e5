# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, DateTime, InputModel, IntID, Sequence

from ..enums import (
    AssetArchValue,
    AssetAudienceValue,
    AssetDevelopmentModelValue,
    AssetDevelopmentTeamValue,
    AssetLifeCycleValue,
    AssetScanValue,
    AssetSeverityValue,
    AssetSortByEnumValue,
    AssetTypeListValue,
    BusinessImpactLevelValue,
    DataClassificationValue,
    ExploitabilityValue,
    IntegrationsTypesValue,
    OrderEnumValue,
    ThreatLevelValue,
)

__all__ = ["AssetsSearch", "CreateAssetInput", "DateTimeSearch", "DeleteAssetInput", "UpdateAssetInput"]


class AssetsSearch(InputModel):
    """The API's `AssetsSearch`."""

    architecture_type: Sequence[AssetArchValue] | None = None
    """No recent source confirms this field."""
    asset_type: AssetTypeListValue | None = None
    business_impact: Sequence[BusinessImpactLevelValue] | None = None
    covered_by_scan: bool | None = None
    created_at: DateTimeSearch | None = None
    """No recent source confirms this field."""
    data_classification: Sequence[DataClassificationValue] | None = None
    environment_compromised: bool | None = None
    exploitability: Sequence[ExploitabilityValue] | None = None
    integration_types: Sequence[IntegrationsTypesValue] | None = None
    """No recent source confirms this field."""
    life_cycle: Sequence[AssetLifeCycleValue] | None = None
    """No recent source confirms this field."""
    name: str | None = None
    order: OrderEnumValue | None = None
    search: str | None = None
    sort_by: AssetSortByEnumValue | None = None
    tags: Sequence[str] | None = None
    team_ids: Sequence[ID] | None = None
    """No recent source confirms this field."""
    technology: Sequence[str] | None = None
    threat: Sequence[ThreatLevelValue] | None = None
    """No recent source confirms this field."""
    updated_at: DateTimeSearch | None = None
    """No recent source confirms this field."""


class CreateAssetInput(InputModel):
    """The API's `CreateAssetInput`."""

    architecture_type: AssetArchValue | None = None
    asset_type: AssetTypeListValue | None = None
    assets_tag_list: Sequence[str] | None = None
    audience: AssetAudienceValue | None = None
    branch_name: str | None = None
    business_impact: BusinessImpactLevelValue | None = None
    client_mutation_id: str | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    criticity: AssetSeverityValue | None = None
    data_classification: Sequence[DataClassificationValue] | None = None
    description: str | None = None
    development_model: AssetDevelopmentModelValue | None = None
    development_team: AssetDevelopmentTeamValue | None = None
    environment_list: Sequence[str] | None = None
    exploitability: ExploitabilityValue | None = None
    integration_ids: Sequence[str] | None = None
    life_cycle: AssetLifeCycleValue | None = None
    name: str
    project_ids: Sequence[IntID] | None = None
    repo_url: str | None = None
    scan_type: AssetScanValue | None = None
    team_ids: Sequence[str] | None = None
    tecnology_list: Sequence[str] | None = None
    url: str | None = None


class DateTimeSearch(InputModel):
    """The API's `DateTimeSearch`."""

    end_date: DateTime | None = None
    """No recent source confirms this field."""
    start_date: DateTime | None = None
    """No recent source confirms this field."""


class DeleteAssetInput(InputModel):
    """The API's `DeleteAssetInput`."""

    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    id: Sequence[ID]


class UpdateAssetInput(InputModel):
    """The API's `UpdateAssetInput`."""

    architecture_type: AssetArchValue | None = None
    asset_type: AssetTypeListValue | None = None
    assets_tag_list: Sequence[str] | None = None
    audience: AssetAudienceValue | None = None
    branch_name: str | None = None
    business_impact: BusinessImpactLevelValue | None = None
    client_mutation_id: str | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    criticity: AssetSeverityValue | None = None
    data_classification: Sequence[DataClassificationValue] | None = None
    description: str | None = None
    development_model: AssetDevelopmentModelValue | None = None
    development_team: AssetDevelopmentTeamValue | None = None
    environment_list: Sequence[str] | None = None
    exploitability: ExploitabilityValue | None = None
    id: ID
    integration_ids: Sequence[str] | None = None
    life_cycle: AssetLifeCycleValue | None = None
    name: str | None = None
    project_ids: Sequence[IntID] | None = None
    repo_url: str | None = None
    scan_type: AssetScanValue | None = None
    team_ids: Sequence[str] | None = None
    tecnology_list: Sequence[str] | None = None
    threat: ThreatLevelValue | None = None
    url: str | None = None
