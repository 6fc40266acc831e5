# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from conviso_client.models.enums import OpenEnum

__all__ = ["VulnerabilityTemplateSortByEnum", "VulnerabilityTemplateSortByEnumValue"]


class VulnerabilityTemplateSortByEnum(OpenEnum):
    """The API's `VulnerabilityTemplateSortByEnum`."""

    title_ = "title"


if TYPE_CHECKING:
    VulnerabilityTemplateSortByEnumValue: TypeAlias = VulnerabilityTemplateSortByEnum | Literal["title",]
else:
    VulnerabilityTemplateSortByEnumValue = VulnerabilityTemplateSortByEnum
