"""Which types the operations' variables reach."""

from __future__ import annotations

from collections.abc import Iterable

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInputType, GraphQLNamedType, get_named_type

__all__ = ["argument_types"]


def argument_types(variables: Iterable[GraphQLInputType]) -> dict[str, GraphQLEnumType | GraphQLInputObjectType]:
    """Give the enums and inputs that the variables take, themselves or inside an input, by name."""
    found: dict[str, GraphQLEnumType | GraphQLInputObjectType] = {}
    waiting: list[GraphQLNamedType] = [get_named_type(kind) for kind in variables]
    while waiting:
        kind = waiting.pop()
        if kind.name in found or not isinstance(kind, (GraphQLEnumType, GraphQLInputObjectType)):
            continue
        found[kind.name] = kind
        if isinstance(kind, GraphQLInputObjectType):
            waiting.extend(get_named_type(field.type) for field in kind.fields.values())
    return found
