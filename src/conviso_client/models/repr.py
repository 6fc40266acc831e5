"""Models in a few words: what tells one from another, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from .json_value import is_list

__all__ = ["short_repr"]

_NAMES = ("name", "title", "label")
_STATE = ("status", "severity")
_LONGEST = 60
"""Characters of a text that are shown."""
_MOST = 3
"""Items of a list that are shown."""


class _Rows:
    """Stands for a long list."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __repr__(self) -> str:
        return f"[{self.count} items]"


def short_repr(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give what a model's repr shows: its id, name, status and severity; without any of them, all that it holds."""
    name = next((name for name in _NAMES if fields.get(name) is not None), None)
    shown = [field for field in ("id", name, *_STATE) if field is not None and fields.get(field) is not None]
    return ((field, _short(fields[field])) for field in shown or fields)


def _short(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"{value[:_LONGEST]}..."
    if is_list(value) and len(value) > _MOST:
        return _Rows(len(value))
    return value
