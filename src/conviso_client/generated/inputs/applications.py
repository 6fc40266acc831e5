# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import InputModel, IntID, Sequence

__all__ = [
    "AddApplicationAssetsInput",
    "CreateApplicationInput",
    "RemoveApplicationAssetsInput",
    "UpdateApplicationInput",
]


class AddApplicationAssetsInput(InputModel):
    """The API's `AddApplicationAssetsInput`."""

    asset_ids: Sequence[IntID]
    client_mutation_id: str | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    id: IntID


class CreateApplicationInput(InputModel):
    """The API's `CreateApplicationInput`."""

    asset_ids: Sequence[IntID] | None = None
    client_mutation_id: str | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    description: str | None = None
    name: str
    url: str | None = None


class RemoveApplicationAssetsInput(InputModel):
    """The API's `RemoveApplicationAssetsInput`."""

    asset_ids: Sequence[IntID]
    client_mutation_id: str | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    id: IntID


class UpdateApplicationInput(InputModel):
    """The API's `UpdateApplicationInput`."""

    asset_ids: Sequence[IntID] | None = None
    client_mutation_id: str | None = None
    company_id: IntID | None = None
    """None takes the client's company."""
    description: str | None = None
    id: IntID
    name: str | None = None
    url: str | None = None
