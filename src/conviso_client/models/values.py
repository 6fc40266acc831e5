"""Convert names, numbers and lists, numpy's among them, to the forms of the API; tell kinds of JSON apart."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeGuard

__all__ = ["api_name", "is_list", "is_mapping", "is_object", "listed", "number_of", "whole_number"]


@cache
def api_name(name: str) -> str:
    """Give the API's name of a Python attribute: `company_id` is `companyId`, `global_` is `global`."""
    if name == "typename__":
        return "__typename"
    first, *others = name.rstrip("_").split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Say whether it is a list."""
    return isinstance(value, list)


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Say whether it maps names to values."""
    return isinstance(value, Mapping)


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Say whether it is an object."""
    return isinstance(value, dict)


def number_of(text: str) -> int | None:
    """Return the number that decimal digits tell; None for any other text, and for more digits than Python may read."""
    return int(text) if text.isdecimal() and len(text) <= 640 else None


def whole_number(value: Any) -> int | None:
    """Return a whole number as an int, whatever its type; None for anything else, and for a truth value."""
    try:
        return None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        return None


def listed(value: Any) -> list[Any] | None:
    """Return the items of a set, a view, a generator or an array; None for what is no list, such as text or a file."""
    if isinstance(value, (str, bytes, bytearray, Mapping)) or hasattr(value, "read") or not hasattr(value, "__iter__"):
        return None
    # An array's own list has Python's numbers; its iterator gives numpy's, which JSON does not know.
    own: Callable[[], Any] | None = getattr(value, "tolist", None)
    items: Any = own() if own else [*value]
    return items if is_list(items) else None
