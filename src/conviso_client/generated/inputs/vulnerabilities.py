# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, InputModel, IntID, Sequence

from ..enums import (
    HTTPMethodValue,
    ImpactLevelCategoryValue,
    IntegrationsTypesValue,
    IssueStatusLabelValue,
    ProbabilityLevelCategoryValue,
    SchemeCategoryValue,
    SeverityCategoryValue,
)

__all__ = [
    "CreateNetworkVulnerabilityInput",
    "CreateSourceCodeVulnerabilityInput",
    "CreateWebVulnerabilityInput",
    "UpdateNetworkVulnerabilityInput",
    "UpdateSourceCodeVulnerabilityInput",
    "UpdateWebVulnerabilityInput",
    "VulnerabilitySearch",
]


class CreateNetworkVulnerabilityInput(InputModel):
    """The API's `CreateNetworkVulnerabilityInput`."""

    address: str
    asset_id: IntID
    attack_vector: str
    category: str | None = None
    client_mutation_id: str | None = None
    compromised_environment: bool | None = None
    control_sync_status_id: ID | None = None
    description: str
    impact_description: str
    impact_level: ImpactLevelCategoryValue
    patterns: Sequence[str] | None = None
    port: int
    probability_level: ProbabilityLevelCategoryValue
    project_id: IntID | None = None
    protocol: str
    reference: str | None = None
    severity: SeverityCategoryValue
    solution: str
    status: IssueStatusLabelValue | None = None
    steps_to_reproduce: str
    summary: str
    title: str


class CreateSourceCodeVulnerabilityInput(InputModel):
    """The API's `CreateSourceCodeVulnerabilityInput`."""

    asset_id: IntID
    category: str | None = None
    client_mutation_id: str | None = None
    code_snippet: str
    commit_ref: str | None = None
    compromised_environment: bool | None = None
    control_sync_status_id: ID | None = None
    deploy_id: str | None = None
    description: str
    file_name: str
    first_line: int
    impact_description: str
    impact_level: ImpactLevelCategoryValue
    patterns: Sequence[str] | None = None
    probability_level: ProbabilityLevelCategoryValue
    project_id: IntID | None = None
    reference: str | None = None
    severity: SeverityCategoryValue
    sink: str | None = None
    solution: str
    source: str | None = None
    status: IssueStatusLabelValue | None = None
    steps_to_reproduce: str
    summary: str
    title: str
    vulnerable_line: int


class CreateWebVulnerabilityInput(InputModel):
    """The API's `CreateWebVulnerabilityInput`."""

    asset_id: IntID
    category: str | None = None
    client_mutation_id: str | None = None
    compromised_environment: bool | None = None
    control_sync_status_id: ID | None = None
    description: str
    impact_description: str
    impact_level: ImpactLevelCategoryValue
    method: HTTPMethodValue
    parameters: str | None = None
    patterns: Sequence[str] | None = None
    port: int
    probability_level: ProbabilityLevelCategoryValue
    project_id: IntID | None = None
    reference: str | None = None
    request: str
    response: str
    scheme: SchemeCategoryValue
    severity: SeverityCategoryValue
    solution: str
    status: IssueStatusLabelValue | None = None
    steps_to_reproduce: str
    summary: str
    title: str
    url: str


class UpdateNetworkVulnerabilityInput(InputModel):
    """The API's `UpdateNetworkVulnerabilityInput`."""

    address: str
    asset_id: IntID
    attack_vector: str
    category: str | None = None
    client_mutation_id: str | None = None
    compromised_environment: bool | None = None
    control_sync_status_id: ID | None = None
    description: str
    id: ID
    impact_description: str
    impact_level: ImpactLevelCategoryValue
    patterns: Sequence[str] | None = None
    port: int
    probability_level: ProbabilityLevelCategoryValue
    project_id: IntID | None = None
    protocol: str
    reference: str | None = None
    severity: SeverityCategoryValue
    solution: str
    status: IssueStatusLabelValue | None = None
    steps_to_reproduce: str
    summary: str
    title: str


class UpdateSourceCodeVulnerabilityInput(InputModel):
    """The API's `UpdateSourceCodeVulnerabilityInput`."""

    asset_id: IntID
    category: str | None = None
    client_mutation_id: str | None = None
    code_snippet: str
    commit_ref: str | None = None
    compromised_environment: bool | None = None
    control_sync_status_id: ID | None = None
    deploy_id: str | None = None
    description: str
    file_name: str
    first_line: int
    id: ID
    impact_description: str
    impact_level: ImpactLevelCategoryValue
    patterns: Sequence[str] | None = None
    probability_level: ProbabilityLevelCategoryValue
    project_id: IntID | None = None
    reference: str | None = None
    severity: SeverityCategoryValue
    sink: str | None = None
    solution: str
    source: str | None = None
    status: IssueStatusLabelValue | None = None
    steps_to_reproduce: str
    summary: str
    title: str
    vulnerable_line: int


class UpdateWebVulnerabilityInput(InputModel):
    """The API's `UpdateWebVulnerabilityInput`."""

    asset_id: IntID
    category: str | None = None
    client_mutation_id: str | None = None
    compromised_environment: bool | None = None
    control_sync_status_id: ID | None = None
    description: str
    id: ID
    impact_description: str
    impact_level: ImpactLevelCategoryValue
    method: HTTPMethodValue
    parameters: str | None = None
    patterns: Sequence[str] | None = None
    port: int
    probability_level: ProbabilityLevelCategoryValue
    project_id: IntID | None = None
    reference: str | None = None
    request: str
    response: str
    scheme: SchemeCategoryValue
    severity: SeverityCategoryValue
    solution: str
    status: IssueStatusLabelValue | None = None
    steps_to_reproduce: str
    summary: str
    title: str
    url: str


class VulnerabilitySearch(InputModel):
    """The API's `VulnerabilitySearch`."""

    criticity_cont: str | None = None
    """No recent source confirms this field."""
    criticity_eq: str | None = None
    """No recent source confirms this field."""
    description_cont: str | None = None
    """No recent source confirms this field."""
    description_eq: str | None = None
    """No recent source confirms this field."""
    integration_types: Sequence[IntegrationsTypesValue] | None = None
    """No recent source confirms this field."""
    project_scope_id_eq: int | None = None
    """No recent source confirms this field."""
    vid_cont: str | None = None
    """No recent source confirms this field."""
    vid_eq: str | None = None
    """No recent source confirms this field."""
    vulnerability_model_title_cont: str | None = None
    """No recent source confirms this field."""
    vulnerability_model_title_eq: str | None = None
    """No recent source confirms this field."""
