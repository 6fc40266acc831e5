# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated

from conviso_client.models.results import NULL_AS_EMPTY, ResultID, ResultModel, ResultPage

__all__ = ["CreateDeployPayload", "DeployCollection", "DeploySummary"]


class DeploySummary(ResultModel):
    """A deploy: a range of commits of an asset that went out together."""

    id: ResultID
    current_commit: str | None
    previous_commit: str | None
    __hash__ = ResultModel.__hash__


class CreateDeployPayload(ResultModel):
    """The API's `CreateDeployPayload`."""

    deploy: DeploySummary | None


class DeployCollection(ResultPage["DeploySummary"]):
    """The API's `DeployCollection`."""

    collection: Annotated[list[DeploySummary], NULL_AS_EMPTY]
