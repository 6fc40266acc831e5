# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from conviso_client.models.results import ResultID, ResultModel, Timestamp

from .common import AssetRef

__all__ = [
    "AddApplicationAssetsPayload",
    "Application",
    "CreateApplicationPayload",
    "RemoveApplicationAssetsPayload",
    "UpdateApplicationPayload",
]


class Application(ResultModel):
    """The API's `Application`."""

    id: ResultID
    name: str | None
    description: str | None
    url: str | None
    risk_score: float | None
    assets_count: int | None
    created_at: Timestamp | None
    updated_at: Timestamp | None
    assets: list[AssetRef] | None = None
    __hash__ = ResultModel.__hash__


class AddApplicationAssetsPayload(ResultModel):
    """The API's `AddApplicationAssetsPayload`."""

    application: Application | None
    errors: list[str] | None


class CreateApplicationPayload(ResultModel):
    """The API's `CreateApplicationPayload`."""

    application: Application | None
    errors: list[str] | None


class RemoveApplicationAssetsPayload(ResultModel):
    """The API's `RemoveApplicationAssetsPayload`."""

    application: Application | None
    errors: list[str] | None


class UpdateApplicationPayload(ResultModel):
    """The API's `UpdateApplicationPayload`."""

    application: Application | None
    errors: list[str] | None
