# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import InputModel, Sequence

from ..enums import OrderEnumValue, SecurityGateExecutionsSortByEnumValue

__all__ = ["SecurityGateExecutionsSearch", "SecurityGateExecutionsSortOptionInput"]


class SecurityGateExecutionsSearch(InputModel):
    """The API's `SecurityGateExecutionsSearch`."""

    statuses: Sequence[str] | None = None


class SecurityGateExecutionsSortOptionInput(InputModel):
    """The API's `SecurityGateExecutionsSortOptionInput`."""

    order: OrderEnumValue | None = None
    sort_by: SecurityGateExecutionsSortByEnumValue | None = None
