# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from conviso_client.model import NULL_AS_EMPTY, OtherThan, ResultModel, UnknownTypename

from .enums import (
    BusinessImpactLevel,
    DataClassification,
    Exploitability,
    HTTPMethod,
    ImpactLevelCategory,
    Issue,
    IssueStatusLabel,
    ProbabilityLevelCategory,
    RequirementSyncConfigTypeEnum,
    RequirementSyncModeEnum,
    ScanRunStateEnum,
    SchemeCategory,
    SeverityCategory,
    SlaStateEnum,
    ThreatLevel,
    TicketImpactEnum,
    TicketPriorityEnum,
    TicketTypeEnum,
)

__all__ = [
    "AccessProfileRef",
    "Activity",
    "ActivityCollection",
    "ActivityEvidence",
    "ActivityHistory",
    "ActivityHistoryCollection",
    "ActivitySummary",
    "AddActivityAttachmentPayload",
    "AddApplicationAssetsPayload",
    "AiAgentAnalysis",
    "AnalysisStatusTypeCollection",
    "Application",
    "AssetCollection",
    "AssetDetail",
    "AssetRef",
    "AssetRiskScore",
    "AssetScansCount",
    "AssetSummary",
    "AssociateProjectData",
    "AssociateProjectPayload",
    "AttachmentDetail",
    "BackstageIntegration",
    "BatchCreateOrUpdateFindingsPayload",
    "Branch",
    "BranchCollection",
    "BulkChangeIssueStatusPayload",
    "BulkDeleteIssuesPayload",
    "BulkDeleteProjectPayload",
    "BulkUpdateProjectStatusPayload",
    "CancelPentestExecutionPayload",
    "ChangeIssueStatusPayload",
    "CheckDetail",
    "CheckRef",
    "CompanyCollection",
    "CompanyDetail",
    "CompanyPlan",
    "CompanyRef",
    "CompanySummary",
    "ContainerFindingDetail",
    "ContainerIssue",
    "ContainerIssueSummary",
    "ControlSyncStatusDetail",
    "CreateApplicationPayload",
    "CreateAssetPayload",
    "CreateAttachmentPayload",
    "CreateControlSyncStatusPayload",
    "CreateDastFindingPayload",
    "CreateDeployPayload",
    "CreateNetworkVulnerabilityPayload",
    "CreateOrUpdateBackstageIntegrationPayload",
    "CreateOrUpdateContainerFindingPayload",
    "CreateOrUpdateDastFindingPayload",
    "CreateOrUpdateIacFindingPayload",
    "CreateOrUpdateRequirementPayload",
    "CreateOrUpdateSastFindingPayload",
    "CreateOrUpdateScaFindingPayload",
    "CreateOrUpdateSecretFindingPayload",
    "CreatePentestArtifactPayload",
    "CreatePentestExecutionPayload",
    "CreatePentestRetestPayload",
    "CreateProjectPayload",
    "CreateProjectRequirementPayload",
    "CreateRequirementSyncConfigurationPayload",
    "CreateSastFindingPayload",
    "CreateScaFindingPayload",
    "CreateScanRunPayload",
    "CreateSourceCodeVulnerabilityPayload",
    "CreateThreatModelArtifactPayload",
    "CreateThreatModelArtifactVersionPayload",
    "CreateThreatModelingRequirementsPayload",
    "CreateTicketPayload",
    "CreateWebVulnerabilityPayload",
    "DastDetail",
    "DastIssue",
    "DastIssueSummary",
    "DeleteAssetPayload",
    "DeleteIssuePayload",
    "DeleteRequirementPayload",
    "DeletedAssets",
    "DeletedProjects",
    "DeployCollection",
    "DeploySummary",
    "FindingError",
    "History",
    "IacFindingDetail",
    "IacIssue",
    "IacIssueSummary",
    "ImportAssetToIntegrationPayload",
    "ImportAstFindingsFilePayload",
    "ImportContainerFindingsFilePayload",
    "ImportMobsfPayload",
    "ImportSbomPayload",
    "IncreaseIssueScanCountPayload",
    "IssueAsset",
    "IssueCommon",
    "IssueDetail",
    "IssueDetailBase",
    "IssueHistoryEvent",
    "IssueInterfaceCollection",
    "IssueRef",
    "IssueSla",
    "IssueState",
    "IssueStatusHistory",
    "IssueSummary",
    "IssueSummaryBase",
    "IssuesStats",
    "LegacyVulnerability",
    "LogAstErrorPayload",
    "MarkIssueAsAnalyzedPayload",
    "MttrOverTime",
    "NetworkDetail",
    "NetworkIssue",
    "NetworkIssueSummary",
    "OtherIssueDetail",
    "OtherIssueSummary",
    "OverallRiskScoreHistory",
    "PageMetadata",
    "PentestArtifact",
    "PentestArtifactApplication",
    "PentestArtifactCollection",
    "PentestExecution",
    "PentestExecutionPentestArtifact",
    "PolicyControls",
    "PortalUserAccess",
    "ProjectAssignment",
    "ProjectCollection",
    "ProjectDetail",
    "ProjectPageMetadata",
    "ProjectRef",
    "ProjectReport",
    "ProjectRequirement",
    "ProjectRequirementSummary",
    "ProjectRequirementsProgress",
    "ProjectScopeUrl",
    "ProjectStatusDetail",
    "ProjectSummary",
    "ProjectTypeCollection",
    "ProjectTypeDetail",
    "ProjectTypeRef",
    "ReachabilityAnalysis",
    "RemoveApplicationAssetsPayload",
    "RepositoryDetail",
    "RequirementCollection",
    "RequirementDetail",
    "RequirementRef",
    "RequirementSummary",
    "RequirementSyncConfigEntry",
    "RequirementSyncConfiguration",
    "RiskScore",
    "RiskScoreDifference",
    "SastDetail",
    "SastIssue",
    "SastIssueSummary",
    "SbomComponent",
    "SbomComponentCollection",
    "ScaDetail",
    "ScaIssue",
    "ScaIssueSummary",
    "ScanHistoryCollection",
    "ScanHistorySummary",
    "ScanRun",
    "ScannerConfiguration",
    "SecretFindingDetail",
    "SecretIssue",
    "SecretIssueSummary",
    "SecurityGateExecution",
    "SecurityGateExecutionCollection",
    "SecurityGateFailingVulnerability",
    "SecurityGateFailingVulnerabilityCollection",
    "SecurityGateReason",
    "SecurityGateReasonSeverity",
    "SecurityGateRun",
    "SecurityGateRunReason",
    "SecurityGateRunReasonCritical",
    "SeverityCount",
    "SourceCodeDetail",
    "SourceCodeIssue",
    "SourceCodeIssueSummary",
    "StartConvisoDastPayload",
    "SubmitPentestRetestResultPayload",
    "SyncAssetPayload",
    "SyncRequirementsWithTrackerPayload",
    "SyncVulnerabilityWithDefectTrackerPayload",
    "Tag",
    "TeamRef",
    "ThreatModelArtifact",
    "ThreatModelArtifactCollection",
    "ThreatModelArtifactVersion",
    "Ticket",
    "TicketCollection",
    "TicketError",
    "TopVulnerability",
    "UpdateActivityStatusPayload",
    "UpdateApplicationPayload",
    "UpdateAssetPayload",
    "UpdateControlSyncStatusPayload",
    "UpdateIssueAssigneesPayload",
    "UpdateNetworkVulnerabilityPayload",
    "UpdatePentestArtifactPayload",
    "UpdatePortalUserAccessPayload",
    "UpdateProjectPayload",
    "UpdateProjectRequirementPayload",
    "UpdateProjectStatusPayload",
    "UpdateScanRunPayload",
    "UpdateSourceCodeVulnerabilityPayload",
    "UpdateThreatModelArtifactPayload",
    "UpdateWebVulnerabilityPayload",
    "UserDetail",
    "UserRef",
    "VulnerabilityCollection",
    "VulnerabilityTemplateCollection",
    "VulnerabilityTemplateDetail",
    "VulnerabilityTemplateSummary",
    "WebDetail",
    "WebIssue",
    "WebIssueSummary",
]


class AccessProfileRef(ResultModel):
    """The access profile of a person in a company, by id.

    Its name and its permissions are not confirmed.
    """

    id: str


class ActivitySummary(ResultModel):
    """An activity of a project: one thing to do for one of its requirements.

    `status` is in lower case here, such as `not_started`; `update_activity_status` takes upper case. `permitted_status`
    lists what may come next. `check` is what the activity was made from, in the company's requirement; `evidences`
    names the files.
    """

    id: str
    title: str | None
    description: str | None
    reference: str | None
    status: str | None
    permitted_status: list[str] | None
    reason: str | None
    justify: str | None
    evidence_text: str | None
    archive_filename: str | None
    started_at: datetime | None
    finished_at: datetime | None
    updated_at: datetime
    check: CheckRef | None
    portal_user: UserRef | None
    assigned_users: list[UserRef] | None
    evidences: list[ActivityEvidence] | None


class Activity(ActivitySummary):
    """The API's `Activity`."""

    history: ActivityHistoryCollection | None = None


class ActivityCollection(ResultModel):
    """The API's `ActivityCollection`."""

    collection: Annotated[list[Activity], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class ActivityEvidence(ResultModel):
    """The API's `ActivityEvidence`."""

    filename: str | None


class ActivityHistory(ResultModel):
    """The API's `ActivityHistory`."""

    id: str
    action_type: str | None
    created_at: datetime | None
    portal_user: UserRef | None
    evidences: list[ActivityEvidence] | None


class ActivityHistoryCollection(ResultModel):
    """The API's `ActivityHistoryCollection`."""

    collection: Annotated[list[ActivityHistory], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class AddActivityAttachmentPayload(ResultModel):
    """The API's `AddActivityAttachmentPayload`."""

    activity: ActivitySummary | None
    errors: list[str] | None


class AddApplicationAssetsPayload(ResultModel):
    """The API's `AddApplicationAssetsPayload`."""

    application: Application | None
    errors: list[str] | None


class AiAgentAnalysis(ResultModel):
    """The API's `AiAgentAnalysis`."""

    id: str
    fp_analyzed: bool | None


class AnalysisStatusTypeCollection(ResultModel):
    """The API's `AnalysisStatusTypeCollection`."""

    collection: Annotated[list[ProjectStatusDetail], NULL_AS_EMPTY]
    metadata: PageMetadata


class Application(ResultModel):
    """The API's `Application`."""

    id: str
    name: str | None
    description: str | None
    url: str | None
    risk_score: float | None
    assets_count: int | None
    created_at: datetime | None
    updated_at: datetime | None
    assets: list[AssetRef] | None = None


class AssetCollection(ResultModel):
    """The API's `AssetCollection`."""

    collection: Annotated[list[AssetSummary], NULL_AS_EMPTY]
    metadata: PageMetadata


class AssetSummary(ResultModel):
    """An asset as a row of a list.

    - `exploitability` is what the platform's pages call the attack surface, `threat` the worst of the open
      issues.
    - `pending_vulnerabilities_stats` counts the open issues by severity. Of a repository these counts and
      `risk_score` describe the default branch alone, not the sum of its branches.
    - `repository_detail.repository_key` is the canonical `host/org/repo`, None for an asset without a repository.
    - `integrations` names the tools that report to the asset.
    """

    id: str
    name: str | None
    asset_type: str | None
    environment: str | None
    audience: str | None
    business_impact: BusinessImpactLevel | None
    data_classification: list[DataClassification]
    exploitability: Exploitability | None
    threat: ThreatLevel | None
    environment_compromised: bool | None
    assets_tag_list: list[str] | None
    technologies: list[str]
    integrations: list[str] | None
    repository_detail: RepositoryDetail | None
    risk_score: AssetRiskScore | None
    pending_vulnerabilities_stats: list[SeverityCount]
    created_at: datetime
    updated_at: datetime


class AssetDetail(AssetSummary):
    """An asset, whole.

    `branches` comes without pages; an asset that is no repository has none. `projects` includes those of the AST
    scanner.
    """

    description: str | None
    architecture_type: str | None
    company: CompanyRef
    branches: list[Branch] | None
    projects: list[ProjectRef] | None


class AssetRef(ResultModel):
    """An asset, by id and name."""

    id: str
    name: str | None


class AssetRiskScore(ResultModel):
    """The risk score of an asset.

    The platform computes it from business impact, exploitability, data classification and the open issues. As
    long as one of the first three is not given there is no score, and None stands here.
    """

    current: RiskScore | None


class AssetScansCount(ResultModel):
    """The API's `AssetScansCount`."""

    assets_with_scans: int | None
    assets_without_scans: int | None
    considered_scans: list[str] | None


class AssociateProjectData(ResultModel):
    """The API's `AssociateProjectData`."""

    asset: AssetSummary | None


class AssociateProjectPayload(ResultModel):
    """The API's `AssociateProjectPayload`."""

    data: AssociateProjectData | None


class AttachmentDetail(ResultModel):
    """A file that is attached to an issue or a project.

    `presigned_url` is where the file can be downloaded; who has it may need no key, so treat it as a secret.
    """

    id: str
    archive_filename: str | None
    archive_size: int | None
    created_at: datetime
    presigned_url: str | None
    portal_user: UserRef | None


class BackstageIntegration(ResultModel):
    """The API's `BackstageIntegration`."""

    id: str
    instance_id: str | None
    backstage_url: str | None
    auto_import_enabled: bool | None
    updated_at: datetime | None


class BatchCreateOrUpdateFindingsPayload(ResultModel):
    """The API's `BatchCreateOrUpdateFindingsPayload`."""

    issues: list[IssueState] | None
    finding_errors: list[FindingError] | None


class Branch(ResultModel):
    """The API's `Branch`."""

    id: str
    name: str | None
    default: bool | None


class BranchCollection(ResultModel):
    """The API's `BranchCollection`."""

    collection: Annotated[list[Branch], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class BulkChangeIssueStatusPayload(ResultModel):
    """The API's `BulkChangeIssueStatusPayload`."""

    job_id: str | None


class BulkDeleteIssuesPayload(ResultModel):
    """The API's `BulkDeleteIssuesPayload`."""

    job_id: str | None


class BulkDeleteProjectPayload(ResultModel):
    """The API's `BulkDeleteProjectPayload`."""

    projects: DeletedProjects | None


class BulkUpdateProjectStatusPayload(ResultModel):
    """The API's `BulkUpdateProjectStatusPayload`."""

    projects: ProjectCollection | None


class CancelPentestExecutionPayload(ResultModel):
    """The API's `CancelPentestExecutionPayload`."""

    pentest_execution: PentestExecution | None


class ChangeIssueStatusPayload(ResultModel):
    """The API's `ChangeIssueStatusPayload`."""

    issue: IssueState


class CheckRef(ResultModel):
    """An activity of a requirement as it is written once, by id and name."""

    id: str
    label: str


class CheckDetail(CheckRef):
    """An activity of a requirement as it is written once."""

    description: str | None
    reference: str | None
    category: str | None
    item: str | None
    action_plan: str | None
    sort: int | None


class CompanyCollection(ResultModel):
    """The API's `CompanyCollection`."""

    collection: Annotated[list[CompanySummary], NULL_AS_EMPTY]


class CompanySummary(ResultModel):
    """A company as a row of a list.

    `active` is a number in this API, not a boolean.
    """

    id: str
    label: str
    sid: str
    active: int | None
    configured: bool | None
    created_at: datetime
    updated_at: datetime


class CompanyDetail(CompanySummary):
    """A company, whole.

    `custom_features` lists the feature flags that are on, `integrations` the tools that are connected; the
    `brand_` fields describe the logo.
    """

    company_plan: CompanyPlan | None
    custom_features: list[str] | None
    integrations: list[str]
    brand_id: str | None
    brand_url: str | None
    brand_filename: str | None
    brand_size: str | None


class CompanyPlan(ResultModel):
    """The API's `CompanyPlan`."""

    id: str
    name: str | None


class CompanyRef(ResultModel):
    """A company, by id and name."""

    id: str
    label: str


class ContainerFindingDetail(ResultModel):
    """The API's `ContainerFindingDetail`."""

    package: str | None
    affected_version: str | None
    patched_version: str | None
    cve: str | None


class IssueRef(ResultModel):
    """An issue of any type, by id and title."""

    id: str
    title: str


class IssueState(IssueRef):
    """An issue and where it stands: what a write gives back.

    `type` tells the kind, `permitted_status` the statuses that it may be given next.
    """

    type: Issue
    severity: SeverityCategory | None
    status: IssueStatusLabel
    permitted_status: list[IssueStatusLabel]


class IssueCommon(IssueState):
    """What every issue has, whatever its type.

    `project` is None for what was not found in a project, `branch` for what was reported without a branch: a filter by branch
    leaves such issues out. `sla.state` is computed when you read; `sla.days_remaining` is negative once the deadline has passed, and
    None where no clock runs. `category` is the weakness (CWE). `author` reported the issue, `assigned_users` are to fix it.
    `ai_agent_analysis.fp_analyzed` says whether the AI agent has looked for a false positive.
    """

    category: str | None
    asset: IssueAsset
    project: ProjectRef | None
    branch: Branch | None
    sla: IssueSla | None
    assigned_users: list[UserRef] | None
    author: UserRef
    ai_agent_analysis: AiAgentAnalysis | None
    created_at: datetime
    updated_at: datetime


class IssueDetailBase(IssueCommon):
    """What every `IssueDetail` has."""

    description: str
    reference: str | None
    patterns: list[str] | None
    status_history: list[IssueStatusHistory]
    history: list[IssueHistoryEvent] | None = None


class ContainerIssue(IssueDetailBase):
    """A vulnerable package in a container image."""

    typename__: Literal["ContainerFinding"] = Field(alias="__typename")
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None
    impact_level: ImpactLevelCategory | None
    detail: ContainerFindingDetail | None


class IssueSummaryBase(IssueCommon):
    """What every `IssueSummary` has."""

    description: str | None = None
    reference: str | None = None
    patterns: list[str] | None = None
    history: list[IssueHistoryEvent] | None = None


class ContainerIssueSummary(IssueSummaryBase):
    """A vulnerable package in a container image, as a row of a list."""

    typename__: Literal["ContainerFinding"] = Field(alias="__typename")
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None = None
    impact_level: ImpactLevelCategory | None
    detail: ContainerFindingDetail | None = None


class ControlSyncStatusDetail(ResultModel):
    """How far an import or a scan is.

    `status` is `pending`, `succeeded` or `failed`, and then `failure_reason` says why. `external_vulnerability_count`
    is how many findings the tool reported; `success_count` and `failure_count` tell how many of them went through,
    `imported_vulnerability_count` how many are on the platform, and `created_vulnerability_count` how many of those are
    new.
    """

    id: str
    status: str | None
    external_vulnerability_count: int | None
    imported_vulnerability_count: int | None
    created_vulnerability_count: int | None
    success_count: int | None
    failure_count: int | None
    failure_reason: str | None
    estimated_duration_in_seconds: int | None
    asset: AssetRef | None


class CreateApplicationPayload(ResultModel):
    """The API's `CreateApplicationPayload`."""

    application: Application | None
    errors: list[str] | None


class CreateAssetPayload(ResultModel):
    """The API's `CreateAssetPayload`."""

    asset: AssetDetail | None
    errors: list[str] | None


class CreateAttachmentPayload(ResultModel):
    """The API's `CreateAttachmentPayload`."""

    attachment: AttachmentDetail | None


class CreateControlSyncStatusPayload(ResultModel):
    """The API's `CreateControlSyncStatusPayload`."""

    control_sync_status: ControlSyncStatusDetail
    success: bool


class CreateDastFindingPayload(ResultModel):
    """The API's `CreateDastFindingPayload`."""

    issue: IssueState | None


class CreateDeployPayload(ResultModel):
    """The API's `CreateDeployPayload`."""

    deploy: DeploySummary | None


class CreateNetworkVulnerabilityPayload(ResultModel):
    """The API's `CreateNetworkVulnerabilityPayload`."""

    issue: IssueState | None


class CreateOrUpdateBackstageIntegrationPayload(ResultModel):
    """The API's `CreateOrUpdateBackstageIntegrationPayload`."""

    backstage_integration: BackstageIntegration | None


class CreateOrUpdateContainerFindingPayload(ResultModel):
    """The API's `CreateOrUpdateContainerFindingPayload`."""

    issue: IssueState | None


class CreateOrUpdateDastFindingPayload(ResultModel):
    """The API's `CreateOrUpdateDastFindingPayload`."""

    issue: IssueState | None


class CreateOrUpdateIacFindingPayload(ResultModel):
    """The API's `CreateOrUpdateIacFindingPayload`."""

    issue: IssueState | None


class CreateOrUpdateRequirementPayload(ResultModel):
    """The API's `CreateOrUpdateRequirementPayload`."""

    requirement: RequirementDetail | None


class CreateOrUpdateSastFindingPayload(ResultModel):
    """The API's `CreateOrUpdateSastFindingPayload`."""

    issue: IssueState | None


class CreateOrUpdateScaFindingPayload(ResultModel):
    """The API's `CreateOrUpdateScaFindingPayload`."""

    issue: IssueState | None


class CreateOrUpdateSecretFindingPayload(ResultModel):
    """The API's `CreateOrUpdateSecretFindingPayload`."""

    issue: IssueState | None


class CreatePentestArtifactPayload(ResultModel):
    """The API's `CreatePentestArtifactPayload`."""

    pentest_artifact: PentestArtifact | None


class CreatePentestExecutionPayload(ResultModel):
    """The API's `CreatePentestExecutionPayload`."""

    pentest_execution: PentestExecution | None


class CreatePentestRetestPayload(ResultModel):
    """The API's `CreatePentestRetestPayload`."""

    pentest_execution: PentestExecution | None


class CreateProjectPayload(ResultModel):
    """The API's `CreateProjectPayload`."""

    project: ProjectSummary | None
    errors: list[str] | None


class CreateProjectRequirementPayload(ResultModel):
    """The API's `CreateProjectRequirementPayload`."""

    project_requirement: ProjectRequirement | None
    errors: list[str] | None


class CreateRequirementSyncConfigurationPayload(ResultModel):
    """The API's `CreateRequirementSyncConfigurationPayload`."""

    requirement_sync_configurations: list[RequirementSyncConfiguration] | None


class CreateSastFindingPayload(ResultModel):
    """The API's `CreateSastFindingPayload`."""

    issue: IssueState | None


class CreateScaFindingPayload(ResultModel):
    """The API's `CreateScaFindingPayload`."""

    issue: IssueState | None


class CreateScanRunPayload(ResultModel):
    """The API's `CreateScanRunPayload`."""

    scan_run: ScanRun | None
    success: bool | None


class CreateSourceCodeVulnerabilityPayload(ResultModel):
    """The API's `CreateSourceCodeVulnerabilityPayload`."""

    issue: IssueState | None


class CreateThreatModelArtifactPayload(ResultModel):
    """The API's `CreateThreatModelArtifactPayload`."""

    threat_model_artifact: ThreatModelArtifact | None


class CreateThreatModelArtifactVersionPayload(ResultModel):
    """The API's `CreateThreatModelArtifactVersionPayload`."""

    version: ThreatModelArtifactVersion | None


class CreateThreatModelingRequirementsPayload(ResultModel):
    """The API's `CreateThreatModelingRequirementsPayload`."""

    requirements: list[RequirementSummary] | None


class CreateTicketPayload(ResultModel):
    """The API's `CreateTicketPayload`."""

    ticket: Ticket | None
    errors: list[TicketError] | None


class CreateWebVulnerabilityPayload(ResultModel):
    """The API's `CreateWebVulnerabilityPayload`."""

    issue: IssueState | None


class DastDetail(ResultModel):
    """The request by which a dynamic analysis found something.

    `request` and `response` are the raw HTTP messages.
    """

    method: HTTPMethod
    url: str
    scheme: SchemeCategory
    port: int
    parameters: str | None
    request: str | None = None
    response: str | None = None


class DastIssue(IssueDetailBase):
    """A finding of a dynamic analysis (DAST)."""

    typename__: Literal["DastFinding"] = Field(alias="__typename")
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None
    impact_level: ImpactLevelCategory | None
    detail: DastDetail


class DastIssueSummary(IssueSummaryBase):
    """A finding of a dynamic analysis, as a row of a list."""

    typename__: Literal["DastFinding"] = Field(alias="__typename")
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None = None
    impact_level: ImpactLevelCategory | None
    detail: DastDetail | None = None


class DeleteAssetPayload(ResultModel):
    """The API's `DeleteAssetPayload`."""

    asset: DeletedAssets


class DeleteIssuePayload(ResultModel):
    """The API's `DeleteIssuePayload`."""

    issue: IssueRef | None


class DeleteRequirementPayload(ResultModel):
    """The API's `DeleteRequirementPayload`."""

    requirement: RequirementRef | None


class DeletedAssets(ResultModel):
    """The assets that a deletion removed."""

    collection: Annotated[list[AssetRef], NULL_AS_EMPTY]


class DeletedProjects(ResultModel):
    """The projects that a deletion answered with."""

    collection: Annotated[list[ProjectRef], NULL_AS_EMPTY]


class DeployCollection(ResultModel):
    """The API's `DeployCollection`."""

    collection: Annotated[list[DeploySummary], NULL_AS_EMPTY]


class DeploySummary(ResultModel):
    """A deploy: a range of commits of an asset that went out together."""

    id: str
    current_commit: str | None
    previous_commit: str | None


class FindingError(ResultModel):
    """The API's `FindingError`."""

    index: int | None
    code: str | None
    message: str | None


class History(ResultModel):
    """The API's `History`."""

    id: str
    status: str | None
    created_at: datetime
    updated_at: datetime


class IacFindingDetail(ResultModel):
    """The API's `IacFindingDetail`."""

    file_name: str | None
    first_line: int | None
    vulnerable_line: int | None
    code_snippet: str | None = None


class IacIssue(IssueDetailBase):
    """A finding in infrastructure as code (IaC)."""

    typename__: Literal["IacFinding"] = Field(alias="__typename")
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None
    impact_level: ImpactLevelCategory | None
    detail: IacFindingDetail | None


class IacIssueSummary(IssueSummaryBase):
    """A finding in infrastructure as code, as a row of a list."""

    typename__: Literal["IacFinding"] = Field(alias="__typename")
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None = None
    impact_level: ImpactLevelCategory | None
    detail: IacFindingDetail | None = None


class ImportAssetToIntegrationPayload(ResultModel):
    """The API's `ImportAssetToIntegrationPayload`."""

    success: bool | None
    imported_count: int | None
    errors: list[str] | None


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


class ImportSbomPayload(ResultModel):
    """The API's `ImportSbomPayload`."""

    success: bool | None


class IncreaseIssueScanCountPayload(ResultModel):
    """The API's `IncreaseIssueScanCountPayload`."""

    control_sync_status: ControlSyncStatusDetail


class IssueAsset(AssetRef):
    """The asset that an issue was found on."""

    assets_tag_list: list[str] | None
    company: CompanyRef


class IssueHistoryEvent(ResultModel):
    """The API's `IssueHistoryEvent`."""

    event_id: str | None
    at: datetime | None
    kind: str | None
    action: str | None
    status: str | None
    previous_status: str | None
    reason: str | None
    author_email: str | None
    assignee_email: str | None


class IssueInterfaceCollection(ResultModel):
    """The API's `IssueInterfaceCollection`."""

    collection: Annotated[list[IssueSummary] | None, NULL_AS_EMPTY]
    metadata: PageMetadata | None


class IssueSla(ResultModel):
    """The API's `IssueSla`."""

    state: SlaStateEnum | None
    due_at: datetime | None
    days_remaining: int | None


class IssueStatusHistory(ResultModel):
    """The API's `IssueStatusHistory`."""

    created_at: datetime
    status: IssueStatusLabel


class IssuesStats(ResultModel):
    """The API's `IssuesStats`."""

    severities: list[SeverityCount]


class LegacyVulnerability(ResultModel):
    """A vulnerability of the platform's older model.

    `vulnerability_status`, `failure_type` and `impact` are plain text, not the enums that issues have.
    """

    id: str
    title: str | None
    vulnerability_status: str | None
    failure_type: str | None
    impact: str | None
    created_at: datetime
    company: CompanyRef
    history: list[History] | None = None


class LogAstErrorPayload(ResultModel):
    """The API's `LogAstErrorPayload`."""

    success: bool | None


class MarkIssueAsAnalyzedPayload(ResultModel):
    """The API's `MarkIssueAsAnalyzedPayload`."""

    ai_agent_analysis: AiAgentAnalysis | None


class MttrOverTime(ResultModel):
    """The API's `MttrOverTime`."""

    dates: list[str] | None
    all: list[float | None] | None
    critical: list[float | None] | None
    high: list[float | None] | None
    medium: list[float | None] | None
    low: list[float | None] | None
    notification: list[float | None] | None


class NetworkDetail(ResultModel):
    """The service that has a network vulnerability."""

    address: str
    port: int
    protocol: str
    attack_vector: str


class NetworkIssue(IssueDetailBase):
    """A network vulnerability."""

    typename__: Literal["NetworkVulnerability"] = Field(alias="__typename")
    impact_level: ImpactLevelCategory | None
    probability_level: ProbabilityLevelCategory
    compromised_environment: bool
    summary: str
    impact_description: str
    steps_to_reproduce: str
    solution: str | None
    detail: NetworkDetail


class NetworkIssueSummary(IssueSummaryBase):
    """A network vulnerability, as a row of a list."""

    typename__: Literal["NetworkVulnerability"] = Field(alias="__typename")
    impact_level: ImpactLevelCategory | None
    probability_level: ProbabilityLevelCategory
    compromised_environment: bool
    summary: str | None = None
    impact_description: str | None = None
    steps_to_reproduce: str | None = None
    solution: str | None = None
    detail: NetworkDetail | None = None


class OtherIssueDetail(IssueDetailBase):
    """A `IssueDetail` of a type that has no model of its own: `typename__` says which."""

    typename__: Annotated[
        UnknownTypename,
        OtherThan(
            (
                "ContainerFinding",
                "DastFinding",
                "IacFinding",
                "NetworkVulnerability",
                "SastFinding",
                "ScaFinding",
                "SecretFinding",
                "SourceCodeVulnerability",
                "WebVulnerability",
            )
        ),
    ] = Field(alias="__typename")


class OtherIssueSummary(IssueSummaryBase):
    """A `IssueSummary` of a type that has no model of its own: `typename__` says which."""

    typename__: Annotated[
        UnknownTypename,
        OtherThan(
            (
                "ContainerFinding",
                "DastFinding",
                "IacFinding",
                "NetworkVulnerability",
                "SastFinding",
                "ScaFinding",
                "SecretFinding",
                "SourceCodeVulnerability",
                "WebVulnerability",
            )
        ),
    ] = Field(alias="__typename")


class OverallRiskScoreHistory(ResultModel):
    """The API's `OverallRiskScoreHistory`."""

    company: CompanyRef
    current: RiskScore | None
    difference_from_last: RiskScoreDifference | None


class PageMetadata(ResultModel):
    """Where a page stands in its list."""

    total_count: int
    total_pages: int
    current_page: int
    limit_value: int


class PentestArtifact(ResultModel):
    """The API's `PentestArtifact`."""

    id: str
    label: str | None
    description: str | None
    pentest_type: str | None
    scope_text: str | None
    domains: list[str] | None
    in_scope: list[str] | None
    out_scope: list[str] | None
    use_scheduling: bool | None
    scheduled_at: datetime | None
    executions_count: int | None
    created_at: datetime | None
    updated_at: datetime | None
    company: CompanyRef | None
    application: PentestArtifactApplication | None
    assignee: UserRef | None
    latest_execution: PentestExecution | None
    executions: list[PentestExecution] | None = None


class PentestArtifactApplication(ResultModel):
    """The API's `Application`."""

    id: str
    name: str | None


class PentestArtifactCollection(ResultModel):
    """The API's `PentestArtifactCollection`."""

    collection: Annotated[list[PentestArtifact], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class PentestExecution(ResultModel):
    """The API's `PentestExecution`."""

    id: str
    run_number: int | None
    kind: str | None
    trigger_kind: str | None
    status: str | None
    created_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    duration_seconds: int | None
    vulnerabilities_count: int | None
    severity_breakdown: Any | None
    node_count: int | None
    retest_fixed_count: int | None
    retest_total_count: int | None
    triggered_by: UserRef | None
    project: ProjectRef | None
    pentest_artifact: PentestExecutionPentestArtifact | None


class PentestExecutionPentestArtifact(ResultModel):
    """The API's `PentestArtifact`."""

    id: str
    label: str | None


class PolicyControls(ResultModel):
    """The API's `PolicyControls`."""

    enable_mcp_write: bool | None


class PortalUserAccess(ResultModel):
    """The API's `PortalUserAccess`."""

    portal_user: UserRef


class ProjectAssignment(ResultModel):
    """A person who is assigned to a project, and the hours set aside for it."""

    id: str
    allocated_hours: int | None
    created_at: datetime
    portal_user: UserRef | None


class ProjectCollection(ResultModel):
    """The API's `ProjectCollection`."""

    collection: Annotated[list[ProjectSummary], NULL_AS_EMPTY]
    metadata: ProjectPageMetadata


class ProjectSummary(ResultModel):
    """A project as a row of a list.

    Other operations want `id`, not `pid`. `requirements_progress` counts how much of what its requirements ask for is
    done.
    """

    id: str
    pid: str | None
    label: str
    status: str | None
    is_open: bool
    waiting: bool
    is_public: bool | None
    environment_compromised: bool | None
    start_date: datetime
    end_date: datetime | None
    due_date: datetime | None
    estimated_hours: str | None
    created_at: datetime | None
    updated_at: datetime | None
    company: CompanyRef
    project_type: ProjectTypeRef
    tags: list[Tag] | None
    assets: list[AssetRef] | None
    assigned_users: list[ProjectAssignment] | None
    requirements_progress: ProjectRequirementsProgress | None


class ProjectDetail(ProjectSummary):
    """A project, whole.

    `playbooks` are the company's requirements that were attached to the project; `project_requirements` are what became
    of them inside it, each with its `checklist` as the link back.
    """

    type: str
    api_code: str | None
    goal: str | None
    objective: str | None
    scope: str | None
    comment: str | None
    executive_summary: str | None
    main_recommendations: str | None
    environment_invaded: bool | None
    planned_started_at: datetime | None
    estimated_days: str | None
    project_scope_urls: list[ProjectScopeUrl] | None
    assigned_teams: list[TeamRef] | None
    playbooks: list[RequirementRef] | None
    project_requirements: list[ProjectRequirementSummary] | None


class ProjectPageMetadata(ResultModel):
    """Where a page of projects stands in its list."""

    total_count: int
    total_pages: int
    current_page: int
    limit_value: int


class ProjectRef(ResultModel):
    """A project, by id and name."""

    id: str
    label: str


class ProjectReport(ResultModel):
    """The API's `ProjectReport`."""

    id: str
    status: str | None
    progress: float | None
    report_url: str | None


class ProjectRequirementSummary(ResultModel):
    """A requirement inside a project.

    `id` is of this project alone. `checklist` is the company's requirement that it was made from.
    """

    id: str
    label: str | None
    description: str | None
    global_: bool | None
    created_at: datetime | None
    updated_at: datetime | None
    checklist: RequirementRef | None


class ProjectRequirement(ProjectRequirementSummary):
    """The API's `ProjectRequirement`."""

    activities: list[ActivitySummary] | None = None


class ProjectRequirementsProgress(ResultModel):
    """The API's `ProjectRequirementsProgress`."""

    done: int | None
    open: int | None
    pending: int | None
    total: int | None


class ProjectScopeUrl(ResultModel):
    """The API's `ProjectScopeUrl`."""

    id: str
    url: str | None


class ProjectStatusDetail(ResultModel):
    """A status that a project can have.

    `is_initial` marks the one in which projects begin.
    """

    id: str
    label: str
    is_initial: bool


class ProjectTypeCollection(ResultModel):
    """The API's `ProjectTypeCollection`."""

    collection: Annotated[list[ProjectTypeDetail], NULL_AS_EMPTY]
    metadata: PageMetadata


class ProjectTypeRef(ResultModel):
    """A type of project, by id and name."""

    id: str
    label: str


class ProjectTypeDetail(ProjectTypeRef):
    """A type of project, with its code and what it is for."""

    code: str
    description: str | None
    default_duration: int | None


class ReachabilityAnalysis(ResultModel):
    """The API's `ReachabilityAnalysis`."""

    static_reachable: bool | None
    static_last_analysis_time: datetime | None
    static_trace: Any | None = None


class RemoveApplicationAssetsPayload(ResultModel):
    """The API's `RemoveApplicationAssetsPayload`."""

    application: Application | None
    errors: list[str] | None


class RepositoryDetail(ResultModel):
    """The API's `RepositoryDetail`."""

    repository_key: str | None


class RequirementCollection(ResultModel):
    """The API's `RequirementCollection`."""

    collection: Annotated[list[RequirementSummary], NULL_AS_EMPTY]
    metadata: PageMetadata


class RequirementRef(ResultModel):
    """A requirement of a company, by id and name."""

    id: str
    label: str


class RequirementSummary(RequirementRef):
    """A requirement of a company as a row of a list.

    `global` tells a requirement that every company has from one of the company's own. `checklist_type` is its kind,
    `project_type` lists the types of project that it is meant for.
    """

    description: str | None
    global_: bool | None
    created_at: datetime | None
    updated_at: datetime | None
    checklist_type: RequirementRef | None
    project_type: list[ProjectTypeRef] | None


class RequirementDetail(RequirementSummary):
    """A requirement of a company with all that it asks for.

    `check` are its activities as they are written once; the activities of a project are made from them.
    """

    check: list[CheckDetail]


class RequirementSyncConfigEntry(ResultModel):
    """The API's `RequirementSyncConfigEntry`."""

    config_type: RequirementSyncConfigTypeEnum | None
    external_id: str | None
    external_name: str | None


class RequirementSyncConfiguration(ResultModel):
    """The API's `RequirementSyncConfiguration`."""

    id: str
    auto_sync: bool | None
    sync_mode: RequirementSyncModeEnum | None
    config_entries: list[RequirementSyncConfigEntry] | None


class RiskScore(ResultModel):
    """A risk score, from 0 to 99, and when it was computed.

    The higher the score, the greater the risk.
    """

    value: float | None
    date: datetime | None


class RiskScoreDifference(ResultModel):
    """By how much a risk score differs from the one before; no source says which of the two `date` belongs to."""

    value: float | None
    date: datetime | None


class SastDetail(ResultModel):
    """Where a static analysis found something.

    `first_line` is the number of the first line of `code_snippet`, `vulnerable_line` the line that matters.
    """

    file_name: str
    first_line: int
    vulnerable_line: int
    code_snippet: str | None = None


class SastIssue(IssueDetailBase):
    """A finding of a static analysis (SAST)."""

    typename__: Literal["SastFinding"] = Field(alias="__typename")
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None
    impact_level: ImpactLevelCategory | None
    detail: SastDetail


class SastIssueSummary(IssueSummaryBase):
    """A finding of a static analysis, as a row of a list."""

    typename__: Literal["SastFinding"] = Field(alias="__typename")
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None = None
    impact_level: ImpactLevelCategory | None
    detail: SastDetail | None = None


class SbomComponent(ResultModel):
    """The API's `SbomComponent`."""

    id: str
    name: str | None
    version: str | None
    package_manager: str | None
    technology: str | None
    license: str | None
    issues_by_severity: Any | None
    created_at: datetime | None
    updated_at: datetime | None
    asset: AssetRef | None


class SbomComponentCollection(ResultModel):
    """The API's `SbomComponentCollection`."""

    collection: Annotated[list[SbomComponent], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class ScaDetail(ResultModel):
    """The vulnerable dependency, and whether the code reaches what is vulnerable in it.

    `file_name` is the file that names the dependency; `patched_version` the version without the vulnerability, if there is one.
    `reachability_analysis.static_reachable` is True if a path of calls leads to the vulnerable function; `static_trace` is that path.
    """

    package: str
    affected_version: str
    patched_version: str | None
    cve: str | None
    cvss_score: float | None
    cvss_metric: str | None
    file_name: str
    reachability_analysis: ReachabilityAnalysis | None


class ScaIssue(IssueDetailBase):
    """A vulnerable dependency (SCA)."""

    typename__: Literal["ScaFinding"] = Field(alias="__typename")
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None
    impact_level: ImpactLevelCategory | None
    detail: ScaDetail


class ScaIssueSummary(IssueSummaryBase):
    """A vulnerable dependency, as a row of a list."""

    typename__: Literal["ScaFinding"] = Field(alias="__typename")
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None = None
    impact_level: ImpactLevelCategory | None
    detail: ScaDetail | None = None


class ScanHistoryCollection(ResultModel):
    """The API's `ScanHistoryCollection`."""

    collection: Annotated[list[ScanHistorySummary], NULL_AS_EMPTY]
    metadata: PageMetadata


class ScanHistorySummary(ResultModel):
    """One scan of an asset, as the platform recorded it.

    `integration` is the tool that scanned. The counts are issues that the scan created, closed and brought in.
    """

    id: str
    status: str | None
    integration: str | None
    created_at: datetime | None
    duration_in_seconds: int | None
    created_vulnerability_count: int | None
    closed_vulnerability_count: int | None
    imported_vulnerability_count: int | None
    failure_reason: str | None
    asset: AssetRef | None


class ScanRun(ResultModel):
    """The API's `ScanRun`."""

    id: str
    state: ScanRunStateEnum | None


class ScannerConfiguration(ResultModel):
    """The API's `ScannerConfiguration`."""

    id: str


class SecretFindingDetail(ResultModel):
    """The API's `SecretFindingDetail`."""

    file_name: str | None
    first_line: int | None
    vulnerable_line: int | None
    code_snippet: str | None = None


class SecretIssue(IssueDetailBase):
    """A secret left in code."""

    typename__: Literal["SecretFinding"] = Field(alias="__typename")
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None
    impact_level: ImpactLevelCategory | None
    detail: SecretFindingDetail | None


class SecretIssueSummary(IssueSummaryBase):
    """A secret left in code, as a row of a list."""

    typename__: Literal["SecretFinding"] = Field(alias="__typename")
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None = None
    impact_level: ImpactLevelCategory | None
    detail: SecretFindingDetail | None = None


class SecurityGateExecution(ResultModel):
    """The API's `SecurityGateExecution`."""

    id: str
    status: str | None
    execution_date: datetime | None
    triggered_by: str | None
    source: str | None
    asset: AssetRef | None
    reason: SecurityGateReason | None


class SecurityGateExecutionCollection(ResultModel):
    """The API's `SecurityGateExecutionCollection`."""

    collection: Annotated[list[SecurityGateExecution], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class SecurityGateFailingVulnerability(ResultModel):
    """The API's `SecurityGateFailingVulnerability`."""

    id: str
    title: str | None
    description: str | None
    severity: SeverityCategory | None
    cvss_score: float | None
    file: str | None
    line: int | None
    platform_url: str | None


class SecurityGateFailingVulnerabilityCollection(ResultModel):
    """The API's `SecurityGateFailingVulnerabilityCollection`."""

    collection: Annotated[list[SecurityGateFailingVulnerability], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class SecurityGateReason(ResultModel):
    """The API's `SecurityGateReason`."""

    critical: SecurityGateReasonSeverity | None
    high: SecurityGateReasonSeverity | None
    medium: SecurityGateReasonSeverity | None
    low: SecurityGateReasonSeverity | None


class SecurityGateReasonSeverity(ResultModel):
    """The API's `SecurityGateReasonSeverity`."""

    status: str | None
    count: int | None
    expired_count: int | None
    limit: int | None
    max_days_to_fix: int | None


class SecurityGateRun(ResultModel):
    """The API's `SecurityGateRun`."""

    status: str | None
    execution_date: datetime | None
    issues_url: str | None
    asset: AssetRef | None
    branch: Branch | None
    reason: SecurityGateRunReason | None
    failing_vulnerabilities: SecurityGateFailingVulnerabilityCollection | None


class SecurityGateRunReason(ResultModel):
    """The API's `SecurityGateReason`."""

    critical: SecurityGateRunReasonCritical | None
    high: SecurityGateRunReasonCritical | None
    medium: SecurityGateRunReasonCritical | None
    low: SecurityGateRunReasonCritical | None


class SecurityGateRunReasonCritical(ResultModel):
    """The API's `SecurityGateReasonSeverity`."""

    status: str | None
    count: int | None
    limit: int | None


class SeverityCount(ResultModel):
    """How many issues have a severity.

    `value` is the severity, `count` the number of issues.
    """

    value: SeverityCategory
    count: int


class SourceCodeDetail(ResultModel):
    """Where source code is vulnerable.

    `first_line` is the number of the first line of `code_snippet`, `vulnerable_line` the line that matters; `source` is where the
    tainted data comes in and `sink` where it does harm.
    """

    file_name: str
    first_line: int
    vulnerable_line: int
    source: str | None
    sink: str | None
    code_snippet: str | None = None


class SourceCodeIssue(IssueDetailBase):
    """A vulnerability in source code, found by people."""

    typename__: Literal["SourceCodeVulnerability"] = Field(alias="__typename")
    impact_level: ImpactLevelCategory | None
    probability_level: ProbabilityLevelCategory
    compromised_environment: bool
    summary: str
    impact_description: str
    steps_to_reproduce: str
    solution: str | None
    detail: SourceCodeDetail


class SourceCodeIssueSummary(IssueSummaryBase):
    """A vulnerability in source code, as a row of a list."""

    typename__: Literal["SourceCodeVulnerability"] = Field(alias="__typename")
    impact_level: ImpactLevelCategory | None
    probability_level: ProbabilityLevelCategory
    compromised_environment: bool
    summary: str | None = None
    impact_description: str | None = None
    steps_to_reproduce: str | None = None
    solution: str | None = None
    detail: SourceCodeDetail | None = None


class StartConvisoDastPayload(ResultModel):
    """The API's `StartConvisoDastPayload`."""

    control_sync_status: ControlSyncStatusDetail | None
    scanner_configuration: ScannerConfiguration | None


class SubmitPentestRetestResultPayload(ResultModel):
    """The API's `SubmitPentestRetestResultPayload`."""

    ok: bool | None


class SyncAssetPayload(ResultModel):
    """The API's `SyncAssetPayload`."""

    asset_id: str | None
    integration: str | None
    failure_reason: str | None


class SyncRequirementsWithTrackerPayload(ResultModel):
    """The API's `SyncRequirementsWithTrackerPayload`."""

    job_id: str | None


class SyncVulnerabilityWithDefectTrackerPayload(ResultModel):
    """The API's `SyncVulnerabilityWithDefectTrackerPayload`."""

    issue: IssueRef


class Tag(ResultModel):
    """The API's `Tag`."""

    name: str


class TeamRef(ResultModel):
    """A team, by id and name."""

    id: str
    label: str


class ThreatModelArtifact(ResultModel):
    """The API's `ThreatModelArtifact`."""

    id: str
    label: str | None
    description: str | None
    scope_text: str | None
    created_at: datetime | None
    updated_at: datetime | None
    company: CompanyRef | None
    assignee: UserRef | None
    latest_version: ThreatModelArtifactVersion | None
    versions: list[ThreatModelArtifactVersion] | None = None


class ThreatModelArtifactCollection(ResultModel):
    """The API's `ThreatModelArtifactCollection`."""

    collection: Annotated[list[ThreatModelArtifact], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class ThreatModelArtifactVersion(ResultModel):
    """The API's `ThreatModelArtifactVersion`."""

    id: str
    version: int | None
    diagram_type: str | None
    scope_text: str | None
    notes: str | None
    created_at: datetime | None


class Ticket(ResultModel):
    """The API's `Ticket`."""

    id: str
    title: str | None
    type: TicketTypeEnum | None
    status: str | None
    priority: TicketPriorityEnum | None
    impact: TicketImpactEnum | None
    description: str | None
    created_by: UserRef | None
    assignee: UserRef | None
    created_at: datetime | None
    updated_at: datetime | None


class TicketCollection(ResultModel):
    """The API's `TicketCollection`."""

    collection: Annotated[list[Ticket], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class TicketError(ResultModel):
    """The API's `TicketError`."""


class TopVulnerability(ResultModel):
    """The API's `TopVulnerability`."""

    title: str | None
    total_count: int | None
    critical_count: int | None
    high_count: int | None
    medium_count: int | None
    low_count: int | None
    affected_assets_count: int | None


class UpdateActivityStatusPayload(ResultModel):
    """The API's `UpdateActivityStatusPayload`."""

    activity: ActivitySummary | None
    errors: list[str] | None


class UpdateApplicationPayload(ResultModel):
    """The API's `UpdateApplicationPayload`."""

    application: Application | None
    errors: list[str] | None


class UpdateAssetPayload(ResultModel):
    """The API's `UpdateAssetPayload`."""

    asset: AssetDetail | None


class UpdateControlSyncStatusPayload(ResultModel):
    """The API's `UpdateControlSyncStatusPayload`."""

    control_sync_status: ControlSyncStatusDetail


class UpdateIssueAssigneesPayload(ResultModel):
    """The API's `UpdateIssueAssigneesPayload`."""

    assignees: list[UserRef] | None


class UpdateNetworkVulnerabilityPayload(ResultModel):
    """The API's `UpdateNetworkVulnerabilityPayload`."""

    issue: IssueState | None


class UpdatePentestArtifactPayload(ResultModel):
    """The API's `UpdatePentestArtifactPayload`."""

    pentest_artifact: PentestArtifact | None


class UpdatePortalUserAccessPayload(ResultModel):
    """The API's `UpdatePortalUserAccessPayload`."""

    portal_user_access: PortalUserAccess


class UpdateProjectPayload(ResultModel):
    """The API's `UpdateProjectPayload`."""

    project: ProjectSummary | None
    msg: list[str] | None
    errors: list[str] | None


class UpdateProjectRequirementPayload(ResultModel):
    """The API's `UpdateProjectRequirementPayload`."""

    project_requirement: ProjectRequirement | None
    errors: list[str] | None


class UpdateProjectStatusPayload(ResultModel):
    """The API's `UpdateProjectStatusPayload`."""

    project: ProjectSummary | None
    errors: list[str] | None


class UpdateScanRunPayload(ResultModel):
    """The API's `UpdateScanRunPayload`."""

    scan_run: ScanRun | None
    success: bool | None
    errors: list[str] | None


class UpdateSourceCodeVulnerabilityPayload(ResultModel):
    """The API's `UpdateSourceCodeVulnerabilityPayload`."""

    issue: IssueState | None


class UpdateThreatModelArtifactPayload(ResultModel):
    """The API's `UpdateThreatModelArtifactPayload`."""

    threat_model_artifact: ThreatModelArtifact | None


class UpdateWebVulnerabilityPayload(ResultModel):
    """The API's `UpdateWebVulnerabilityPayload`."""

    issue: IssueState | None


class UserRef(ResultModel):
    """A person with access to the platform."""

    id: str
    name: str | None
    email: str


class UserDetail(UserRef):
    """A person with access to the platform, and the access profile in the company that was asked for.

    `profile` is None where the person has none in that company.
    """

    avatar_url: str | None
    profile: AccessProfileRef | None


class VulnerabilityCollection(ResultModel):
    """The API's `VulnerabilityCollection`."""

    collection: Annotated[list[LegacyVulnerability], NULL_AS_EMPTY]


class VulnerabilityTemplateCollection(ResultModel):
    """The API's `VulnerabilityTemplateCollection`."""

    collection: Annotated[list[VulnerabilityTemplateSummary], NULL_AS_EMPTY]
    metadata: PageMetadata


class VulnerabilityTemplateDetail(ResultModel):
    """A template for vulnerabilities, whole.

    `impact_resume` is the text on the impact. `category_list` and `pattern_list` are plain text, not lists.
    """

    id: str
    title: str | None
    criticity: str | None
    impact: str | None
    probability: str | None
    notification: bool | None
    company: CompanyRef | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    description: str | None
    impact_resume: str | None
    solution: str | None
    reference: str | None
    category_list: str | None
    pattern_list: str | None


class VulnerabilityTemplateSummary(ResultModel):
    """A template for vulnerabilities as a row of a list.

    `deleted_at` is set for a template that is no longer in use. `criticity` is the API's spelling; it, `impact` and `probability` are
    plain text, not the enums that a vulnerability wants. `notification` marks a template for something merely informative.
    """

    id: str
    title: str | None
    criticity: str | None
    impact: str | None
    probability: str | None
    notification: bool | None
    company: CompanyRef | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    description: str | None = None
    impact_resume: str | None = None
    solution: str | None = None
    reference: str | None = None


class WebDetail(ResultModel):
    """The request that shows a web vulnerability.

    `request` and `response` are the raw HTTP messages.
    """

    method: HTTPMethod
    url: str
    scheme: SchemeCategory
    port: int
    parameters: str | None
    request: str | None = None
    response: str | None = None


class WebIssue(IssueDetailBase):
    """A web vulnerability."""

    typename__: Literal["WebVulnerability"] = Field(alias="__typename")
    impact_level: ImpactLevelCategory | None
    probability_level: ProbabilityLevelCategory
    compromised_environment: bool
    summary: str
    impact_description: str
    steps_to_reproduce: str
    solution: str | None
    detail: WebDetail


class WebIssueSummary(IssueSummaryBase):
    """A web vulnerability, as a row of a list."""

    typename__: Literal["WebVulnerability"] = Field(alias="__typename")
    impact_level: ImpactLevelCategory | None
    probability_level: ProbabilityLevelCategory
    compromised_environment: bool
    summary: str | None = None
    impact_description: str | None = None
    steps_to_reproduce: str | None = None
    solution: str | None = None
    detail: WebDetail | None = None


IssueDetail: TypeAlias = Annotated[
    Annotated[
        ContainerIssue
        | DastIssue
        | IacIssue
        | NetworkIssue
        | SastIssue
        | ScaIssue
        | SecretIssue
        | SourceCodeIssue
        | WebIssue,
        Field(discriminator="typename__"),
    ]
    | OtherIssueDetail,
    Field(union_mode="left_to_right"),
]
"""An issue of any type, whole.

Narrow by the class to reach what a type has of its own: `isinstance(issue, SastIssue)`, then `issue.detail.file_name`.
Findings of scanners say where they came from: `scan_source`, and `original_issue_id_from_tool`, which is the scanner's own id.
`status_history` lists the statuses that it has had; `history` is the full audit trail, on demand. `patterns` names the OWASP
categories that it falls under.

One of `ContainerIssue`, `DastIssue`, `IacIssue`, `NetworkIssue`, `SastIssue`, `ScaIssue`, `SecretIssue`, `SourceCodeIssue`, `WebIssue`, or `OtherIssueDetail`. Each is a `IssueDetailBase`.
"""
IssueSummary: TypeAlias = Annotated[
    Annotated[
        ContainerIssueSummary
        | DastIssueSummary
        | IacIssueSummary
        | NetworkIssueSummary
        | SastIssueSummary
        | ScaIssueSummary
        | SecretIssueSummary
        | SourceCodeIssueSummary
        | WebIssueSummary,
        Field(discriminator="typename__"),
    ]
    | OtherIssueSummary,
    Field(union_mode="left_to_right"),
]
"""An issue of any type, as a row of a list.

Narrow by the class to reach what a type has of its own: `isinstance(issue, ScaIssueSummary)`, then `issue.detail.cve`.
Findings of scanners say where they came from: `scan_source`, and `original_issue_id_from_tool`, which is the scanner's own id.

One of `ContainerIssueSummary`, `DastIssueSummary`, `IacIssueSummary`, `NetworkIssueSummary`, `SastIssueSummary`, `ScaIssueSummary`, `SecretIssueSummary`, `SourceCodeIssueSummary`, `WebIssueSummary`, or `OtherIssueSummary`. Each is a `IssueSummaryBase`.
"""
