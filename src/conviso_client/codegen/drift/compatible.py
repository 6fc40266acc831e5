"""Whether what worked with one type still works with another: values that are sent, and answers that are read."""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLType,
    get_named_type,
    is_non_null_type,
    is_required_input_field,
    is_specified_scalar_type,
)

from conviso_client.codegen.python_types import RESULT_SCALARS

__all__ = ["accepts", "is_narrower", "nullable", "reads", "wraps_alike"]

_STRINGS = frozenset({"String", "ID"})
_SCALARS_ACCEPT = {"Float": {"Int"}, "ID": {"Int", "String"}}
"""What else the server takes for a scalar."""
_MODELS_READ = {"Float": {"Int"}, "String": {"ID"}, "ID": {"String", "Int"}}
"""What else our models read where a scalar is due: a whole number is taken for an id."""


def nullable(kind: GraphQLType) -> Any:
    """Take the outermost exclamation mark away."""
    return kind.of_type if isinstance(kind, GraphQLNonNull) else kind


def is_narrower(old: GraphQLType, new: GraphQLType) -> bool:
    """Tell if every value of the new type is one of the old: it is the same, or has exclamation marks in addition."""
    if isinstance(new, GraphQLNonNull):
        return is_narrower(nullable(old), new.of_type)
    if isinstance(old, GraphQLList) and isinstance(new, GraphQLList):
        return is_narrower(old.of_type, new.of_type)
    return str(old) == str(new)


def accepts(old: GraphQLType, new: GraphQLType, seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
    """Tell if a server takes every value of the old type where it now declares the new one."""
    if is_non_null_type(new) and not is_non_null_type(old):
        return False
    before, after = nullable(old), nullable(new)
    if isinstance(before, GraphQLList):
        return isinstance(after, GraphQLList) and accepts(before.of_type, after.of_type, seen)
    if isinstance(after, GraphQLList):
        return accepts(before, after.of_type, seen)
    if isinstance(before, GraphQLEnumType) and isinstance(after, GraphQLEnumType):
        return set(before.values) <= set(after.values)
    if isinstance(before, GraphQLInputObjectType) and isinstance(after, GraphQLInputObjectType):
        return (before.name, after.name) in seen or _accepts_fields(before, after, seen | {(before.name, after.name)})
    return bool(before.name == after.name) or before.name in _SCALARS_ACCEPT.get(after.name, set())


def _accepts_fields(old: GraphQLInputObjectType, new: GraphQLInputObjectType, seen: frozenset[tuple[str, str]]) -> bool:
    if new.is_one_of and not old.is_one_of:
        return False
    for name, field in new.fields.items():
        before = old.fields.get(name)
        is_taken = not is_required_input_field(field) if before is None else accepts(before.type, field.type, seen)
        if not is_taken:
            return False
    return set(old.fields) <= set(new.fields)


def reads(old: GraphQLType, new: GraphQLType) -> bool:
    """Tell if the models that were made for the old type read every answer of the new one; both are leaves within."""
    return wraps_alike(old, new) and _reads_leaf(get_named_type(old), get_named_type(new))


def wraps_alike(old: GraphQLType, new: GraphQLType) -> bool:
    """Tell if an answer of the new type has lists where the old one has them, and nulls only where it has them."""
    if is_non_null_type(old) and not is_non_null_type(new):
        return False
    before, after = nullable(old), nullable(new)
    if isinstance(before, GraphQLList) and isinstance(after, GraphQLList):
        return wraps_alike(before.of_type, after.of_type)
    return not isinstance(before, GraphQLList) and not isinstance(after, GraphQLList)


def _reads_leaf(old: GraphQLNamedType, new: GraphQLNamedType) -> bool:
    if old.name == new.name or new.name in _MODELS_READ.get(old.name, set()):
        return True
    if isinstance(old, GraphQLEnumType) or old.name in _STRINGS:
        return new.name in _STRINGS or isinstance(new, GraphQLEnumType)
    is_own_scalar = isinstance(old, GraphQLScalarType) and not is_specified_scalar_type(old)
    return is_own_scalar and RESULT_SCALARS.get(old.name, "Any") == "Any"
