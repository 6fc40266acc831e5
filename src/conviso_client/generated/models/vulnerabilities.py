# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated

from conviso_client.models.results import NULL_AS_EMPTY, ResultID, ResultModel, ResultPage, Timestamp

from .common import CompanyRef, IssueState

__all__ = [
    "CreateNetworkVulnerabilityPayload",
    "CreateSourceCodeVulnerabilityPayload",
    "CreateWebVulnerabilityPayload",
    "History",
    "LegacyVulnerability",
    "UpdateNetworkVulnerabilityPayload",
    "UpdateSourceCodeVulnerabilityPayload",
    "UpdateWebVulnerabilityPayload",
    "VulnerabilityCollection",
]


class CreateNetworkVulnerabilityPayload(ResultModel):
    """The API's `CreateNetworkVulnerabilityPayload`."""

    issue: IssueState | None


class CreateSourceCodeVulnerabilityPayload(ResultModel):
    """The API's `CreateSourceCodeVulnerabilityPayload`."""

    issue: IssueState | None


class CreateWebVulnerabilityPayload(ResultModel):
    """The API's `CreateWebVulnerabilityPayload`."""

    issue: IssueState | None


class History(ResultModel):
    """The API's `History`."""

    id: ResultID
    status: str | None
    created_at: Timestamp
    updated_at: Timestamp
    __hash__ = ResultModel.__hash__


class LegacyVulnerability(ResultModel):
    """A vulnerability of the platform's older model.

    `vulnerability_status`, `failure_type` and `impact` are plain text, not the enums that issues have.
    """

    id: ResultID
    title: str | None
    vulnerability_status: str | None
    failure_type: str | None
    impact: str | None
    created_at: Timestamp
    company: CompanyRef
    history: list[History] | None = None
    __hash__ = ResultModel.__hash__


class UpdateNetworkVulnerabilityPayload(ResultModel):
    """The API's `UpdateNetworkVulnerabilityPayload`."""

    issue: IssueState | None


class UpdateSourceCodeVulnerabilityPayload(ResultModel):
    """The API's `UpdateSourceCodeVulnerabilityPayload`."""

    issue: IssueState | None


class UpdateWebVulnerabilityPayload(ResultModel):
    """The API's `UpdateWebVulnerabilityPayload`."""

    issue: IssueState | None


class VulnerabilityCollection(ResultPage["LegacyVulnerability"]):
    """The API's `VulnerabilityCollection`."""

    collection: Annotated[list[LegacyVulnerability], NULL_AS_EMPTY]
