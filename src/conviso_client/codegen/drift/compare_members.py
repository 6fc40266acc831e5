"""What changed in fields, arguments and input fields that both schemas have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLType,
    Undefined,
    is_non_null_type,
)

from conviso_client.codegen.compat import default_value, print_value

from .changes import Change, Kind, dict_diff
from .compatible import is_narrower, nullable

__all__ = [
    "ARGUMENT",
    "INPUT_FIELD",
    "InputKinds",
    "deprecation_changes",
    "description_changes",
    "field_changes",
    "input_changes",
    "input_field_changes",
]


InputT = TypeVar("InputT", GraphQLArgument, GraphQLInputField)


class _Described(Protocol):
    description: str | None


class InputKinds(NamedTuple):
    """The kinds of change of one sort of input: an argument, an input field, a directive's argument."""

    removed: Kind
    optional_added: Kind
    required_added: Kind
    became_required: Kind
    relaxed: Kind
    type_changed: Kind
    default_changed: Kind


ARGUMENT = InputKinds(
    Kind.ARGUMENT_REMOVED,
    Kind.OPTIONAL_ARGUMENT_ADDED,
    Kind.REQUIRED_ARGUMENT_ADDED,
    Kind.ARGUMENT_BECAME_REQUIRED,
    Kind.ARGUMENT_RELAXED,
    Kind.ARGUMENT_TYPE_CHANGED,
    Kind.ARGUMENT_DEFAULT_CHANGED,
)
INPUT_FIELD = InputKinds(
    Kind.INPUT_FIELD_REMOVED,
    Kind.OPTIONAL_INPUT_FIELD_ADDED,
    Kind.REQUIRED_INPUT_FIELD_ADDED,
    Kind.INPUT_FIELD_BECAME_REQUIRED,
    Kind.INPUT_FIELD_RELAXED,
    Kind.INPUT_FIELD_TYPE_CHANGED,
    Kind.INPUT_FIELD_DEFAULT_CHANGED,
)


def field_changes(type_name: str, old: Mapping[str, GraphQLField], new: Mapping[str, GraphQLField]) -> Iterator[Change]:
    """Compare the fields of an object or an interface."""
    fields = dict_diff(old, new)
    for name, field in fields.removed.items():
        coordinate = f"{type_name}.{name}"
        yield Change(Kind.FIELD_REMOVED, coordinate, f"{coordinate} was removed", str(field.type))
    for name, field in fields.added.items():
        coordinate = f"{type_name}.{name}"
        yield Change(Kind.FIELD_ADDED, coordinate, f"{coordinate} was added: {field.type}", None, str(field.type))
    for name, (before, after) in fields.persisted.items():
        coordinate = f"{type_name}.{name}"
        yield from description_changes(coordinate, before, after)
        yield from deprecation_changes(coordinate, before, after)
        yield from _output_change(coordinate, before.type, after.type)
        yield from input_changes(ARGUMENT, coordinate + "({}:)", before.args, after.args)


def input_field_changes(
    type_name: str, old: Mapping[str, GraphQLInputField], new: Mapping[str, GraphQLInputField]
) -> Iterator[Change]:
    """Compare the fields of an input."""
    return input_changes(INPUT_FIELD, type_name + ".{}", old, new)


def input_changes(
    kinds: InputKinds,
    location: str,
    old: Mapping[str, InputT],
    new: Mapping[str, InputT],
) -> Iterator[Change]:
    """Compare what can be passed; `location` is the pattern of the coordinates."""
    inputs = dict_diff(old, new)
    for name, before in inputs.removed.items():
        coordinate = location.format(name)
        yield Change(kinds.removed, coordinate, f"{coordinate} was removed", _declared(before))
    for name, after in inputs.added.items():
        coordinate = location.format(name)
        if is_required(after):
            message = f"{coordinate} was added and must be passed: {after.type}"
            yield Change(kinds.required_added, coordinate, message, None, _declared(after))
        else:
            message = f"{coordinate} was added: {_declared(after)}"
            yield Change(kinds.optional_added, coordinate, message, None, _declared(after))
    for name, (before, after) in inputs.persisted.items():
        coordinate = location.format(name)
        yield from description_changes(coordinate, before, after)
        yield from deprecation_changes(coordinate, before, after)
        yield from _input_change(kinds, coordinate, before, after)


def is_required(given: GraphQLArgument | GraphQLInputField) -> bool:
    """Tell if leaving it out is an error."""
    return is_non_null_type(given.type) and default_value(given) is Undefined


def description_changes(coordinate: str, old: _Described, new: _Described) -> Iterator[Change]:
    """Compare descriptions; none and an empty one are the same."""
    before, after = old.description or None, new.description or None
    if before != after:
        verb = "lost its description" if after is None else "has a new description" if before else "is now described"
        yield Change(Kind.DESCRIPTION_CHANGED, coordinate, f"{coordinate} {verb}", before, after)


def deprecation_changes(coordinate: str, old: Any, new: Any) -> Iterator[Change]:
    """Compare whether, and with which reason, something is deprecated."""
    before, after = old.deprecation_reason, new.deprecation_reason
    if before == after:
        return
    if after is None:
        yield Change(Kind.UNDEPRECATED, coordinate, f"{coordinate} is no longer deprecated", before)
    elif before is None:
        yield Change(Kind.DEPRECATED, coordinate, f"{coordinate} is deprecated: {after}", None, after)
    else:
        message = f"{coordinate} is deprecated for another reason: {after}"
        yield Change(Kind.DEPRECATION_REASON_CHANGED, coordinate, message, before, after)


def _output_change(coordinate: str, old: GraphQLType, new: GraphQLType) -> Iterator[Change]:
    before, after = str(old), str(new)
    if before == after:
        return
    became = f"{before} became {after}"
    if is_narrower(old, new):
        yield Change(
            Kind.FIELD_BECAME_NON_NULL, coordinate, f"{coordinate} is null less often: {became}", before, after
        )
    elif is_narrower(new, old):
        yield Change(Kind.FIELD_BECAME_NULLABLE, coordinate, f"{coordinate} may now be null: {became}", before, after)
    else:
        yield Change(Kind.FIELD_TYPE_CHANGED, coordinate, f"{coordinate} has another type: {became}", before, after)


def _input_change(
    kinds: InputKinds,
    coordinate: str,
    old: GraphQLArgument | GraphQLInputField,
    new: GraphQLArgument | GraphQLInputField,
) -> Iterator[Change]:
    before, after = _declared(old), _declared(new)
    became = f"{before} became {after}"
    became_required = is_required(new) and not is_required(old)
    if became_required and is_narrower(nullable(new.type), nullable(old.type)):
        yield Change(kinds.became_required, coordinate, f"{coordinate} must now be passed: {became}", before, after)
        return
    if not is_narrower(new.type, old.type):
        yield Change(kinds.type_changed, coordinate, f"{coordinate} has another type: {became}", before, after)
        return
    if str(old.type) != str(new.type):
        message = f"{coordinate} takes more: {old.type} became {new.type}"
        yield Change(kinds.relaxed, coordinate, message, before, after)
    old_default, new_default = _default(old), _default(new)
    if old_default != new_default:
        message = f"{coordinate}, when left out, is now {new_default or 'unset'}, not {old_default or 'unset'}"
        yield Change(kinds.default_changed, coordinate, message, old_default, new_default)


def _default(given: GraphQLArgument | GraphQLInputField) -> str | None:
    value = default_value(given)
    return None if value is Undefined else print_value(value, given.type)


def _declared(given: GraphQLArgument | GraphQLInputField) -> str:
    default = _default(given)
    return str(given.type) if default is None else f"{given.type} = {default}"
