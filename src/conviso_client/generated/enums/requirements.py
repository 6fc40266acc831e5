# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's enums. A value that is not listed here decodes as well: see `OpenEnum`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from conviso_client.models.enums import OpenEnum

__all__ = ["RequirementTypeEnum", "RequirementTypeEnumValue"]


class RequirementTypeEnum(OpenEnum):
    """The API's `RequirementTypeEnum`."""

    Procedures = "Procedures"
    Requirements = "Requirements"
    Tests = "Tests"


if TYPE_CHECKING:
    RequirementTypeEnumValue: TypeAlias = RequirementTypeEnum | Literal["Procedures", "Requirements", "Tests"]
else:
    RequirementTypeEnumValue = RequirementTypeEnum
