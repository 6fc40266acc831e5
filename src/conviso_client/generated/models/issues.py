# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated, Any, Literal, TypeAlias

from conviso_client.models.results import (
    BY_TYPENAME,
    NULL_AS_EMPTY,
    OtherThan,
    ResultID,
    ResultModel,
    ResultPage,
    Timestamp,
    UnknownTypename,
)

from ..enums import HTTPMethod, ImpactLevelCategory, ProbabilityLevelCategory, SchemeCategory, SlaStateEnum
from .common import (
    AssetRef,
    Branch,
    CompanyRef,
    ControlSyncStatusDetail,
    IssueRef,
    IssueState,
    PageMetadata,
    ProjectRef,
    SeverityCount,
    UserRef,
)

__all__ = [
    "AiAgentAnalysis",
    "BulkChangeIssueStatusPayload",
    "BulkDeleteIssuesPayload",
    "ChangeIssueStatusPayload",
    "ContainerFindingDetail",
    "ContainerIssueSummary",
    "DastDetail",
    "DastIssueSummary",
    "DeleteIssuePayload",
    "IacFindingDetail",
    "IacIssueSummary",
    "IncreaseIssueScanCountPayload",
    "IssueAsset",
    "IssueCommon",
    "IssueHistoryEvent",
    "IssueInterfaceCollection",
    "IssueSla",
    "IssueSummary",
    "IssueSummaryBase",
    "IssuesStats",
    "MarkIssueAsAnalyzedPayload",
    "NetworkDetail",
    "NetworkIssueSummary",
    "OtherIssueSummary",
    "ReachabilityAnalysis",
    "SastDetail",
    "SastIssueSummary",
    "ScaDetail",
    "ScaIssueSummary",
    "SecretFindingDetail",
    "SecretIssueSummary",
    "SourceCodeDetail",
    "SourceCodeIssueSummary",
    "UpdateIssueAssigneesPayload",
    "WebDetail",
    "WebIssueSummary",
]


class AiAgentAnalysis(ResultModel):
    """The API's `AiAgentAnalysis`."""

    id: ResultID
    fp_analyzed: bool | None
    __hash__ = ResultModel.__hash__


class BulkChangeIssueStatusPayload(ResultModel):
    """The API's `BulkChangeIssueStatusPayload`."""

    job_id: ResultID | None


class BulkDeleteIssuesPayload(ResultModel):
    """The API's `BulkDeleteIssuesPayload`."""

    job_id: ResultID | None


class ChangeIssueStatusPayload(ResultModel):
    """The API's `ChangeIssueStatusPayload`."""

    issue: IssueState


class ContainerFindingDetail(ResultModel):
    """The API's `ContainerFindingDetail`."""

    package: str | None
    affected_version: str | None
    patched_version: str | None
    cve: str | None


class IssueAsset(AssetRef):
    """The asset that an issue was found on."""

    assets_tag_list: list[str] | None
    company: CompanyRef
    __hash__ = ResultModel.__hash__


class IssueSla(ResultModel):
    """The API's `IssueSla`."""

    state: SlaStateEnum | None
    due_at: Timestamp | None
    days_remaining: int | None


class IssueCommon(IssueState):
    """The fields of every issue, whatever its type.

    `project` is None for issues outside projects, `branch` for issues reported without a branch: a filter by branch
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
    created_at: Timestamp
    updated_at: Timestamp
    __hash__ = ResultModel.__hash__


class IssueHistoryEvent(ResultModel):
    """The API's `IssueHistoryEvent`."""

    event_id: ResultID | None
    at: Timestamp | None
    kind: str | None
    action: str | None
    status: str | None
    previous_status: str | None
    reason: str | None
    author_email: str | None
    assignee_email: str | None


class IssueSummaryBase(IssueCommon):
    """What every `IssueSummary` has."""

    description: str | None = None
    reference: str | None = None
    patterns: list[str] | None = None
    history: list[IssueHistoryEvent] | None = None
    __hash__ = ResultModel.__hash__


class ContainerIssueSummary(IssueSummaryBase):
    """A vulnerable package in a container image, as a row of a list."""

    typename__: Literal["ContainerFinding"]
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None = None
    impact_level: ImpactLevelCategory | None
    detail: ContainerFindingDetail | None = None
    __hash__ = ResultModel.__hash__


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


class DastIssueSummary(IssueSummaryBase):
    """A finding of a dynamic analysis, as a row of a list."""

    typename__: Literal["DastFinding"]
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None = None
    impact_level: ImpactLevelCategory | None
    detail: DastDetail | None = None
    __hash__ = ResultModel.__hash__


class DeleteIssuePayload(ResultModel):
    """The API's `DeleteIssuePayload`."""

    issue: IssueRef | None


class IacFindingDetail(ResultModel):
    """The API's `IacFindingDetail`."""

    file_name: str | None
    first_line: int | None
    vulnerable_line: int | None
    code_snippet: str | None = None


class IacIssueSummary(IssueSummaryBase):
    """A finding in infrastructure as code, as a row of a list."""

    typename__: Literal["IacFinding"]
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None = None
    impact_level: ImpactLevelCategory | None
    detail: IacFindingDetail | None = None
    __hash__ = ResultModel.__hash__


class IncreaseIssueScanCountPayload(ResultModel):
    """The API's `IncreaseIssueScanCountPayload`."""

    control_sync_status: ControlSyncStatusDetail


class NetworkDetail(ResultModel):
    """The service that has a network vulnerability."""

    address: str
    port: int
    protocol: str
    attack_vector: str


class SastDetail(ResultModel):
    """Where a static analysis found something.

    `first_line` is the number of the first line of `code_snippet`, `vulnerable_line` the line that matters.
    """

    file_name: str
    first_line: int
    vulnerable_line: int
    code_snippet: str | None = None


class ReachabilityAnalysis(ResultModel):
    """The API's `ReachabilityAnalysis`."""

    static_reachable: bool | None
    static_last_analysis_time: Timestamp | None
    static_trace: Any | None = None


class ScaDetail(ResultModel):
    """The vulnerable dependency, and whether the code reaches its vulnerable part.

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


class SecretFindingDetail(ResultModel):
    """The API's `SecretFindingDetail`."""

    file_name: str | None
    first_line: int | None
    vulnerable_line: int | None
    code_snippet: str | None = None


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


class NetworkIssueSummary(IssueSummaryBase):
    """A network vulnerability, as a row of a list."""

    typename__: Literal["NetworkVulnerability"]
    impact_level: ImpactLevelCategory | None
    probability_level: ProbabilityLevelCategory
    compromised_environment: bool
    summary: str | None = None
    impact_description: str | None = None
    steps_to_reproduce: str | None = None
    solution: str | None = None
    detail: NetworkDetail | None = None
    __hash__ = ResultModel.__hash__


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
    ]
    __hash__ = ResultModel.__hash__


class SastIssueSummary(IssueSummaryBase):
    """A finding of a static analysis, as a row of a list."""

    typename__: Literal["SastFinding"]
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None = None
    impact_level: ImpactLevelCategory | None
    detail: SastDetail | None = None
    __hash__ = ResultModel.__hash__


class ScaIssueSummary(IssueSummaryBase):
    """A vulnerable dependency, as a row of a list."""

    typename__: Literal["ScaFinding"]
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None = None
    impact_level: ImpactLevelCategory | None
    detail: ScaDetail | None = None
    __hash__ = ResultModel.__hash__


class SecretIssueSummary(IssueSummaryBase):
    """A secret left in code, as a row of a list."""

    typename__: Literal["SecretFinding"]
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None = None
    impact_level: ImpactLevelCategory | None
    detail: SecretFindingDetail | None = None
    __hash__ = ResultModel.__hash__


class SourceCodeIssueSummary(IssueSummaryBase):
    """A vulnerability in source code, as a row of a list."""

    typename__: Literal["SourceCodeVulnerability"]
    impact_level: ImpactLevelCategory | None
    probability_level: ProbabilityLevelCategory
    compromised_environment: bool
    summary: str | None = None
    impact_description: str | None = None
    steps_to_reproduce: str | None = None
    solution: str | None = None
    detail: SourceCodeDetail | None = None
    __hash__ = ResultModel.__hash__


class WebIssueSummary(IssueSummaryBase):
    """A web vulnerability, as a row of a list."""

    typename__: Literal["WebVulnerability"]
    impact_level: ImpactLevelCategory | None
    probability_level: ProbabilityLevelCategory
    compromised_environment: bool
    summary: str | None = None
    impact_description: str | None = None
    steps_to_reproduce: str | None = None
    solution: str | None = None
    detail: WebDetail | None = None
    __hash__ = ResultModel.__hash__


IssueSummary: TypeAlias = Annotated[
    ContainerIssueSummary
    | DastIssueSummary
    | IacIssueSummary
    | NetworkIssueSummary
    | SastIssueSummary
    | ScaIssueSummary
    | SecretIssueSummary
    | SourceCodeIssueSummary
    | WebIssueSummary
    | OtherIssueSummary,
    BY_TYPENAME,
]
"""An issue of any type, as a row of a list.

Narrow by the class to reach a type's own fields: `isinstance(issue, ScaIssueSummary)`, then `issue.detail.cve`.
Findings of scanners say where they came from: `scan_source`, and `original_issue_id_from_tool`, which is the scanner's own id.

One of `ContainerIssueSummary`, `DastIssueSummary`, `IacIssueSummary`, `NetworkIssueSummary`, `SastIssueSummary`, `ScaIssueSummary`, `SecretIssueSummary`, `SourceCodeIssueSummary`, `WebIssueSummary`, or `OtherIssueSummary`. Each is a `IssueSummaryBase`.
"""


class IssueInterfaceCollection(ResultPage["IssueSummary"]):
    """The API's `IssueInterfaceCollection`."""

    collection: Annotated[list[IssueSummary], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class IssuesStats(ResultModel):
    """The API's `IssuesStats`."""

    severities: list[SeverityCount]


class MarkIssueAsAnalyzedPayload(ResultModel):
    """The API's `MarkIssueAsAnalyzedPayload`."""

    ai_agent_analysis: AiAgentAnalysis | None


class UpdateIssueAssigneesPayload(ResultModel):
    """The API's `UpdateIssueAssigneesPayload`."""

    assignees: list[UserRef] | None
