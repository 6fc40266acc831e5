# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, DateTime, InputModel, Sequence

from ..enums import (
    BusinessImpactLevelValue,
    DataClassificationValue,
    ExploitabilityValue,
    IntegrationsTypesValue,
    IssueSortByEnumValue,
    IssueStatusLabelValue,
    IssueValue,
    OrderEnumValue,
    ProjectTypeEnumValue,
    ReachabilityEnumValue,
    SeverityCategoryValue,
    SlaStateEnumValue,
    ToolTypeCategoryValue,
)
from .common import DateRangeInput

__all__ = [
    "BulkChangeIssueStatusInput",
    "BulkDeleteIssuesInput",
    "ChangeIssueStatusInput",
    "DeleteIssueInput",
    "IncreaseIssueScanCountInput",
    "IssueSortOptionInput",
    "IssuesFiltersInput",
    "IssuesStatsFiltersInput",
    "MarkIssueAsAnalyzedInput",
    "UpdateIssueAssigneesInput",
]


class BulkChangeIssueStatusInput(InputModel):
    """The API's `BulkChangeIssueStatusInput`."""

    client_mutation_id: str | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    ids: Sequence[ID]
    reason: str | None = None
    risk_accepted_until: DateTime | None = None
    status: IssueStatusLabelValue


class BulkDeleteIssuesInput(InputModel):
    """The API's `BulkDeleteIssuesInput`."""

    client_mutation_id: str | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    ids: Sequence[ID]


class ChangeIssueStatusInput(InputModel):
    """The API's `ChangeIssueStatusInput`."""

    client_mutation_id: str | None = None
    control_sync_status_id: ID | None = None
    evidence_blob_signed_ids: Sequence[str] | None = None
    external_author_identifier: str | None = None
    id: ID
    reason: str | None = None
    risk_accepted_until: DateTime | None = None
    status: IssueStatusLabelValue


class DeleteIssueInput(InputModel):
    """The API's `DeleteIssueInput`."""

    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    id: ID


class IncreaseIssueScanCountInput(InputModel):
    """The API's `IncreaseIssueScanCountInput`."""

    asset_id: ID
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    control_sync_status_id: ID | None = None
    failure_count: int | None = None
    failure_reason: str | None = None
    integration: ToolTypeCategoryValue
    success_count: int | None = None


class IssueSortOptionInput(InputModel):
    """The API's `IssueSortOptionInput`."""

    order: OrderEnumValue | None = None
    sort_by: IssueSortByEnumValue | None = None


class IssuesFiltersInput(InputModel):
    """The API's `IssuesFiltersInput`."""

    ai_fp_analyzed: bool | None = None
    asset_ids: Sequence[ID] | None = None
    asset_tags: Sequence[str] | None = None
    assignee_emails: Sequence[str] | None = None
    business_impact: Sequence[BusinessImpactLevelValue] | None = None
    categories: Sequence[str] | None = None
    compromised_environment: bool | None = None
    created_at_range: DateRangeInput | None = None
    cves: Sequence[str] | None = None
    data_classification: Sequence[DataClassificationValue] | None = None
    exploitability: ExploitabilityValue | None = None
    failure_types: Sequence[IssueValue] | None = None
    ids: Sequence[ID] | None = None
    integration_types: Sequence[IntegrationsTypesValue] | None = None
    """No recent source confirms this field."""
    partial_title: str | None = None
    project_ids: Sequence[ID] | None = None
    project_types: Sequence[ProjectTypeEnumValue] | None = None
    reachable_by: Sequence[ReachabilityEnumValue] | None = None
    risk_accepted_until_range: DateRangeInput | None = None
    severities: Sequence[SeverityCategoryValue] | None = None
    sla_states: Sequence[SlaStateEnumValue] | None = None
    statuses: Sequence[IssueStatusLabelValue] | None = None
    title: str | None = None
    """No recent source confirms this field."""


class IssuesStatsFiltersInput(InputModel):
    """The API's `IssuesStatsFiltersInput`."""

    asset_ids: Sequence[ID] | None = None
    asset_tags: Sequence[str] | None = None
    """No recent source confirms this field."""
    branch_names: Sequence[str] | None = None
    created_at_range: DateRangeInput | None = None
    failure_types: Sequence[IssueValue] | None = None
    """No recent source confirms this field."""
    integration_types: Sequence[IntegrationsTypesValue] | None = None
    """No recent source confirms this field."""
    project_ids: Sequence[ID] | None = None
    """No recent source confirms this field."""
    project_types: Sequence[ProjectTypeEnumValue] | None = None
    """No recent source confirms this field."""
    severities: Sequence[SeverityCategoryValue] | None = None
    """No recent source confirms this field."""
    statuses: Sequence[IssueStatusLabelValue] | None = None
    title: str | None = None
    """No recent source confirms this field."""


class MarkIssueAsAnalyzedInput(InputModel):
    """The API's `MarkIssueAsAnalyzedInput`."""

    client_mutation_id: str | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    issue_id: ID


class UpdateIssueAssigneesInput(InputModel):
    """The API's `UpdateIssueAssigneesInput`."""

    assignee_emails: Sequence[str]
    client_mutation_id: str | None = None
    issue_id: ID
