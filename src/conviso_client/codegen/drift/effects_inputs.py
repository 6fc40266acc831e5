"""What changes in what is sent do to operations: arguments, inputs, enum values, directives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import GraphQLInputField, GraphQLSchema, VariableNode, is_non_null_type

from .changes import Change, Kind, member_of
from .compatible import accepts
from .touches import Comparison, Effect, Match, Rule, mention
from .usage import Location

__all__ = ["INPUT_RULES"]


def _argument_removed(comparison: Comparison, change: Change) -> Iterator[Match]:
    instead = f", or pass `{member_of(change.renamed_to)}`" if change.renamed_to else ""
    for location in comparison.old.by_coordinate.get(change.coordinate, ()):
        yield Match(location, Effect.EDIT, f"pass `{member_of(change.coordinate)}` no longer{instead}")


def _argument_required(comparison: Comparison, change: Change) -> Iterator[Match]:
    name = member_of(change.coordinate)
    for location in comparison.fields_at(change.coordinate):
        passed = _part(location.node, "arguments", name)
        if passed is None:
            yield Match(location, Effect.EDIT, f"pass `{name}` ({change.new})")
        else:
            yield _judged(comparison, location._replace(node=passed), f"pass `{name}` as {change.new}")


def _argument_type_changed(comparison: Comparison, change: Change) -> Iterator[Match]:
    advice = f"pass `{member_of(change.coordinate)}` as {change.new}"
    for location in comparison.old.by_coordinate.get(change.coordinate, ()):
        yield _judged(comparison, location, advice)


def _argument_default_changed(comparison: Comparison, change: Change) -> Iterator[Match]:
    name = member_of(change.coordinate)
    for location in comparison.fields_at(change.coordinate):
        passed = _part(location.node, "arguments", name)
        if passed is None or (
            isinstance(passed.value, VariableNode) and _may_be_left_out(comparison, location, passed)
        ):
            yield Match(location, Effect.NONE, f"a call that leaves `{name}` out now means {change.new or 'nothing'}")


def _argument_added(comparison: Comparison, change: Change) -> Iterator[Match]:
    yield from mention(comparison.fields_at(change.coordinate), "a document may pass it")


def _input_field_removed(comparison: Comparison, change: Change) -> Iterator[Match]:
    name = member_of(change.coordinate)
    instead = f", or write `{member_of(change.renamed_to)}`" if change.renamed_to else ""
    for location in comparison.old.by_coordinate.get(change.coordinate, ()):
        yield Match(location, Effect.EDIT, f"take `{name}` out of the object{instead}")
    for location in comparison.old.by_variable.get(change.type_name, ()):
        yield Match(location, Effect.REGENERATE, f"callers may set `{name}`, which is refused now")


def _input_field_required(comparison: Comparison, change: Change) -> Iterator[Match]:
    name = member_of(change.coordinate)
    for location in comparison.old.by_literal.get(change.type_name, ()):
        written = _part(location.node, "fields", name)
        if written is None:
            yield Match(location, Effect.EDIT, f"add `{name}` ({change.new}) to the object")
        else:
            yield _judged(comparison, location._replace(node=written), f"write `{name}` as {change.new}")
    for location in comparison.old.by_variable.get(change.type_name, ()):
        yield Match(location, Effect.REGENERATE, f"callers must set `{name}` now")


def _input_field_type_changed(comparison: Comparison, change: Change) -> Iterator[Match]:
    name = member_of(change.coordinate)
    for location in comparison.old.by_coordinate.get(change.coordinate, ()):
        yield _judged(comparison, location, f"write `{name}` as {change.new}")
    old, new = (_input_field(schema, change.coordinate) for schema in (comparison.old_schema, comparison.new_schema))
    for location in comparison.old.by_variable.get(change.type_name, ()):
        if accepts(old.type, new.type):
            yield Match(location, Effect.NONE, f"every `{name}` of today is still taken")
        else:
            yield Match(location, Effect.REGENERATE, f"callers set `{name}` as {change.old}")


def _input_field_default_changed(comparison: Comparison, change: Change) -> Iterator[Match]:
    name = member_of(change.coordinate)
    without = [p for p in comparison.old.by_literal.get(change.type_name, ()) if _part(p.node, "fields", name) is None]
    locations = [*without, *comparison.old.by_variable.get(change.type_name, ())]
    yield from mention(locations, f"a call that leaves `{name}` out now means {change.new or 'nothing'}")


def _input_field_added(comparison: Comparison, change: Change) -> Iterator[Match]:
    yield from mention(comparison.old.by_variable.get(change.type_name), "callers may set it, once generated")


def _one_of_added(comparison: Comparison, change: Change) -> Iterator[Match]:
    for location in comparison.old.by_literal.get(change.type_name, ()):
        yield _judged(comparison, location, "write exactly one field")
    for location in comparison.old.by_variable.get(change.type_name, ()):
        yield Match(location, Effect.REGENERATE, "callers may set several fields, which is refused now")


def _enum_value_removed(comparison: Comparison, change: Change) -> Iterator[Match]:
    name = member_of(change.coordinate)
    instead = f"write `{member_of(change.renamed_to)}`" if change.renamed_to else "write another value"
    for location in comparison.old.by_coordinate.get(change.coordinate, ()):
        yield Match(location, Effect.EDIT, f"{instead} instead of `{name}`")
    for location in comparison.old.by_variable.get(change.type_name, ()):
        yield Match(location, Effect.REGENERATE, f"callers may pass {name}, which is refused now")
    yield from mention(comparison.old.by_result.get(change.type_name), f"{name} no longer comes")


def _enum_value_added(comparison: Comparison, change: Change) -> Iterator[Match]:
    yield from mention(comparison.old.by_variable.get(change.type_name), "callers may pass it")
    yield from mention(comparison.old.by_result.get(change.type_name), "it may come, and decodes")


def _directive_changed(comparison: Comparison, change: Change) -> Iterator[Match]:
    for location in comparison.old.by_directive.get(change.type_name.removeprefix("@"), ()):
        yield _judged(comparison, location, f"mend or drop `{change.type_name}`")


INPUT_RULES: Mapping[Kind, Rule] = {
    Kind.ARGUMENT_REMOVED: _argument_removed,
    Kind.ARGUMENT_BECAME_REQUIRED: _argument_required,
    Kind.REQUIRED_ARGUMENT_ADDED: _argument_required,
    Kind.ARGUMENT_TYPE_CHANGED: _argument_type_changed,
    Kind.ARGUMENT_DEFAULT_CHANGED: _argument_default_changed,
    Kind.OPTIONAL_ARGUMENT_ADDED: _argument_added,
    Kind.INPUT_FIELD_REMOVED: _input_field_removed,
    Kind.INPUT_FIELD_BECAME_REQUIRED: _input_field_required,
    Kind.REQUIRED_INPUT_FIELD_ADDED: _input_field_required,
    Kind.INPUT_FIELD_TYPE_CHANGED: _input_field_type_changed,
    Kind.INPUT_FIELD_DEFAULT_CHANGED: _input_field_default_changed,
    Kind.OPTIONAL_INPUT_FIELD_ADDED: _input_field_added,
    Kind.ONE_OF_ADDED: _one_of_added,
    Kind.ENUM_VALUE_REMOVED: _enum_value_removed,
    Kind.ENUM_VALUE_ADDED: _enum_value_added,
    **dict.fromkeys((kind for kind in Kind if "DIRECTIVE_" in kind.value), _directive_changed),
}


def _judged(comparison: Comparison, location: Location, advice: str) -> Match:
    """Note a place, and break it if the new schema refuses what stands there."""
    return (
        Match(location, Effect.EDIT, advice)
        if comparison.fails_in(location)
        else Match(location, Effect.NONE, "still valid")
    )


def _may_be_left_out(comparison: Comparison, location: Location, passed: Any) -> bool:
    variables = comparison.old.variables_in(location._replace(node=passed))
    return any(
        not is_non_null_type(comparison.old.type_of(variable)) or variable.default_value is not None
        for variable in variables
    )


def _part(node: Any, parts: str, name: str) -> Any:
    """Find an argument of a field, or a field of an object, by name."""
    return next((part for part in getattr(node, parts) if part.name.value == name), None)


def _input_field(schema: GraphQLSchema, coordinate: str) -> GraphQLInputField:
    type_name, name = coordinate.split(".")
    field: GraphQLInputField = schema.type_map[type_name].fields[name]  # type: ignore[attr-defined]
    return field
