# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, InputModel, Sequence

from ..enums import OrderEnumValue, ToolTypeCategoryValue
from .common import DateRangeInput

__all__ = [
    "CreateControlSyncStatusInput",
    "ScansHistoriesFiltersInput",
    "ScansHistoriesSortOptionInput",
    "StartConvisoDastInput",
    "UpdateControlSyncStatusInput",
]


class CreateControlSyncStatusInput(InputModel):
    """The API's `CreateControlSyncStatusInput`."""

    asset_id: ID
    branch_name: str | None = None
    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    external_vulnerability_count: int
    integration: ToolTypeCategoryValue
    scan_run_id: str | None = None


class ScansHistoriesFiltersInput(InputModel):
    """The API's `ScansHistoriesFiltersInput`."""

    created_at_range: DateRangeInput | None = None
    """No recent source confirms this field."""
    integrations: Sequence[str] | None = None
    """No recent source confirms this field."""
    statuses: Sequence[str] | None = None
    """No recent source confirms this field."""


class ScansHistoriesSortOptionInput(InputModel):
    """The API's `ScansHistoriesSortOptionInput`."""

    order: OrderEnumValue | None = None
    """No recent source confirms this field."""
    sort_by: str | None = None
    """No recent source confirms this field."""


class StartConvisoDastInput(InputModel):
    """The API's `StartConvisoDastInput`."""

    asset_id: ID
    client_mutation_id: str | None = None


class UpdateControlSyncStatusInput(InputModel):
    """The API's `UpdateControlSyncStatusInput`."""

    client_mutation_id: str | None = None
    """No recent source confirms this field."""
    external_vulnerability_count: int
    id: ID
