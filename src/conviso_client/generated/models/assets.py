# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated

from conviso_client.models.results import NULL_AS_EMPTY, ResultModel, ResultPage

from .common import AssetRef, AssetSummary, Branch, CompanyRef, PageMetadata, ProjectRef

__all__ = [
    "AssetCollection",
    "AssetDetail",
    "BranchCollection",
    "CreateAssetPayload",
    "DeleteAssetPayload",
    "DeletedAssets",
    "UpdateAssetPayload",
]


class AssetCollection(ResultPage["AssetSummary"]):
    """The API's `AssetCollection`."""

    collection: Annotated[list[AssetSummary], NULL_AS_EMPTY]
    metadata: PageMetadata


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
    __hash__ = ResultModel.__hash__


class BranchCollection(ResultPage["Branch"]):
    """The API's `BranchCollection`."""

    collection: Annotated[list[Branch], NULL_AS_EMPTY]
    metadata: PageMetadata | None


class CreateAssetPayload(ResultModel):
    """The API's `CreateAssetPayload`."""

    asset: AssetDetail | None
    errors: list[str] | None


class DeletedAssets(ResultPage["AssetRef"]):
    """The assets that a deletion removed."""

    collection: Annotated[list[AssetRef], NULL_AS_EMPTY]


class DeleteAssetPayload(ResultModel):
    """The API's `DeleteAssetPayload`."""

    asset: DeletedAssets


class UpdateAssetPayload(ResultModel):
    """The API's `UpdateAssetPayload`."""

    asset: AssetDetail | None
