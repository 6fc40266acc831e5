# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from typing import Any

from conviso_client.models.inputs import ID, InputModel, IntID, Sequence

from ..enums import (
    HTTPMethodValue,
    ImpactLevelCategoryValue,
    IssueStatusLabelValue,
    ProbabilityLevelCategoryValue,
    SchemeCategoryValue,
    SeverityCategoryValue,
    ToolTypeCategoryValue,
)

__all__ = [
    "CreateDastFindingInput",
    "CreateOrUpdateContainerFindingInput",
    "CreateOrUpdateDastFindingInput",
    "CreateOrUpdateFindingPolymorphicInput",
    "CreateOrUpdateSastFindingInput",
    "CreateOrUpdateScaFindingInput",
    "CreateOrUpdateSecretFindingInput",
    "CreateSastFindingInput",
    "CreateScaFindingInput",
]


class CreateDastFindingInput(InputModel):
    """The API's `CreateDastFindingInput`."""

    asset_id: IntID
    category: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    description: str
    fingerprint: str | None = None
    """No recent source confirms this field."""
    impact_level: ImpactLevelCategoryValue | None = None
    method: HTTPMethodValue
    original_issue_id_from_tool: str | None = None
    """No recent source confirms this field."""
    parameters: str | None = None
    patterns: Sequence[str] | None = None
    """No recent source confirms this field."""
    port: int
    probability_level: ProbabilityLevelCategoryValue | None = None
    project_id: IntID | None = None
    reference: str | None = None
    request: str
    response: str
    scheme: SchemeCategoryValue
    severity: SeverityCategoryValue | None = None
    solution: str | None = None
    title: str
    tool_type: ToolTypeCategoryValue | None = None
    """No recent source confirms this field."""
    url: str


class CreateOrUpdateContainerFindingInput(InputModel):
    """The API's `CreateOrUpdateContainerFindingInput`."""

    affected_version: str | None = None
    asset_id: IntID | None = None
    branch: str | None = None
    """No recent source confirms this field."""
    category: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    control_sync_status_id: ID | None = None
    """No recent source confirms this field."""
    cve: str | None = None
    description: str | None = None
    fingerprint: str | None = None
    """No recent source confirms this field."""
    id: ID | None = None
    impact_level: ImpactLevelCategoryValue | None = None
    original_issue_id_from_tool: str | None = None
    package: str | None = None
    patched_version: str | None = None
    patterns: Sequence[str] | None = None
    """No recent source confirms this field."""
    probability_level: ProbabilityLevelCategoryValue | None = None
    project_id: IntID | None = None
    reference: str | None = None
    severity: SeverityCategoryValue | None = None
    solution: str | None = None
    status: IssueStatusLabelValue | None = None
    title: str | None = None
    tool_type: ToolTypeCategoryValue | None = None
    """No recent source confirms this field."""


class CreateOrUpdateDastFindingInput(InputModel):
    """The API's `CreateOrUpdateDastFindingInput`."""

    asset_id: IntID | None = None
    category: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    control_sync_status_id: ID | None = None
    """No recent source confirms this field."""
    description: str | None = None
    fingerprint: str | None = None
    """No recent source confirms this field."""
    id: ID | None = None
    impact_level: ImpactLevelCategoryValue | None = None
    method: HTTPMethodValue | None = None
    original_issue_id_from_tool: str | None = None
    parameters: str | None = None
    patterns: Sequence[str] | None = None
    """No recent source confirms this field."""
    port: int | None = None
    probability_level: ProbabilityLevelCategoryValue | None = None
    project_id: IntID | None = None
    reference: str | None = None
    request: str | None = None
    response: str | None = None
    scheme: SchemeCategoryValue | None = None
    severity: SeverityCategoryValue | None = None
    solution: str | None = None
    status: IssueStatusLabelValue | None = None
    title: str | None = None
    tool_type: ToolTypeCategoryValue | None = None
    """No recent source confirms this field."""
    url: str | None = None


class CreateOrUpdateFindingPolymorphicInput(InputModel):
    """The API's `CreateOrUpdateFindingPolymorphicInput`."""

    api: Any | None = None
    asset_id: IntID | None = None
    container: CreateOrUpdateContainerFindingInput | None = None
    dast: CreateOrUpdateDastFindingInput | None = None
    iac: CreateOrUpdateSastFindingInput | None = None
    sast: CreateOrUpdateSastFindingInput | None = None
    sca: CreateOrUpdateScaFindingInput | None = None
    secret: CreateOrUpdateSecretFindingInput | None = None


class CreateOrUpdateSastFindingInput(InputModel):
    """The API's `CreateOrUpdateSastFindingInput`."""

    asset_id: IntID | None = None
    branch: str | None = None
    category: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    code_snippet: str | None = None
    commit_ref: str | None = None
    control_sync_status_id: ID | None = None
    deploy_id: str | None = None
    description: str | None = None
    file_name: str | None = None
    fingerprint: str | None = None
    """No recent source confirms this field."""
    first_line: int | None = None
    id: ID | None = None
    impact_level: ImpactLevelCategoryValue | None = None
    original_issue_id_from_tool: str | None = None
    patterns: Sequence[str] | None = None
    """No recent source confirms this field."""
    probability_level: ProbabilityLevelCategoryValue | None = None
    project_id: IntID | None = None
    reference: str | None = None
    severity: SeverityCategoryValue | None = None
    sink: str | None = None
    solution: str | None = None
    source: str | None = None
    status: IssueStatusLabelValue | None = None
    title: str | None = None
    tool_type: ToolTypeCategoryValue | None = None
    """No recent source confirms this field."""
    vulnerable_line: int | None = None


class CreateOrUpdateScaFindingInput(InputModel):
    """The API's `CreateOrUpdateScaFindingInput`."""

    affected_version: str | None = None
    asset_id: IntID | None = None
    branch: str | None = None
    """No recent source confirms this field."""
    category: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    control_sync_status_id: ID | None = None
    """No recent source confirms this field."""
    cve: str | None = None
    cvss_metric: str | None = None
    """No recent source confirms this field."""
    cvss_score: float | None = None
    """No recent source confirms this field."""
    description: str | None = None
    file_name: str | None = None
    fingerprint: str | None = None
    """No recent source confirms this field."""
    id: ID | None = None
    impact_level: ImpactLevelCategoryValue | None = None
    original_issue_id_from_tool: str | None = None
    package: str | None = None
    patched_version: str | None = None
    patterns: Sequence[str] | None = None
    """No recent source confirms this field."""
    probability_level: ProbabilityLevelCategoryValue | None = None
    project_id: IntID | None = None
    reference: str | None = None
    severity: SeverityCategoryValue | None = None
    solution: str | None = None
    status: IssueStatusLabelValue | None = None
    title: str | None = None
    tool_type: ToolTypeCategoryValue | None = None
    """No recent source confirms this field."""


class CreateOrUpdateSecretFindingInput(InputModel):
    """The API's `CreateOrUpdateSecretFindingInput`."""

    asset_id: IntID | None = None
    branch: str | None = None
    """No recent source confirms this field."""
    category: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    code_snippet: str | None = None
    commit_ref: str | None = None
    control_sync_status_id: ID | None = None
    """No recent source confirms this field."""
    deploy_id: str | None = None
    description: str | None = None
    file_name: str | None = None
    fingerprint: str | None = None
    """No recent source confirms this field."""
    first_line: int | None = None
    id: ID | None = None
    impact_level: ImpactLevelCategoryValue | None = None
    original_issue_id_from_tool: str | None = None
    patterns: Sequence[str] | None = None
    """No recent source confirms this field."""
    probability_level: ProbabilityLevelCategoryValue | None = None
    project_id: IntID | None = None
    reference: str | None = None
    severity: SeverityCategoryValue | None = None
    sink: str | None = None
    solution: str | None = None
    source: str | None = None
    status: IssueStatusLabelValue | None = None
    title: str | None = None
    tool_type: ToolTypeCategoryValue | None = None
    """No recent source confirms this field."""
    vulnerable_line: int | None = None


class CreateSastFindingInput(InputModel):
    """The API's `CreateSastFindingInput`."""

    asset_id: IntID
    branch: str | None = None
    category: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    code_snippet: str
    commit_ref: str | None = None
    """No recent source confirms this field."""
    control_sync_status_id: ID | None = None
    deploy_id: str | None = None
    """No recent source confirms this field."""
    description: str
    file_name: str
    fingerprint: str | None = None
    """No recent source confirms this field."""
    first_line: int
    impact_level: ImpactLevelCategoryValue | None = None
    """No recent source confirms this field."""
    original_issue_id_from_tool: str | None = None
    patterns: Sequence[str] | None = None
    """No recent source confirms this field."""
    probability_level: ProbabilityLevelCategoryValue | None = None
    """No recent source confirms this field."""
    reference: str | None = None
    severity: SeverityCategoryValue | None = None
    sink: str | None = None
    """No recent source confirms this field."""
    solution: str | None = None
    source: str | None = None
    """No recent source confirms this field."""
    status: IssueStatusLabelValue | None = None
    """No recent source confirms this field."""
    title: str
    tool_type: ToolTypeCategoryValue | None = None
    """No recent source confirms this field."""
    vulnerable_line: int


class CreateScaFindingInput(InputModel):
    """The API's `CreateScaFindingInput`."""

    affected_version: str
    asset_id: IntID
    branch: str | None = None
    category: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    control_sync_status_id: ID | None = None
    cve: str | None = None
    cvss_metric: str | None = None
    """No recent source confirms this field."""
    cvss_score: float | None = None
    """No recent source confirms this field."""
    description: str
    file_name: str
    fingerprint: str | None = None
    """No recent source confirms this field."""
    impact_level: ImpactLevelCategoryValue | None = None
    """No recent source confirms this field."""
    original_issue_id_from_tool: str | None = None
    package: str
    patched_version: str | None = None
    patterns: Sequence[str] | None = None
    """No recent source confirms this field."""
    probability_level: ProbabilityLevelCategoryValue | None = None
    """No recent source confirms this field."""
    reference: str | None = None
    severity: SeverityCategoryValue | None = None
    solution: str | None = None
    title: str
    tool_type: ToolTypeCategoryValue | None = None
    """No recent source confirms this field."""
