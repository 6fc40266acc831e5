# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated, Any

from conviso_client.models.results import NULL_AS_EMPTY, ResultID, ResultModel, ResultPage, Timestamp

from .common import AssetRef, PageMetadata

__all__ = ["ImportSbomPayload", "SbomComponent", "SbomComponentCollection"]


class ImportSbomPayload(ResultModel):
    """The API's `ImportSbomPayload`."""

    success: bool | None


class SbomComponent(ResultModel):
    """The API's `SbomComponent`."""

    id: ResultID
    name: str | None
    version: str | None
    package_manager: str | None
    technology: str | None
    license: str | None
    issues_by_severity: Any | None
    created_at: Timestamp | None
    updated_at: Timestamp | None
    asset: AssetRef | None
    __hash__ = ResultModel.__hash__


class SbomComponentCollection(ResultPage["SbomComponent"]):
    """The API's `SbomComponentCollection`."""

    collection: Annotated[list[SbomComponent], NULL_AS_EMPTY]
    metadata: PageMetadata | None
