"""List what changed between two schemas, by graphql-core's rules and by what they pass over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    is_introspection_type,
    is_specified_scalar_type,
)

from .changes import Change, Kind, dict_diff, list_diff
from .compare_directives import directive_changes
from .compare_members import deprecation_changes, description_changes, field_changes, input_field_changes
from .renames import explained

__all__ = ["compare"]

_KIND_NAMES = {
    GraphQLScalarType: "scalar",
    GraphQLObjectType: "type",
    GraphQLInterfaceType: "interface",
    GraphQLUnionType: "union",
    GraphQLEnumType: "enum",
    GraphQLInputObjectType: "input",
}


def compare(old: GraphQLSchema, new: GraphQLSchema) -> list[Change]:
    """List all changes, in the order of coordinates; both schemas must be valid."""
    changes = [*_root_changes(old, new), *_type_changes(old, new), *directive_changes(old, new)]
    return explained(
        sorted(changes, key=lambda change: (change.coordinate, change.kind.value, change.message)), old, new
    )


def _root_changes(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    yield from description_changes("schema", old, new)
    for operation in ("query", "mutation", "subscription"):
        before, after = getattr(old, f"{operation}_type"), getattr(new, f"{operation}_type")
        if before and not after:
            message = f"schema.{operation} was removed: there are no operations of this kind any more"
            yield Change(Kind.ROOT_TYPE_REMOVED, f"schema.{operation}", message, before.name)
        elif after and not before:
            message = f"schema.{operation} was added: {after.name}"
            yield Change(Kind.ROOT_TYPE_ADDED, f"schema.{operation}", message, None, after.name)
        elif before and after and before.name != after.name:
            message = f"schema.{operation} is now the type {after.name}, not {before.name}"
            yield Change(Kind.ROOT_TYPE_CHANGED, f"schema.{operation}", message, before.name, after.name)


def _type_changes(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    types = dict_diff(_own_types(old), _own_types(new))
    for name, kind in types.removed.items():
        yield Change(Kind.TYPE_REMOVED, name, f"{name} was removed", _kind_name(kind))
        for interface in _interfaces_of_object(kind):
            if interface.name in new.type_map:
                message = f"{interface.name} no longer comes as {name}"
                yield Change(Kind.POSSIBLE_TYPE_REMOVED, interface.name, message, name)
    for name, kind in types.added.items():
        yield Change(Kind.TYPE_ADDED, name, f"{name} was added", None, _kind_name(kind))
        for interface in _interfaces_of_object(kind):
            if interface.name in old.type_map:
                message = f"{interface.name} may now come as {name}"
                yield Change(Kind.POSSIBLE_TYPE_ADDED, interface.name, message, None, name)
    for name, (before, after) in types.persisted.items():
        if _is_same_text(before, after):
            continue
        yield from description_changes(name, before, after)
        if type(before) is not type(after):
            old_kind, new_kind = _kind_name(before), _kind_name(after)
            message = f"{name} is now {_article(new_kind)} {new_kind}, not {_article(old_kind)} {old_kind}"
            yield Change(Kind.TYPE_KIND_CHANGED, name, message, old_kind, new_kind)
        else:
            yield from _CHANGES_WITHIN[type(before)](before, after)


def _interfaces_of_object(kind: GraphQLNamedType) -> tuple[GraphQLInterfaceType, ...]:
    """Give the interfaces that a type may come as; no value is of an interface's own type."""
    return kind.interfaces if isinstance(kind, GraphQLObjectType) else ()


def _is_same_text(old: GraphQLNamedType, new: GraphQLNamedType) -> bool:
    """Tell if two types are written alike: most are, and to compare all their fields takes most of the time."""
    is_extended = bool(old.extension_ast_nodes or new.extension_ast_nodes)
    text = _text(old)
    return text is not None and text == _text(new) and not is_extended


def _text(kind: GraphQLNamedType) -> str | None:
    where = kind.ast_node.loc if kind.ast_node else None
    return where.source.body[where.start : where.end] if where else None


def _own_types(schema: GraphQLSchema) -> dict[str, GraphQLNamedType]:
    return {
        name: kind
        for name, kind in schema.type_map.items()
        if not is_introspection_type(kind) and not is_specified_scalar_type(kind)
    }


def _object_changes(old: GraphQLObjectType | GraphQLInterfaceType, new: Any) -> Iterator[Change]:
    yield from field_changes(old.name, old.fields, new.fields)
    interfaces = list_diff(old.interfaces, new.interfaces)
    for interface in interfaces.removed.values():
        message = f"{old.name} is no longer {_an(interface.name)}"
        yield Change(Kind.INTERFACE_REMOVED, old.name, message, interface.name)
    for interface in interfaces.added.values():
        yield Change(Kind.INTERFACE_ADDED, old.name, f"{old.name} is now {_an(interface.name)}", None, interface.name)


def _union_changes(old: GraphQLUnionType, new: GraphQLUnionType) -> Iterator[Change]:
    members = list_diff(old.types, new.types)
    for member in members.removed.values():
        message = f"{old.name} no longer comes as {member.name}"
        yield Change(Kind.POSSIBLE_TYPE_REMOVED, old.name, message, member.name)
    for member in members.added.values():
        message = f"{old.name} may now come as {member.name}"
        yield Change(Kind.POSSIBLE_TYPE_ADDED, old.name, message, None, member.name)


def _enum_changes(old: GraphQLEnumType, new: GraphQLEnumType) -> Iterator[Change]:
    values = dict_diff(old.values, new.values)
    for name in values.removed:
        yield Change(Kind.ENUM_VALUE_REMOVED, f"{old.name}.{name}", f"{old.name}.{name} was removed", name)
    for name in values.added:
        yield Change(Kind.ENUM_VALUE_ADDED, f"{old.name}.{name}", f"{old.name}.{name} was added", None, name)
    for name, (before, after) in values.persisted.items():
        yield from description_changes(f"{old.name}.{name}", before, after)
        yield from deprecation_changes(f"{old.name}.{name}", before, after)


def _input_changes(old: GraphQLInputObjectType, new: GraphQLInputObjectType) -> Iterator[Change]:
    yield from input_field_changes(old.name, old.fields, new.fields)
    if new.is_one_of and not old.is_one_of:
        yield Change(Kind.ONE_OF_ADDED, old.name, f"{old.name} now takes exactly one of its fields")
    elif old.is_one_of and not new.is_one_of:
        yield Change(Kind.ONE_OF_REMOVED, old.name, f"{old.name} now takes any number of its fields")


def _scalar_changes(old: GraphQLScalarType, new: GraphQLScalarType) -> Iterator[Change]:
    before, after = old.specified_by_url, new.specified_by_url
    if before != after:
        message = f"{old.name} is now specified by {after or 'nothing'}, not by {before or 'nothing'}"
        yield Change(Kind.SCALAR_SPECIFICATION_CHANGED, old.name, message, before, after)


_CHANGES_WITHIN = cast(
    "dict[type[GraphQLNamedType], Callable[[Any, Any], Iterator[Change]]]",
    {
        GraphQLObjectType: _object_changes,
        GraphQLInterfaceType: _object_changes,
        GraphQLUnionType: _union_changes,
        GraphQLEnumType: _enum_changes,
        GraphQLInputObjectType: _input_changes,
        GraphQLScalarType: _scalar_changes,
    },
)


def _kind_name(kind: GraphQLNamedType) -> str:
    return next(name for kind_type, name in _KIND_NAMES.items() if isinstance(kind, kind_type))


def _an(name: str) -> str:
    return f"{_article(name)} {name}"


def _article(word: str) -> str:
    return "an" if word[0].lower() in "aeiou" else "a"
