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
    GraphQLArgument,
    GraphQLError,
    GraphQLInputField,
    GraphQLSchema,
    Lexer,
    Node,
    Source,
    TokenKind,
    Undefined,
    Visitor,
    ast_from_value,
    get_introspection_query,
    lexicographic_sort_schema,
    print_ast,
    print_schema,
    visit,
)
from graphql.utilities.sort_value_node import sort_value_node

__all__ = ["default_value", "introspection_query", "parse_operations", "print_sorted", "print_value", "with_executor"]

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
    return _without_padding(print_ast(sort_value_node(node))) if node else ""


def print_sorted(schema: GraphQLSchema) -> str:
    """Print a schema sorted, the same to the byte under both."""
    ordered = lexicographic_sort_schema(schema)
    if not _IS_3_2:
        inputs = list(_inputs(ordered))
        for given, value in [(given, default_value(given)) for given in inputs]:
            given.default, given.default_value = None, value
    # JSON can spell half a surrogate pair, which no file can hold, and no lexer reads.
    return _without_padding(print_schema(ordered).encode("utf-8", "replace").decode())


def _inputs(schema: GraphQLSchema) -> Iterator[Any]:
    for directive in schema.directives:
        yield from directive.args.values()
    for kind in schema.type_map.values():
        for field in getattr(kind, "fields", {}).values():
            if isinstance(field, GraphQLInputField):
                yield field
            yield from getattr(field, "args", {}).values()


def _without_padding(text: str) -> str:
    """Take away the spaces that 3.3 prints inside the braces of objects; other braces stand on their own."""
    if _IS_3_2:
        return text
    lexer = Lexer(Source(text))
    cut: list[int] = []
    while (token := lexer.advance()).kind is not TokenKind.EOF:
        if token.kind is TokenKind.BRACE_L and text[token.end : token.end + 1] == " ":
            cut.append(token.end)
        elif token.kind is TokenKind.BRACE_R and text[token.start - 1 : token.start] == " ":
            cut.append(token.start - 1)
    for place in reversed(cut):
        text = text[:place] + text[place + 1 :]
    return text


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

    class Execution(graphql.ExecutionContext):
        def execute_field(self, parent_type: Any, source: Any, field_nodes: list[Any], path: Any) -> Any:
            return execute_field(self, super().execute_field, parent_type, source, field_nodes, path)

    return {"execution_context_class": Execution}
