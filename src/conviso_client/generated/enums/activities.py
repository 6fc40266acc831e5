# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from conviso_client.models.enums import OpenEnum

__all__ = ["ActivitySortByEnum", "ActivitySortByEnumValue", "ActivityStatusEnum", "ActivityStatusEnumValue"]


class ActivitySortByEnum(OpenEnum):
    """The API's `ActivitySortByEnum`."""

    SORT = "SORT"
    TITLE = "TITLE"


class ActivityStatusEnum(OpenEnum):
    """The API's `ActivityStatusEnum`."""

    DONE = "DONE"
    IN_PROGRESS = "IN_PROGRESS"
    NOT_ACCORDING = "NOT_ACCORDING"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    NOT_STARTED = "NOT_STARTED"


if TYPE_CHECKING:
    ActivitySortByEnumValue: TypeAlias = ActivitySortByEnum | Literal["SORT", "TITLE"]
    ActivityStatusEnumValue: TypeAlias = (
        ActivityStatusEnum | Literal["DONE", "IN_PROGRESS", "NOT_ACCORDING", "NOT_APPLICABLE", "NOT_STARTED"]
    )
else:
    ActivitySortByEnumValue = ActivitySortByEnum
    ActivityStatusEnumValue = ActivityStatusEnum
