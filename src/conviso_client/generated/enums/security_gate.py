# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from conviso_client.models.enums import OpenEnum

__all__ = ["SecurityGateExecutionsSortByEnum", "SecurityGateExecutionsSortByEnumValue"]


class SecurityGateExecutionsSortByEnum(OpenEnum):
    """The API's `SecurityGateExecutionsSortByEnum`."""

    EXECUTED_AT = "EXECUTED_AT"


if TYPE_CHECKING:
    SecurityGateExecutionsSortByEnumValue: TypeAlias = SecurityGateExecutionsSortByEnum | Literal["EXECUTED_AT",]
else:
    SecurityGateExecutionsSortByEnumValue = SecurityGateExecutionsSortByEnum
