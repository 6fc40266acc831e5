# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, InputModel, Sequence
from conviso_client.upload import Upload

from ..enums import TicketImpactEnumValue, TicketPriorityEnumValue, TicketTypeEnumValue

__all__ = ["CreateTicketInput", "TicketSearch"]


class CreateTicketInput(InputModel):
    """The API's `CreateTicketInput`."""

    attachments: Sequence[Upload] | None = None
    client_mutation_id: str | None = None
    company_id: ID | None = None
    """None takes the client's company."""
    description: str
    impact: TicketImpactEnumValue | None = None
    priority: TicketPriorityEnumValue | None = None
    title: str
    type: TicketTypeEnumValue


class TicketSearch(InputModel):
    """The API's `TicketSearch`."""

    impacts: Sequence[TicketImpactEnumValue] | None = None
    mine_only: bool | None = None
    priorities: Sequence[TicketPriorityEnumValue] | None = None
    search: str | None = None
    statuses: Sequence[str] | None = None
    tags: Sequence[str] | None = None
    types: Sequence[TicketTypeEnumValue] | None = None
