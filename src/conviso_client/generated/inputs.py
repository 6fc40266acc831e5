# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conviso_client.model import ID, Date, DateTime, InputModel, IntID
from conviso_client.upload import Upload

from .enums import (
    ActivityStatusEnumValue,
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
    CalendarIntervalEnumValue,
    DataClassificationValue,
    ExploitabilityValue,
    HTTPMethodValue,
    ImpactLevelCategoryValue,
    IntegrationsTypesValue,
    IssueSortByEnumValue,
    IssueStatusLabelValue,
    IssueValue,
    NewProjectStatusEnumValue,
    OrderEnumValue,
    PentestAiDepthEnumValue,
    PentestAiDocFormatEnumValue,
    PentestAiSizeEnumValue,
    ProbabilityLevelCategoryValue,
    ProjectTypeEnumValue,
    ReachabilityEnumValue,
    RequirementTypeEnumValue,
    SchemeCategoryValue,
    SecurityGateExecutionsSortByEnumValue,
    SeverityCategoryValue,
    SlaStateEnumValue,
    ThreatLevelValue,
    TicketImpactEnumValue,
    TicketPriorityEnumValue,
    TicketTypeEnumValue,
    ToolTypeCategoryValue,
)

__all__ = [
    "ActivitiesSearch",
    "ActivityAttributeInput",
    "ActivityInput",
    "AddActivityAttachmentInput",
    "AddApplicationAssetsInput",
    "AssetsSearch",
    "AssociateProjectInput",
    "AttachmentInput",
    "BasePaginationInput",
    "BulkChangeIssueStatusInput",
    "BulkDeleteIssuesInput",
    "BulkDeleteProjectInput",
    "BulkUpdateProjectStatusInput",
    "CancelPentestExecutionInput",
    "ChangeIssueStatusInput",
    "CompanySearch",
    "CreateApplicationInput",
    "CreateAssetInput",
    "CreateAttachmentInput",
    "CreateControlSyncStatusInput",
    "CreateDastFindingInput",
    "CreateDeployInput",
    "CreateNetworkVulnerabilityInput",
    "CreateOrUpdateBackstageIntegrationInput",
    "CreateOrUpdateContainerFindingInput",
    "CreateOrUpdateDastFindingInput",
    "CreateOrUpdateFindingPolymorphicInput",
    "CreateOrUpdateSastFindingInput",
    "CreateOrUpdateScaFindingInput",
    "CreateOrUpdateSecretFindingInput",
    "CreatePentestArtifactInput",
    "CreatePentestExecutionInput",
    "CreatePentestRetestInput",
    "CreateProjectInput",
    "CreateProjectRequirementInput",
    "CreateSastFindingInput",
    "CreateScaFindingInput",
    "CreateSourceCodeVulnerabilityInput",
    "CreateThreatModelArtifactInput",
    "CreateThreatModelArtifactVersionInput",
    "CreateThreatModelingRequirementsInput",
    "CreateTicketInput",
    "CreateWebVulnerabilityInput",
    "DateRangeInput",
    "DateTimeSearch",
    "DeleteAssetInput",
    "DeleteIssueInput",
    "DeleteRequirementInput",
    "FilterParams",
    "ImportAssetToIntegrationInput",
    "ImportAssetToIntegrationProjectInput",
    "ImportSbomInput",
    "IncreaseIssueScanCountInput",
    "IssueSortOptionInput",
    "IssuesFiltersInput",
    "IssuesStatsFiltersInput",
    "MarkIssueAsAnalyzedInput",
    "PaginationInput",
    "ProjectSearch",
    "ProjectTypeSearch",
    "RemoveApplicationAssetsInput",
    "RequirementInput",
    "RequirementsFilterInput",
    "SbomComponentSearchInput",
    "ScansHistoriesFiltersInput",
    "ScansHistoriesSortOptionInput",
    "SecurityGateExecutionsSearch",
    "SecurityGateExecutionsSortOptionInput",
    "StartConvisoDastInput",
    "SubmitPentestRetestResultInput",
    "SyncAssetInput",
    "SyncVulnerabilityWithDefectTrackerInput",
    "ThreatModelingRequirementItemInput",
    "TicketSearch",
    "TopVulnerabilitiesFiltersInput",
    "UpdateActivityStatusInput",
    "UpdateApplicationInput",
    "UpdateAssetInput",
    "UpdateControlSyncStatusInput",
    "UpdateIssueAssigneesInput",
    "UpdateNetworkVulnerabilityInput",
    "UpdatePentestArtifactInput",
    "UpdatePortalUserAccessInput",
    "UpdateProjectInput",
    "UpdateProjectRequirementInput",
    "UpdateProjectStatusInput",
    "UpdateSourceCodeVulnerabilityInput",
    "UpdateThreatModelArtifactInput",
    "UpdateWebVulnerabilityInput",
    "VulnerabilitySearch",
]


class ActivitiesSearch(InputModel):
    """The API's `ActivitiesSearch`."""

    playbook_id: ID | None = None
    project_id: ID | None = None
    project_requirement_id: ID | None = None
    title: str | None = None


class ActivityAttributeInput(InputModel):
    """The API's `ActivityAttributeInput`."""

    description: str | None = None
    id: ID | None = None
    label: str | None = None
    reference: str | None = None
    sort: int | None = None


class ActivityInput(InputModel):
    """The API's `ActivityInput`."""

    action_plan: str | None = None
    category: str | None = None
    description: str
    id: ID | None = None
    item: str | None = None
    label: str
    reference: str | None = None
    sort: str | None = None
    type_id: ID | None = None
    vulnerability_template_id: ID | None = None


class AddActivityAttachmentInput(InputModel):
    """The API's `AddActivityAttachmentInput`."""

    archives: Sequence[Upload] | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    id: ID
    reason: str | None = None


class AddApplicationAssetsInput(InputModel):
    """The API's `AddApplicationAssetsInput`."""

    asset_ids: Sequence[IntID]
    client_mutation_id: str | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    id: IntID


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


class AssociateProjectInput(InputModel):
    """The API's `AssociateProjectInput`."""

    branches: Sequence[str] | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    integration: ToolTypeCategoryValue
    project_id: ID | None = None
    project_ids: Sequence[ID] | None = None
    """Deprecated: No longer supported"""
    repository_url: str | None = None
    subproject_path: str | None = None


class AttachmentInput(InputModel):
    """The API's `AttachmentInput`."""

    allowed_portal_user_ids: Sequence[IntID] | None = None
    archive: Upload | None = None
    description: str | None = None
    id: ID | None = None
    issue_id: IntID | None = None
    project_id: IntID | None = None


class BasePaginationInput(InputModel):
    """The API's `BasePaginationInput`."""

    page: int | None = None
    per_page: int | None = None


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


class BulkDeleteProjectInput(InputModel):
    """The API's `BulkDeleteProjectInput`."""

    client_mutation_id: str | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    ids: Sequence[ID]


class BulkUpdateProjectStatusInput(InputModel):
    """The API's `BulkUpdateProjectStatusInput`."""

    client_mutation_id: str | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    ids: Sequence[ID]
    project_status: NewProjectStatusEnumValue
    reason: str | None = None


class CancelPentestExecutionInput(InputModel):
    """The API's `CancelPentestExecutionInput`."""

    client_mutation_id: str | None = None
    id: ID


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


class CompanySearch(InputModel):
    """The API's `CompanySearch`."""

    contact_email_cont: str | None = None
    """No recent source confirms this field."""
    contact_email_eq: str | None = None
    """No recent source confirms this field."""
    label_cont: str | None = None
    label_eq: str | None = None


class CreateApplicationInput(InputModel):
    """The API's `CreateApplicationInput`."""

    asset_ids: Sequence[IntID] | None = None
    client_mutation_id: str | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    description: str | None = None
    name: str
    url: str | None = None


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


class CreateAttachmentInput(InputModel):
    """The API's `CreateAttachmentInput`."""

    allowed_portal_user_ids: Sequence[IntID] | None = None
    """No recent source confirms this field."""
    archive: Upload
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    description: str | None = None
    """No recent source confirms this field."""
    issue_id: IntID | None = None
    project_id: IntID | None = None


class CreateControlSyncStatusInput(InputModel):
    """The API's `CreateControlSyncStatusInput`."""

    asset_id: ID
    branch_name: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    external_vulnerability_count: int
    integration: ToolTypeCategoryValue
    scan_run_id: str | None = None


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


class CreateDeployInput(InputModel):
    """The API's `CreateDeployInput`."""

    asset_id: ID | None = None
    branch_name: str | None = None
    changed_files: Sequence[str] | None = None
    """No recent source confirms this field."""
    changed_lines: int | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    commit_history: Upload | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    current_commit: str
    current_tag: str | None = None
    """No recent source confirms this field."""
    diff_content: Upload | None = None
    languages: Sequence[str] | None = None
    """No recent source confirms this field."""
    new_lines: int | None = None
    previous_commit: str
    previous_tag: str | None = None
    """No recent source confirms this field."""
    project_id: IntID | None = None
    removed_lines: int | None = None
    total_lines: int | None = None


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


class CreateOrUpdateBackstageIntegrationInput(InputModel):
    """The API's `CreateOrUpdateBackstageIntegrationInput`."""

    auto_import_enabled: bool | None = None
    backstage_url: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    instance_id: str | None = None


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


class CreatePentestArtifactInput(InputModel):
    """The API's `CreatePentestArtifactInput`."""

    application_id: ID
    assignee_email: str | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    custom_headers: Any | None = None
    day: int | None = None
    depth: PentestAiDepthEnumValue | None = None
    description: str | None = None
    doc_format: PentestAiDocFormatEnumValue | None = None
    doc_source_file: Upload | None = None
    doc_source_url: str | None = None
    domains: Sequence[str] | None = None
    extra_prompt: str | None = None
    hour: int | None = None
    in_scope: Sequence[str] | None = None
    interval: CalendarIntervalEnumValue | None = None
    label: str
    minute: int | None = None
    out_scope: Sequence[str] | None = None
    pentest_type: str
    rate_limit: int | None = None
    repositories: Any | None = None
    scheduled_at: DateTime | None = None
    scope_mode: str | None = None
    scope_text: str | None = None
    secret_id: str | None = None
    size: PentestAiSizeEnumValue | None = None
    time: DateTime | None = None
    use_documentation: bool | None = None
    use_repository: bool | None = None
    use_scheduling: bool | None = None
    weekday: str | None = None


class CreatePentestExecutionInput(InputModel):
    """The API's `CreatePentestExecutionInput`."""

    artifact_id: ID
    client_mutation_id: str | None = None


class CreatePentestRetestInput(InputModel):
    """The API's `CreatePentestRetestInput`."""

    client_mutation_id: str | None = None
    project_id: ID


class CreateProjectInput(InputModel):
    """The API's `CreateProjectInput`."""

    access_portal_user_emails: Sequence[str] | None = None
    allocated_portal_user_emails: Sequence[str] | None = None
    assets_ids: Sequence[IntID] | None = None
    attachments: Sequence[AttachmentInput] | None = None
    attack_chain: str | None = None
    client_mutation_id: str | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    connectivity: str | None = None
    credentials_ids: Sequence[IntID] | None = None
    end_date: Date | None = None
    estimated_hours: str | None = None
    goal: str
    label: str
    playbooks_ids: Sequence[IntID] | None = None
    project_scope_urls: Sequence[str] | None = None
    scope: str
    secret_ids: Sequence[str] | None = None
    start_date: Date
    students: int | None = None
    tags: Sequence[str] | None = None
    teams_ids: Sequence[IntID] | None = None
    type_id: IntID


class CreateProjectRequirementInput(InputModel):
    """The API's `CreateProjectRequirementInput`."""

    activities: Sequence[ActivityAttributeInput] | None = None
    client_mutation_id: str | None = None
    description: str | None = None
    label: str
    project_id: ID


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


class CreateThreatModelArtifactInput(InputModel):
    """The API's `CreateThreatModelArtifactInput`."""

    assignee_email: str | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    description: str | None = None
    label: str
    scope_text: str | None = None


class CreateThreatModelArtifactVersionInput(InputModel):
    """The API's `CreateThreatModelArtifactVersionInput`."""

    architecture_items: Any
    artifact_id: ID
    diagram_content: str | None = None
    diagram_type: str | None = None
    notes: str | None = None
    requirement_ids: Sequence[ID] | None = None
    source_project_id: ID | None = None


class CreateThreatModelingRequirementsInput(InputModel):
    """The API's `CreateThreatModelingRequirementsInput`."""

    company_id: ID | None = None
    """None takes the client's company."""
    requirements: Sequence[ThreatModelingRequirementItemInput]


class CreateTicketInput(InputModel):
    """The API's `CreateTicketInput`."""

    attachments: Sequence[Upload] | None = None
    client_mutation_id: str | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    description: str
    impact: TicketImpactEnumValue | None = None
    priority: TicketPriorityEnumValue | None = None
    title: str
    type: TicketTypeEnumValue


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


class DateRangeInput(InputModel):
    """The API's `DateRangeInput`."""

    end_date: DateTime | None = None
    start_date: DateTime | None = None


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


class DeleteIssueInput(InputModel):
    """The API's `DeleteIssueInput`."""

    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    id: ID


class DeleteRequirementInput(InputModel):
    """The API's `DeleteRequirementInput`."""

    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    requirement_id: ID


class FilterParams(InputModel):
    """The API's `FilterParams`."""

    asset_ids: Sequence[ID] | None = None
    asset_tags: Sequence[str] | None = None
    end_date: Date | None = None
    severities: Sequence[SeverityCategoryValue] | None = None
    start_date: Date | None = None
    statuses: Sequence[IssueStatusLabelValue] | None = None


class ImportAssetToIntegrationInput(InputModel):
    """The API's `ImportAssetToIntegrationInput`."""

    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    integration_type: str | None = None
    projects: Sequence[ImportAssetToIntegrationProjectInput] | None = None


class ImportAssetToIntegrationProjectInput(InputModel):
    """The API's `ImportAssetToIntegrationProjectInput`."""

    asset_type: str | None = None
    description: str | None = None
    id: str | None = None
    lifecycle: str | None = None
    name: str | None = None
    owner: str | None = None
    repo_url: str | None = None
    tags: Sequence[str] | None = None
    url: str | None = None


class ImportSbomInput(InputModel):
    """The API's `ImportSbomInput`."""

    asset_id: ID | None = None
    branch_name: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    file: Upload | None = None


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


class PaginationInput(InputModel):
    """The API's `PaginationInput`."""

    page: int | None = None
    per_page: int | None = None


class ProjectSearch(InputModel):
    """The API's `ProjectSearch`."""

    analysts_email_in: Sequence[str] | None = None
    api_code_eq: str | None = None
    continuous_delivery: str | None = None
    """No recent source confirms this field."""
    continuous_delivery_eq: bool | None = None
    """No recent source confirms this field."""
    created_at_gteq: DateTime | None = None
    created_at_lteq: DateTime | None = None
    end_date: DateTime | None = None
    end_date_cont: DateTime | None = None
    end_date_eq: DateTime | None = None
    end_date_gteq: DateTime | None = None
    end_date_lteq: DateTime | None = None
    engagement_statuses: Sequence[int] | None = None
    engagement_types: Sequence[int] | None = None
    environment_compromised: bool | None = None
    id_eq: int | None = None
    id_in: Sequence[ID] | None = None
    label_cont: str | None = None
    label_eq: str | None = None
    pending_requirements: bool | None = None
    project_status_label_cont: str | None = None
    project_status_label_eq: str | None = None
    project_status_label_in: Sequence[str] | None = None
    project_type_label_cont: str | None = None
    project_type_label_eq: str | None = None
    project_type_label_in: Sequence[str] | None = None
    scope_id_eq: ID | None = None
    """None takes the client's company."""
    scope_label_cont: str | None = None
    search: str | None = None
    show_hidden: bool | None = None
    start_date: DateTime | None = None
    start_date_cont: DateTime | None = None
    start_date_eq: DateTime | None = None
    start_date_gteq: DateTime | None = None
    start_date_lteq: DateTime | None = None
    tag_name_eq: str | None = None
    tags: Sequence[str] | None = None
    teams: Sequence[int] | None = None


class ProjectTypeSearch(InputModel):
    """The API's `ProjectTypeSearch`."""

    description_cont: str | None = None
    """No recent source confirms this field."""
    description_eq: str | None = None
    """No recent source confirms this field."""
    id_in: Sequence[int] | None = None
    """No recent source confirms this field."""
    label_cont: str | None = None
    label_eq: str | None = None
    """No recent source confirms this field."""


class RemoveApplicationAssetsInput(InputModel):
    """The API's `RemoveApplicationAssetsInput`."""

    asset_ids: Sequence[IntID]
    client_mutation_id: str | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    id: IntID


class RequirementInput(InputModel):
    """The API's `RequirementInput`."""

    activities: Sequence[ActivityInput] | None = None
    associated_project_type_id: Sequence[ID] | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    description: str
    global_: bool | None = None
    id: ID | None = None
    label: str
    type: RequirementTypeEnumValue | None = None


class RequirementsFilterInput(InputModel):
    """The API's `RequirementsFilterInput`."""

    label: str | None = None
    only_from_company: bool | None = None


class SbomComponentSearchInput(InputModel):
    """The API's `SbomComponentSearchInput`."""

    asset_ids: Sequence[ID] | None = None
    name: str | None = None
    order: OrderEnumValue | None = None
    sort_by: str | None = None
    tags: Sequence[str] | None = None
    vulnerable_only: bool | None = None


class ScansHistoriesFiltersInput(InputModel):
    """The API's `ScansHistoriesFiltersInput`."""

    created_at_range: DateRangeInput | None = None
    """No recent source confirms this field."""
    integrations: Sequence[str] | None = None
    """No recent source confirms this field."""
    statuses: Sequence[str] | None = None
    """No recent source confirms this field."""


class ScansHistoriesSortOptionInput(InputModel):
    """The API's `ScansHistoriesSortOptionInput`."""

    order: OrderEnumValue | None = None
    """No recent source confirms this field."""
    sort_by: str | None = None
    """No recent source confirms this field."""


class SecurityGateExecutionsSearch(InputModel):
    """The API's `SecurityGateExecutionsSearch`."""

    statuses: Sequence[str] | None = None


class SecurityGateExecutionsSortOptionInput(InputModel):
    """The API's `SecurityGateExecutionsSortOptionInput`."""

    order: OrderEnumValue | None = None
    sort_by: SecurityGateExecutionsSortByEnumValue | None = None


class StartConvisoDastInput(InputModel):
    """The API's `StartConvisoDastInput`."""

    asset_id: ID
    client_mutation_id: str | None = None


class SubmitPentestRetestResultInput(InputModel):
    """The API's `SubmitPentestRetestResultInput`."""

    client_mutation_id: str | None = None
    evidence: str | None = None
    execution_id: ID
    fixed: bool
    vulnerability_id: ID


class SyncAssetInput(InputModel):
    """The API's `SyncAssetInput`."""

    asset_id: ID
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    integration: ToolTypeCategoryValue


class SyncVulnerabilityWithDefectTrackerInput(InputModel):
    """The API's `SyncVulnerabilityWithDefectTrackerInput`."""

    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    id: ID


class ThreatModelingRequirementItemInput(InputModel):
    """The API's `ThreatModelingRequirementItemInput`."""

    capec_ids: Sequence[ID]
    label: str
    requirement_id: ID | None = None


class TicketSearch(InputModel):
    """The API's `TicketSearch`."""

    impacts: Sequence[TicketImpactEnumValue] | None = None
    mine_only: bool | None = None
    priorities: Sequence[TicketPriorityEnumValue] | None = None
    search: str | None = None
    statuses: Sequence[str] | None = None
    tags: Sequence[str] | None = None
    types: Sequence[TicketTypeEnumValue] | None = None


class TopVulnerabilitiesFiltersInput(InputModel):
    """The API's `TopVulnerabilitiesFiltersInput`."""

    asset_ids: Sequence[ID] | None = None
    asset_tags: Sequence[str] | None = None
    created_at_range: DateRangeInput | None = None
    severities: Sequence[SeverityCategoryValue] | None = None
    statuses: Sequence[IssueStatusLabelValue] | None = None


class UpdateActivityStatusInput(InputModel):
    """The API's `UpdateActivityStatusInput`."""

    archives: Sequence[Upload] | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    id: ID
    reason: str | None = None
    status: ActivityStatusEnumValue


class UpdateApplicationInput(InputModel):
    """The API's `UpdateApplicationInput`."""

    asset_ids: Sequence[IntID] | None = None
    client_mutation_id: str | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    description: str | None = None
    id: IntID
    name: str | None = None
    url: str | None = None


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


class UpdateControlSyncStatusInput(InputModel):
    """The API's `UpdateControlSyncStatusInput`."""

    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    external_vulnerability_count: int
    id: ID


class UpdateIssueAssigneesInput(InputModel):
    """The API's `UpdateIssueAssigneesInput`."""

    assignee_emails: Sequence[str]
    client_mutation_id: str | None = None
    issue_id: ID


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


class UpdatePentestArtifactInput(InputModel):
    """The API's `UpdatePentestArtifactInput`."""

    application_id: ID | None = None
    assignee_email: str | None = None
    custom_headers: Any | None = None
    day: int | None = None
    depth: PentestAiDepthEnumValue | None = None
    description: str | None = None
    doc_format: PentestAiDocFormatEnumValue | None = None
    doc_source_file: Upload | None = None
    doc_source_url: str | None = None
    domains: Sequence[str] | None = None
    extra_prompt: str | None = None
    hour: int | None = None
    id: ID
    in_scope: Sequence[str] | None = None
    interval: CalendarIntervalEnumValue | None = None
    label: str | None = None
    minute: int | None = None
    out_scope: Sequence[str] | None = None
    pentest_type: str | None = None
    rate_limit: int | None = None
    repositories: Any | None = None
    scheduled_at: DateTime | None = None
    scope_mode: str | None = None
    scope_text: str | None = None
    secret_id: str | None = None
    size: PentestAiSizeEnumValue | None = None
    time: DateTime | None = None
    use_documentation: bool | None = None
    use_repository: bool | None = None
    use_scheduling: bool | None = None
    weekday: str | None = None


class UpdatePortalUserAccessInput(InputModel):
    """The API's `UpdatePortalUserAccessInput`."""

    access_profile_id: ID
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    portal_user_id: ID
    teams_ids: Sequence[ID] | None = None


class UpdateProjectInput(InputModel):
    """The API's `UpdateProjectInput`."""

    access_portal_user_emails: Sequence[str] | None = None
    active_custom_executive_summary: bool | None = None
    active_custom_final_considerations: bool | None = None
    allocated_portal_user_emails: Sequence[str] | None = None
    assets_ids: Sequence[IntID] | None = None
    attachments: Sequence[AttachmentInput] | None = None
    attack_chain: str | None = None
    client_mutation_id: str | None = None
    comment: str | None = None
    company_id: IntID | None = None
    connectivity: str | None = None
    credentials_ids: Sequence[IntID] | None = None
    custom_executive_summary: str | None = None
    custom_final_considerations: str | None = None
    end_date: Date | None = None
    estimated_hours: str | None = None
    goal: str | None = None
    id: ID
    label: str | None = None
    playbooks_ids: Sequence[IntID] | None = None
    project_scope_urls: Sequence[str] | None = None
    scope: str | None = None
    secret_ids: Sequence[str] | None = None
    start_date: Date | None = None
    students: int | None = None
    tags: Sequence[str] | None = None
    teams_ids: Sequence[IntID] | None = None
    type_id: IntID | None = None


class UpdateProjectRequirementInput(InputModel):
    """The API's `UpdateProjectRequirementInput`."""

    activities: Sequence[ActivityAttributeInput] | None = None
    client_mutation_id: str | None = None
    description: str | None = None
    id: ID
    label: str | None = None


class UpdateProjectStatusInput(InputModel):
    """The API's `UpdateProjectStatusInput`."""

    client_mutation_id: str | None = None
    id: ID
    project_status: NewProjectStatusEnumValue
    reason: str | None = None


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


class UpdateThreatModelArtifactInput(InputModel):
    """The API's `UpdateThreatModelArtifactInput`."""

    assignee_email: str | None = None
    description: str | None = None
    id: ID
    label: str
    scope_text: str | None = None


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
