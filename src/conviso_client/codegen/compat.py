"""graphql-core 3.2 and 3.3 to the same effect: where they differ, this module knows, and no other.

graphql-core 3.3 freezes the nodes of a document, and has None where 3.2 has an empty tuple. It lets a selection set be
empty unless told otherwise. It keeps defaults as they are written, not as values, and prints them so.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import graphql
from graphql import (
    DocumentNode,
    EnumValueNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLInputField,
    GraphQLSchema,
    ListValueNode,
    Node,
    ObjectValueNode,
    Source,
    Undefined,
    ValueNode,
    Visitor,
    ast_from_value,
    get_introspection_query,
    is_introspection_type,
    is_specified_directive,
    lexicographic_sort_schema,
    print_ast,
    print_schema,
    visit,
)
from graphql.utilities.sort_value_node import sort_value_node

__all__ = [
    "default_value",
    "introspection_query",
    "parse_operations",
    "print_literal",
    "print_sorted",
    "print_value",
    "with_executor",
]

_IS_3_2 = hasattr(graphql, "ExecutionContext")
_NEW_NAMES = {"input_object_one_of": "one_of"}
"""Options of the introspection query that 3.3 calls otherwise."""


def parse_operations(source: Source | str, **options: Any) -> DocumentNode:
    """Parse an executable document. Raises `GraphQLSyntaxError`, also for an empty selection set."""
    if _IS_3_2:
        return graphql.parse(source, **options)
    document = graphql.parse(source, **options, allow_empty_selection_sets=False)  # type: ignore[call-arg]
    return visit(document, _EmptyParts())  # type: ignore[no-any-return]


class _EmptyParts(Visitor):
    """Replaces nodes by copies that have an empty tuple for each part that is absent, as in 3.2."""

    def leave(self, node: Node, *_: Any) -> Any:
        parts = ("directives", "arguments", "variable_definitions")
        absent = {name: () for name in parts if getattr(node, name, ()) is None}
        return dataclasses.replace(node, **absent) if absent else None  # type: ignore[type-var]


def default_value(given: GraphQLArgument | GraphQLInputField) -> Any:
    """Return the default as a value, complete with the defaults of its own fields; Undefined if there is none."""
    if _IS_3_2:
        return given.default_value
    from graphql.utilities.coerce_input_value import coerce_default_value  # type: ignore[attr-defined]

    try:
        return coerce_default_value(given)
    except GraphQLError:  # it is not of its type, of which validation tells
        return Undefined


def print_value(value: Any, kind: Any) -> str:
    """Print a value of an input type with its fields sorted, as 3.2 does."""
    node = ast_from_value(value, kind)
    return print_literal(sort_value_node(node)) if node else ""


def print_literal(node: ValueNode) -> str:
    """Print a value in one line, as 3.2 does; 3.3 pads objects, and wraps long ones."""
    if isinstance(node, ObjectValueNode):
        return "{" + ", ".join(f"{field.name.value}: {print_literal(field.value)}" for field in node.fields) + "}"
    if isinstance(node, ListValueNode):
        return "[" + ", ".join(map(print_literal, node.values)) + "]"
    return print_ast(node)


def print_sorted(schema: GraphQLSchema) -> str:
    """Print a schema sorted, the same to the byte under both."""
    ordered = lexicographic_sort_schema(schema)
    if not _IS_3_2:
        default_of: Any = vars(graphql)["GraphQLDefaultInput"]
        for given, value in [(given, default_value(given)) for given in _inputs(ordered)]:
            node = None if value is Undefined else ast_from_value(value, given.type)
            # A literal that is printed as it stands: what 3.2 prints.
            given.default = node and default_of(literal=EnumValueNode(value=print_literal(node)))
    # JSON can spell half a surrogate pair, which no file can hold.
    return print_schema(ordered).encode("utf-8", "replace").decode()


def _inputs(schema: GraphQLSchema) -> Iterator[Any]:
    """Give what has a default, but for that which all schemas have in common."""
    for directive in schema.directives:
        if not is_specified_directive(directive):
            yield from directive.args.values()
    for kind in schema.type_map.values():
        if is_introspection_type(kind):
            continue
        for field in getattr(kind, "fields", {}).values():
            if isinstance(field, GraphQLInputField):
                yield field
            yield from getattr(field, "args", {}).values()


def introspection_query(**options: bool) -> str:
    """Write the query for a schema; options by their names in 3.2."""
    known = inspect.signature(get_introspection_query).parameters
    return get_introspection_query(
        **{name if name in known else _NEW_NAMES[name]: value for name, value in options.items()}
    )


def with_executor(execute_field: Callable[..., Any]) -> dict[str, Any]:
    """Give the option of `execute_sync` by which fields are executed; none in 3.3, which lets nobody in.

    `execute_field` gets the execution, and before the arguments of its method `execute_field` that method.
    """
    if not _IS_3_2:
        return {}

    class FieldContext(graphql.ExecutionContext):
        def execute_field(self, parent_type: Any, source: Any, field_nodes: list[Any], path: Any) -> Any:
            return execute_field(self, super().execute_field, parent_type, source, field_nodes, path)

    return {"execution_context_class": FieldContext}
