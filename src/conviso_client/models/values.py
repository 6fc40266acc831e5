"""Numbers and lists as programs have them at hand, those of numpy among them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["listed", "whole_number"]


def whole_number(value: Any) -> int | None:
    """Return a whole number as an int, whatever its type; None for anything else, and for a truth value."""
    if isinstance(value, bool):
        return None
    try:
        return operator.index(value)
    except TypeError:
        return None


def listed(value: Any) -> list[Any] | None:
    """Return the items of a set, a view, a generator or an array; None for what is no list, such as text or a file."""
    if isinstance(value, (str, bytes, bytearray, Mapping)) or hasattr(value, "read") or not hasattr(value, "__iter__"):
        return None
    # An array's own list has Python's numbers; its iterator gives numpy's, which JSON does not know.
    own: Callable[[], Any] | None = getattr(value, "tolist", None)
    items: Any = own() if own else [*value]
    found: Any = items
    return found if isinstance(items, list) else None
