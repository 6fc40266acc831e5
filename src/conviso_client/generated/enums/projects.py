# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from conviso_client.models.enums import OpenEnum

__all__ = ["NewProjectStatusEnum", "NewProjectStatusEnumValue"]


class NewProjectStatusEnum(OpenEnum):
    """The API's `NewProjectStatusEnum`."""

    ANALYSIS = "ANALYSIS"
    DISCONTINUED = "DISCONTINUED"
    DONE = "DONE"
    PAUSED = "PAUSED"
    PLANNED = "PLANNED"


if TYPE_CHECKING:
    NewProjectStatusEnumValue: TypeAlias = (
        NewProjectStatusEnum | Literal["ANALYSIS", "DISCONTINUED", "DONE", "PAUSED", "PLANNED"]
    )
else:
    NewProjectStatusEnumValue = NewProjectStatusEnum
