"""Questions about the types of a schema. graphql-core's own annotations are too generic for strict checking."""

from __future__ import annotations

from typing import Any

import graphql

__all__ = ["Field", "Kind", "is_abstract", "is_leaf", "is_list", "is_nested", "is_required", "item", "name_of", "named"]

Kind = Any
"""A type of a schema, wrapped or not."""
Field = Any
"""A field of an object type, or an argument: `type`, `args`, `resolve`."""


def named(kind: Kind) -> Any:
    """The type within lists and non-null."""
    return graphql.get_named_type(kind)


def name_of(kind: Kind) -> str:
    """The name of the type within lists and non-null."""
    return str(named(kind).name)


def is_required(kind: Kind) -> bool:
    """Whether null is not allowed."""
    return graphql.is_non_null_type(kind)


def is_list(kind: Kind) -> bool:
    """Whether it is a list, null allowed or not."""
    return graphql.is_list_type(graphql.get_nullable_type(kind))


def item(kind: Kind) -> Kind:
    """What a list holds."""
    bare: Any = graphql.get_nullable_type(kind)
    return bare.of_type


def is_nested(kind: Kind) -> bool:
    """Whether it is a list of lists."""
    return is_list(kind) and is_list(item(kind))


def is_leaf(kind: Kind) -> bool:
    """Whether it is a scalar or an enum, in lists or not."""
    return graphql.is_leaf_type(graphql.get_named_type(kind))


def is_abstract(kind: Kind) -> bool:
    """Whether it is an interface or a union."""
    return graphql.is_abstract_type(kind)
