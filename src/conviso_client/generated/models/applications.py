# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from datetime import datetime

from conviso_client.models.base import ResultModel

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

    id: str
    name: str | None
    description: str | None
    url: str | None
    risk_score: float | None
    assets_count: int | None
    created_at: datetime | None
    updated_at: datetime | None
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
