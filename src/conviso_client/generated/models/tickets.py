# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The models of results, named after the fragments in `queries/` and the API's types."""

from typing import Annotated

from conviso_client.models.results import NULL_AS_EMPTY, ResultID, ResultModel, ResultPage, Timestamp

from ..enums import TicketImpactEnum, TicketPriorityEnum, TicketTypeEnum
from .common import PageMetadata, UserRef

__all__ = ["CreateTicketPayload", "Ticket", "TicketCollection", "TicketError"]


class Ticket(ResultModel):
    """The API's `Ticket`."""

    id: ResultID
    title: str | None
    type: TicketTypeEnum | None
    status: str | None
    priority: TicketPriorityEnum | None
    impact: TicketImpactEnum | None
    description: str | None
    created_by: UserRef | None
    assignee: UserRef | None
    created_at: Timestamp | None
    updated_at: Timestamp | None
    __hash__ = ResultModel.__hash__


class TicketError(ResultModel):
    """The API's `TicketError`."""


class CreateTicketPayload(ResultModel):
    """The API's `CreateTicketPayload`."""

    ticket: Ticket | None
    errors: list[TicketError] | None


class TicketCollection(ResultPage["Ticket"]):
    """The API's `TicketCollection`."""

    collection: Annotated[list[Ticket], NULL_AS_EMPTY]
    metadata: PageMetadata | None
