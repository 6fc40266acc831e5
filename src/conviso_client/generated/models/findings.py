# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from conviso_client.models.results import ResultModel

from .common import IssueState

__all__ = [
    "BatchCreateOrUpdateFindingsPayload",
    "CreateDastFindingPayload",
    "CreateOrUpdateContainerFindingPayload",
    "CreateOrUpdateDastFindingPayload",
    "CreateOrUpdateIacFindingPayload",
    "CreateOrUpdateSastFindingPayload",
    "CreateOrUpdateScaFindingPayload",
    "CreateOrUpdateSecretFindingPayload",
    "CreateSastFindingPayload",
    "CreateScaFindingPayload",
    "FindingError",
]


class FindingError(ResultModel):
    """The API's `FindingError`."""

    index: int | None
    code: str | None
    message: str | None


class BatchCreateOrUpdateFindingsPayload(ResultModel):
    """The API's `BatchCreateOrUpdateFindingsPayload`."""

    issues: list[IssueState] | None
    finding_errors: list[FindingError] | None


class CreateDastFindingPayload(ResultModel):
    """The API's `CreateDastFindingPayload`."""

    issue: IssueState | None


class CreateOrUpdateContainerFindingPayload(ResultModel):
    """The API's `CreateOrUpdateContainerFindingPayload`."""

    issue: IssueState | None


class CreateOrUpdateDastFindingPayload(ResultModel):
    """The API's `CreateOrUpdateDastFindingPayload`."""

    issue: IssueState | None


class CreateOrUpdateIacFindingPayload(ResultModel):
    """The API's `CreateOrUpdateIacFindingPayload`."""

    issue: IssueState | None


class CreateOrUpdateSastFindingPayload(ResultModel):
    """The API's `CreateOrUpdateSastFindingPayload`."""

    issue: IssueState | None


class CreateOrUpdateScaFindingPayload(ResultModel):
    """The API's `CreateOrUpdateScaFindingPayload`."""

    issue: IssueState | None


class CreateOrUpdateSecretFindingPayload(ResultModel):
    """The API's `CreateOrUpdateSecretFindingPayload`."""

    issue: IssueState | None


class CreateSastFindingPayload(ResultModel):
    """The API's `CreateSastFindingPayload`."""

    issue: IssueState | None


class CreateScaFindingPayload(ResultModel):
    """The API's `CreateScaFindingPayload`."""

    issue: IssueState | None
