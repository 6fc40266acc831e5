# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from conviso_client.models.results import ResultID, ResultModel, Timestamp

from ..enums import (
    BusinessImpactLevel,
    DataClassification,
    Exploitability,
    Issue,
    IssueStatusLabel,
    SeverityCategory,
    ThreatLevel,
)

__all__ = [
    "ActivityEvidence",
    "ActivitySummary",
    "AssetRef",
    "AssetRiskScore",
    "AssetSummary",
    "Branch",
    "CheckRef",
    "CompanyRef",
    "ControlSyncStatusDetail",
    "IssueRef",
    "IssueState",
    "PageMetadata",
    "ProjectRef",
    "ProjectRequirementSummary",
    "ProjectTypeRef",
    "RepositoryDetail",
    "RequirementRef",
    "RequirementSummary",
    "RiskScore",
    "SeverityCount",
    "UserRef",
]


class ActivityEvidence(ResultModel):
    """The API's `ActivityEvidence`."""

    filename: str | None


class UserRef(ResultModel):
    """A person with access to the platform."""

    id: ResultID
    name: str | None
    email: str
    __hash__ = ResultModel.__hash__


class PageMetadata(ResultModel):
    """Where a page stands in its list."""

    total_count: int
    total_pages: int
    current_page: int
    limit_value: int


class CheckRef(ResultModel):
    """An activity of a requirement as it is written once, by id and name."""

    id: ResultID
    label: str
    __hash__ = ResultModel.__hash__


class ActivitySummary(ResultModel):
    """An activity of a project: one thing to do for one of its requirements.

    `status` is in lower case here, such as `not_started`; `update_activity_status` takes upper case. `permitted_status`
    lists its possible next ones. `check` is what the activity was made from, in the company's requirement; `evidences`
    names the files.
    """

    id: ResultID
    title: str | None
    description: str | None
    reference: str | None
    status: str | None
    permitted_status: list[str] | None
    reason: str | None
    justify: str | None
    evidence_text: str | None
    archive_filename: str | None
    started_at: Timestamp | None
    finished_at: Timestamp | None
    updated_at: Timestamp
    check: CheckRef | None
    portal_user: UserRef | None
    assigned_users: list[UserRef] | None
    evidences: list[ActivityEvidence] | None
    __hash__ = ResultModel.__hash__


class AssetRef(ResultModel):
    """An asset, by id and name."""

    id: ResultID
    name: str | None
    __hash__ = ResultModel.__hash__


class RiskScore(ResultModel):
    """A risk score, from 0 to 99, and when it was computed.

    The higher the score, the greater the risk.
    """

    value: float | None
    date: Timestamp | None


class AssetRiskScore(ResultModel):
    """The risk score of an asset.

    The platform computes it from business impact, exploitability, data classification and the open issues. As
    long as one of the first three is not given there is no score, and None stands here.
    """

    current: RiskScore | None


class RepositoryDetail(ResultModel):
    """The API's `RepositoryDetail`."""

    repository_key: str | None


class SeverityCount(ResultModel):
    """How many issues have a severity.

    `value` is the severity, `count` the number of issues.
    """

    value: SeverityCategory
    count: int


class AssetSummary(ResultModel):
    """An asset as a row of a list.

    - `exploitability` is what the platform's pages call the attack surface, `threat` the worst of the open
      issues.
    - `pending_vulnerabilities_stats` counts the open issues by severity. Of a repository these counts and
      `risk_score` describe the default branch alone, not the sum of its branches.
    - `repository_detail.repository_key` is the canonical `host/org/repo`, None for an asset without a repository.
    - `integrations` names the tools that report to the asset.
    """

    id: ResultID
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
    created_at: Timestamp
    updated_at: Timestamp
    __hash__ = ResultModel.__hash__


class Branch(ResultModel):
    """The API's `Branch`."""

    id: ResultID
    name: str | None
    default: bool | None
    __hash__ = ResultModel.__hash__


class CompanyRef(ResultModel):
    """A company, by id and name."""

    id: ResultID
    label: str
    __hash__ = ResultModel.__hash__


class ProjectRef(ResultModel):
    """A project, by id and name."""

    id: ResultID
    label: str
    __hash__ = ResultModel.__hash__


class IssueRef(ResultModel):
    """An issue of any type, by id and title."""

    id: ResultID
    title: str
    __hash__ = ResultModel.__hash__


class IssueState(IssueRef):
    """An issue and its status, as a write returns it.

    `type` tells the kind, `permitted_status` the statuses that it may be given next.
    """

    type: Issue
    severity: SeverityCategory | None
    status: IssueStatusLabel
    permitted_status: list[IssueStatusLabel]
    __hash__ = ResultModel.__hash__


class ProjectTypeRef(ResultModel):
    """A type of project, by id and name."""

    id: ResultID
    label: str
    __hash__ = ResultModel.__hash__


class ControlSyncStatusDetail(ResultModel):
    """How far an import or a scan is.

    `status` is `pending`, `succeeded` or `failed`, and then `failure_reason` says why. `external_vulnerability_count`
    is how many findings the tool reported; `success_count` and `failure_count` tell how many of them went through,
    `imported_vulnerability_count` how many are on the platform, and `created_vulnerability_count` how many of those are
    new.
    """

    id: ResultID
    status: str | None
    external_vulnerability_count: int | None
    imported_vulnerability_count: int | None
    created_vulnerability_count: int | None
    success_count: int | None
    failure_count: int | None
    failure_reason: str | None
    estimated_duration_in_seconds: int | None
    asset: AssetRef | None
    __hash__ = ResultModel.__hash__


class RequirementRef(ResultModel):
    """A requirement of a company, by id and name."""

    id: ResultID
    label: str
    __hash__ = ResultModel.__hash__


class RequirementSummary(RequirementRef):
    """A requirement of a company as a row of a list.

    `global` tells a requirement that every company has from one of the company's own. `checklist_type` is its kind,
    `project_type` lists the types of project that it is meant for.
    """

    description: str | None
    global_: bool | None
    created_at: Timestamp | None
    updated_at: Timestamp | None
    checklist_type: RequirementRef | None
    project_type: list[ProjectTypeRef] | None
    __hash__ = ResultModel.__hash__


class ProjectRequirementSummary(ResultModel):
    """A requirement inside a project.

    `id` is of this project alone. `checklist` is the company's requirement that it was made from.
    """

    id: ResultID
    label: str | None
    description: str | None
    global_: bool | None
    created_at: Timestamp | None
    updated_at: Timestamp | None
    checklist: RequirementRef | None
    __hash__ = ResultModel.__hash__
