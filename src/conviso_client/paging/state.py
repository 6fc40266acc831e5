"""Where the reading of a list stands, as a value for JSON."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["PagerState"]


class PagerState(TypedDict):
    """Where the reading of a list stands: what JSON can hold."""

    operation: str
    page: int
    """The page that was delivered last, whole or in part."""
    page_size: int
    ids: list[str]
    """What of that page needs no delivery any more."""
    total: int | None
    """How many rows the list had then; None if it did not tell."""
