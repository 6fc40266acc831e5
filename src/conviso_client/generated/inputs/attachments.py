# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, InputModel, IntID, Sequence
from conviso_client.upload import Upload

__all__ = ["CreateAttachmentInput"]


class CreateAttachmentInput(InputModel):
    """The API's `CreateAttachmentInput`."""

    allowed_portal_user_ids: Sequence[IntID] | None = None
    """No recent source confirms this field."""
    archive: Upload
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    company_id: ID | None = None
    """None takes the client's company."""
    description: str | None = None
    """No recent source confirms this field."""
    issue_id: IntID | None = None
    project_id: IntID | None = None
