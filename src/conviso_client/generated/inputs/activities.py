# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, InputModel, Sequence
from conviso_client.upload import Upload

from ..enums import ActivityStatusEnumValue

__all__ = ["ActivitiesSearch", "AddActivityAttachmentInput", "UpdateActivityStatusInput"]


class ActivitiesSearch(InputModel):
    """The API's `ActivitiesSearch`."""

    playbook_id: ID | None = None
    project_id: ID | None = None
    project_requirement_id: ID | None = None
    title: str | None = None


class AddActivityAttachmentInput(InputModel):
    """The API's `AddActivityAttachmentInput`."""

    archives: Sequence[Upload] | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    id: ID
    reason: str | None = None


class UpdateActivityStatusInput(InputModel):
    """The API's `UpdateActivityStatusInput`."""

    archives: Sequence[Upload] | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    id: ID
    reason: str | None = None
    status: ActivityStatusEnumValue
