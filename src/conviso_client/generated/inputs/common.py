# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The API's input objects. What is not set is not sent; None is sent as null."""

from __future__ import annotations

from conviso_client.models.inputs import DateTime, InputModel

__all__ = ["BasePaginationInput", "DateRangeInput", "PaginationInput"]


class BasePaginationInput(InputModel):
    """The API's `BasePaginationInput`."""

    page: int | None = None
    per_page: int | None = None


class DateRangeInput(InputModel):
    """The API's `DateRangeInput`."""

    end_date: DateTime | None = None
    start_date: DateTime | None = None


class PaginationInput(InputModel):
    """The API's `PaginationInput`."""

    page: int | None = None
    per_page: int | None = None
