# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, InputModel, Sequence
from conviso_client.upload import Upload

from ..enums import OrderEnumValue

__all__ = ["ImportSbomInput", "SbomComponentSearchInput"]


class ImportSbomInput(InputModel):
    """The API's `ImportSbomInput`."""

    asset_id: ID | None = None
    branch_name: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    file: Upload | None = None


class SbomComponentSearchInput(InputModel):
    """The API's `SbomComponentSearchInput`."""

    asset_ids: Sequence[ID] | None = None
    name: str | None = None
    order: OrderEnumValue | None = None
    sort_by: str | None = None
    tags: Sequence[str] | None = None
    vulnerable_only: bool | None = None
