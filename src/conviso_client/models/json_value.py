"""What a value is that came as JSON, or will be sent as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

__all__ = ["is_list", "is_mapping", "is_object"]


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Say whether it is a list."""
    return isinstance(value, list)


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Say whether it maps names to values."""
    return isinstance(value, Mapping)


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Say whether it is an object."""
    return isinstance(value, dict)
