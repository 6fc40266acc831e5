# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import ID, Date, InputModel, Sequence

from ..enums import IssueStatusLabelValue, SeverityCategoryValue
from .common import DateRangeInput

__all__ = ["FilterParams", "TopVulnerabilitiesFiltersInput"]


class FilterParams(InputModel):
    """The API's `FilterParams`."""

    asset_ids: Sequence[ID] | None = None
    asset_tags: Sequence[str] | None = None
    end_date: Date | None = None
    severities: Sequence[SeverityCategoryValue] | None = None
    start_date: Date | None = None
    statuses: Sequence[IssueStatusLabelValue] | None = None


class TopVulnerabilitiesFiltersInput(InputModel):
    """The API's `TopVulnerabilitiesFiltersInput`."""

    asset_ids: Sequence[ID] | None = None
    asset_tags: Sequence[str] | None = None
    created_at_range: DateRangeInput | None = None
    severities: Sequence[SeverityCategoryValue] | None = None
    statuses: Sequence[IssueStatusLabelValue] | None = None
