"""What changes in results do to operations: fields, and the types that fields return."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphql import (
    FieldNode,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
    is_composite_type,
)

from conviso_client.codegen.shadow_schema import reads_null_as_empty

from .changes import Change, Kind, member_of
from .compatible import nullable, wraps_alike
from .follow import answer_effect, selection_effect
from .touches import Comparison, Effect, Match, Rule, mention
from .usage import Location

__all__ = ["RESULT_RULES"]

_CONDITIONS = frozenset({"include", "skip"})


def _type_removed(comparison: Comparison, change: Change) -> Iterator[Match]:
    way_out = f"write `{change.renamed_to}`" if change.renamed_to else "name a type that there is"
    for location in comparison.old.by_type_name.get(change.coordinate, ()):
        yield Match(location, Effect.EDIT, f"`{change.coordinate}` is spelled out here: {way_out}")


def _root_changed(comparison: Comparison, change: Change) -> Iterator[Match]:
    kind = change.coordinate.removeprefix("schema.")
    old, new = comparison.old_schema.type_map[change.old or ""], comparison.new_schema.get_type(change.new or "")
    for operation in comparison.documents.operations:
        if operation.node.operation.value != kind:
            continue
        location = Location(operation.node, operation.node)
        if new is None:
            yield Match(location, Effect.EDIT, "delete the operation")
        else:
            effect = selection_effect(comparison, operation.node.selection_set, old, new)
            yield Match(location, effect, f"select what {new.name} has" if effect is Effect.EDIT else "")


def _shape_removed(comparison: Comparison, change: Change) -> Iterator[Match]:
    """Take a type away from those that an interface or a union comes as."""
    removed = change.old or ""
    is_member = change.kind is Kind.POSSIBLE_TYPE_REMOVED
    type_name, abstract = (removed, change.coordinate) if is_member else (change.coordinate, removed)
    if type_name in comparison.new_schema.type_map:
        for location in (
            *comparison.old.by_condition.get(type_name, ()),
            *comparison.old.by_condition.get(abstract, ()),
        ):
            if comparison.fails_at(location.node):
                yield Match(location, Effect.EDIT, f"take the fragment out: no {abstract} is {type_name} here")
    yield from mention(comparison.old.by_result.get(abstract), f"{type_name} no longer comes")


def _shape_added(comparison: Comparison, change: Change) -> Iterator[Match]:
    abstract = change.coordinate if change.kind is Kind.POSSIBLE_TYPE_ADDED else change.new or ""
    yield from mention(comparison.old.by_result.get(abstract), "it may come, and decodes without a model")


def _field_removed(comparison: Comparison, change: Change) -> Iterator[Match]:
    instead = f", or select `{member_of(change.renamed_to)}`" if change.renamed_to else ""
    for location in comparison.fields_at(change.coordinate):
        yield Match(location, Effect.EDIT, f"take `{_name(location)}` out{instead}")


def _field_type_changed(comparison: Comparison, change: Change) -> Iterator[Match]:
    new = _type_of(comparison.new_schema, change.coordinate)
    for location in comparison.fields_at(change.coordinate):
        yield _answer_match(comparison, location, new)


def _kind_changed(comparison: Comparison, change: Change) -> Iterator[Match]:
    name, old, new = change.coordinate, change.old, change.new
    for location in (*comparison.old.by_type_name.get(name, ()), *comparison.old.by_condition.get(name, ())):
        if comparison.fails_at(location.node):
            yield Match(location, Effect.EDIT, f"{name} is {new}, no longer {old}")
    for location in comparison.old.by_result.get(name, ()):
        yield _answer_match(comparison, location, comparison.new_schema.type_map[name])  # type: ignore[arg-type]
    for location in comparison.old.by_variable.get(name, ()):
        yield Match(location, Effect.REGENERATE, f"today's {name} is {old}")


def _answer_match(comparison: Comparison, location: Location, new: GraphQLOutputType) -> Match:
    node: FieldNode = location.node  # type: ignore[assignment]
    effect = answer_effect(comparison, node, location.type, new)  # type: ignore[arg-type]
    if effect is Effect.NONE:
        return Match(location, effect, "decodes as before")
    if effect is Effect.REGENERATE:
        return Match(location, effect, f"today's model reads {location.type}")
    named = get_named_type(new)
    return Match(location, effect, f"select fields of {named}" if is_composite_type(named) else "select no fields here")


def _field_nullable(comparison: Comparison, change: Change) -> Iterator[Match]:
    new = _type_of(comparison.new_schema, change.coordinate)
    for location in comparison.fields_at(change.coordinate):
        assert location.type
        if wraps_alike(nullable(location.type), nullable(new)) and _takes_null(comparison, change.coordinate, location):
            yield Match(location, Effect.NONE, "today's client takes null here")
        else:
            yield Match(location, Effect.REGENERATE, "today's model does not take null here")


def _takes_null(comparison: Comparison, coordinate: str, location: Location) -> bool:
    """Tell if null was expected although the old schema excluded it."""
    type_name, name = coordinate.split(".")
    is_root = isinstance(location.definition, OperationDefinitionNode) and type_name in _root_types(
        comparison.old_schema
    )
    is_conditional = any(directive.name.value in _CONDITIONS for directive in location.node.directives)  # type: ignore[attr-defined]
    is_deduced = coordinate in comparison.evidence.inferred and name != "id"
    reads_empty = reads_null_as_empty(type_name, name, location.type, comparison.evidence)  # type: ignore[arg-type]
    return is_root or is_conditional or is_deduced or reads_empty


def _root_types(schema: GraphQLSchema) -> set[str]:
    return {kind.name for kind in (schema.query_type, schema.mutation_type) if kind}


def _type_of(schema: GraphQLSchema, coordinate: str) -> GraphQLOutputType:
    type_name, name = coordinate.split(".")
    output: GraphQLOutputType = schema.type_map[type_name].fields[name].type  # type: ignore[attr-defined]
    return output


def _name(location: Location) -> str:
    return str(location.node.name.value)  # type: ignore[attr-defined]


RESULT_RULES: Mapping[Kind, Rule] = {
    Kind.TYPE_REMOVED: _type_removed,
    Kind.TYPE_KIND_CHANGED: _kind_changed,
    Kind.ROOT_TYPE_REMOVED: _root_changed,
    Kind.ROOT_TYPE_CHANGED: _root_changed,
    Kind.INTERFACE_REMOVED: _shape_removed,
    Kind.POSSIBLE_TYPE_REMOVED: _shape_removed,
    Kind.INTERFACE_ADDED: _shape_added,
    Kind.POSSIBLE_TYPE_ADDED: _shape_added,
    Kind.FIELD_REMOVED: _field_removed,
    Kind.FIELD_TYPE_CHANGED: _field_type_changed,
    Kind.FIELD_BECAME_NULLABLE: _field_nullable,
}
