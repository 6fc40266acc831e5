# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from conviso_client.models.enums import OpenEnum

__all__ = [
    "TicketImpactEnum",
    "TicketImpactEnumValue",
    "TicketPriorityEnum",
    "TicketPriorityEnumValue",
    "TicketTypeEnum",
    "TicketTypeEnumValue",
]


class TicketImpactEnum(OpenEnum):
    """The API's `TicketImpactEnum`."""

    HIGH = "HIGH"
    LOW = "LOW"
    MEDIUM = "MEDIUM"


class TicketPriorityEnum(OpenEnum):
    """The API's `TicketPriorityEnum`."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class TicketTypeEnum(OpenEnum):
    """The API's `TicketTypeEnum`."""

    BUG = "BUG"
    FEATURE_REQUEST = "FEATURE_REQUEST"
    PROJECT_REQUEST = "PROJECT_REQUEST"
    SUPPORT_REQUEST = "SUPPORT_REQUEST"


if TYPE_CHECKING:
    TicketImpactEnumValue: TypeAlias = TicketImpactEnum | Literal["HIGH", "LOW", "MEDIUM"]
    TicketPriorityEnumValue: TypeAlias = TicketPriorityEnum | Literal["P1", "P2", "P3"]
    TicketTypeEnumValue: TypeAlias = (
        TicketTypeEnum | Literal["BUG", "FEATURE_REQUEST", "PROJECT_REQUEST", "SUPPORT_REQUEST"]
    )
else:
    TicketImpactEnumValue = TicketImpactEnum
    TicketPriorityEnumValue = TicketPriorityEnum
    TicketTypeEnumValue = TicketTypeEnum
