# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, InputModel, Sequence

__all__ = ["UpdatePortalUserAccessInput"]


class UpdatePortalUserAccessInput(InputModel):
    """The API's `UpdatePortalUserAccessInput`."""

    access_profile_id: ID
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    portal_user_id: ID
    teams_ids: Sequence[ID] | None = None
