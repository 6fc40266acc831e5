# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated, Literal, TypeAlias

from conviso_client.models.results import BY_TYPENAME, OtherThan, ResultModel, Timestamp, UnknownTypename

from ..enums import ImpactLevelCategory, IssueStatusLabel, ProbabilityLevelCategory
from .issues import (
    ContainerFindingDetail,
    DastDetail,
    IacFindingDetail,
    IssueCommon,
    IssueHistoryEvent,
    NetworkDetail,
    SastDetail,
    ScaDetail,
    SecretFindingDetail,
    SourceCodeDetail,
    WebDetail,
)

__all__ = [
    "ContainerIssue",
    "DastIssue",
    "IacIssue",
    "IssueDetail",
    "IssueDetailBase",
    "IssueStatusHistory",
    "NetworkIssue",
    "OtherIssueDetail",
    "SastIssue",
    "ScaIssue",
    "SecretIssue",
    "SourceCodeIssue",
    "WebIssue",
]


class IssueStatusHistory(ResultModel):
    """The API's `IssueStatusHistory`."""

    created_at: Timestamp
    status: IssueStatusLabel


class IssueDetailBase(IssueCommon):
    """What every `IssueDetail` has."""

    description: str
    reference: str | None
    patterns: list[str] | None
    status_history: list[IssueStatusHistory]
    history: list[IssueHistoryEvent] | None = None
    __hash__ = ResultModel.__hash__


class ContainerIssue(IssueDetailBase):
    """A vulnerable package in a container image."""

    typename__: Literal["ContainerFinding"]
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None
    impact_level: ImpactLevelCategory | None
    detail: ContainerFindingDetail | None
    __hash__ = ResultModel.__hash__


class DastIssue(IssueDetailBase):
    """A finding of a dynamic analysis (DAST)."""

    typename__: Literal["DastFinding"]
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None
    impact_level: ImpactLevelCategory | None
    detail: DastDetail
    __hash__ = ResultModel.__hash__


class IacIssue(IssueDetailBase):
    """A finding in infrastructure as code (IaC)."""

    typename__: Literal["IacFinding"]
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None
    impact_level: ImpactLevelCategory | None
    detail: IacFindingDetail | None
    __hash__ = ResultModel.__hash__


class NetworkIssue(IssueDetailBase):
    """A network vulnerability."""

    typename__: Literal["NetworkVulnerability"]
    impact_level: ImpactLevelCategory | None
    probability_level: ProbabilityLevelCategory
    compromised_environment: bool
    summary: str
    impact_description: str
    steps_to_reproduce: str
    solution: str | None
    detail: NetworkDetail
    __hash__ = ResultModel.__hash__


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
    ]
    __hash__ = ResultModel.__hash__


class SastIssue(IssueDetailBase):
    """A finding of a static analysis (SAST)."""

    typename__: Literal["SastFinding"]
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None
    impact_level: ImpactLevelCategory | None
    detail: SastDetail
    __hash__ = ResultModel.__hash__


class ScaIssue(IssueDetailBase):
    """A vulnerable dependency (SCA)."""

    typename__: Literal["ScaFinding"]
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None
    impact_level: ImpactLevelCategory | None
    detail: ScaDetail
    __hash__ = ResultModel.__hash__


class SecretIssue(IssueDetailBase):
    """A secret left in code."""

    typename__: Literal["SecretFinding"]
    scan_source: str | None
    original_issue_id_from_tool: str | None
    solution: str | None
    impact_level: ImpactLevelCategory | None
    detail: SecretFindingDetail | None
    __hash__ = ResultModel.__hash__


class SourceCodeIssue(IssueDetailBase):
    """A vulnerability in source code, found by people."""

    typename__: Literal["SourceCodeVulnerability"]
    impact_level: ImpactLevelCategory | None
    probability_level: ProbabilityLevelCategory
    compromised_environment: bool
    summary: str
    impact_description: str
    steps_to_reproduce: str
    solution: str | None
    detail: SourceCodeDetail
    __hash__ = ResultModel.__hash__


class WebIssue(IssueDetailBase):
    """A web vulnerability."""

    typename__: Literal["WebVulnerability"]
    impact_level: ImpactLevelCategory | None
    probability_level: ProbabilityLevelCategory
    compromised_environment: bool
    summary: str
    impact_description: str
    steps_to_reproduce: str
    solution: str | None
    detail: WebDetail
    __hash__ = ResultModel.__hash__


IssueDetail: TypeAlias = Annotated[
    ContainerIssue
    | DastIssue
    | IacIssue
    | NetworkIssue
    | SastIssue
    | ScaIssue
    | SecretIssue
    | SourceCodeIssue
    | WebIssue
    | OtherIssueDetail,
    BY_TYPENAME,
]
"""An issue of any type, whole.

Narrow by the class to reach a type's own fields: `isinstance(issue, SastIssue)`, then `issue.detail.file_name`.
Findings of scanners say where they came from: `scan_source`, and `original_issue_id_from_tool`, which is the scanner's own id.
`status_history` lists the statuses that it has had; `history` is the full audit trail, on demand. `patterns` names the OWASP
categories that it falls under.

One of `ContainerIssue`, `DastIssue`, `IacIssue`, `NetworkIssue`, `SastIssue`, `ScaIssue`, `SecretIssue`, `SourceCodeIssue`, `WebIssue`, or `OtherIssueDetail`. Each is a `IssueDetailBase`.
"""
