"""Count the depth and complexity of an operation as the API does, which is as graphql-ruby does.

The generator, `explain`, the descriptors and the sandbox all use this count.

Depth: a root field is at depth 1, and what a field selects is one deeper, leaves included.

Complexity: each field is one point, `__typename` and introspection included. Fields with the same response key count
once. Of alternatives by type only the dearest counts. A field that `@skip` or `@include` skips costs nothing; a skipped
fragment counts up to graphql-ruby 2.2. The server may multiply the fields of a Relay connection by its page size: this
count does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
)
from graphql.type import SchemaMetaFieldDef, TypeMetaFieldDef

from conviso_client.call.operation import MAX_COMPLEXITY, MAX_DEPTH

__all__ = ["MAX_COMPLEXITY", "MAX_DEPTH", "Cost", "cost_of"]

_META = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}
_Scoped = tuple[GraphQLNamedType | None, SelectionSetNode]
"""Selections with their parent type; None if the schema does not know it."""


class Cost(NamedTuple):
    """Depth and complexity of an operation."""

    depth: int
    complexity: int


def cost_of(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any] | None = None,
    *,
    skipped_fragments: bool = True,
) -> Cost:
    """Count an operation. A fragment that contains itself counts once, and unknown fields count as well.

    `variables` decide `@skip` and `@include`; without a value the selection counts. `skipped_fragments=False` does not
    count skipped fragments, as graphql-ruby from 2.3 on.
    """
    counting = _Counting(schema, fragments, variables or {}, skipped_fragments=skipped_fragments)
    root = schema.get_root_type(operation.operation)
    return Cost(counting.depth(operation.selection_set), counting.complexity([(root, operation.selection_set)]))


class _Counting:
    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        *,
        skipped_fragments: bool,
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._skipped_fragments = skipped_fragments
        self._depths: dict[int, int] = {}
        self._complexities: dict[frozenset[tuple[str, int]], int] = {}

    def depth(self, selections: SelectionSetNode) -> int:
        known = self._depths.get(id(selections))
        if known is None:
            self._depths[id(selections)] = 0
            below = (
                1 + (self.depth(field.selection_set) if field.selection_set else 0)
                for _, field in self._fields(None, selections, set())
            )
            known = self._depths[id(selections)] = max(below, default=0)
        return known

    def complexity(self, scopes: list[_Scoped]) -> int:
        """Count selections that are merged into one object, for the dearest of its possible types."""
        # Cached, because a document of a few lines can spread the same fields a million times.
        key = frozenset((kind.name if kind else "", id(selections)) for kind, selections in scopes)
        known = self._complexities.get(key)
        if known is None:
            self._complexities[key] = 0
            seen: set[tuple[str, str]] = set()
            fields = [found for kind, selections in scopes for found in self._fields(kind, selections, seen)]
            types = {possible: None for kind, _ in fields for possible in self._possible(kind)}
            costs = (
                self._merged([found for found in fields if possible in self._possible(found[0])]) for possible in types
            )
            known = self._complexities[key] = max(costs, default=0)
        return known

    def _merged(self, fields: list[tuple[GraphQLNamedType | None, FieldNode]]) -> int:
        below: dict[str, list[_Scoped]] = {}
        for kind, field in fields:
            inner = below.setdefault((field.alias or field.name).value, [])
            if field.selection_set:
                inner.append((self._type_of(kind, field), field.selection_set))
        return sum(1 + (self.complexity(scopes) if scopes else 0) for scopes in below.values())

    def _fields(
        self, kind: GraphQLNamedType | None, selections: SelectionSetNode, seen: set[tuple[str, str]]
    ) -> Iterator[tuple[GraphQLNamedType | None, FieldNode]]:
        """Find the fields of a selection, each with the type condition of the innermost fragment around it."""
        for node in selections.selections:
            if isinstance(node, FieldNode):
                if not self._is_skipped(node):
                    yield kind, node
                continue
            if not self._skipped_fragments and self._is_skipped(node):
                continue
            fragment: Any = node
            if isinstance(node, FragmentSpreadNode):
                spread = (node.name.value, kind.name if kind else "")
                fragment = self._fragments.get(node.name.value)
                if fragment is None or spread in seen:
                    continue
                seen.add(spread)
            condition = fragment.type_condition
            inner = (self._schema.get_type(condition.name.value) if condition else None) or kind
            yield from self._fields(inner, fragment.selection_set, seen)

    def _possible(self, kind: GraphQLNamedType | None) -> Iterable[GraphQLNamedType | None]:
        return self._schema.get_possible_types(cast("Any", kind)) if is_abstract_type(kind) else (kind,)

    def _type_of(self, kind: GraphQLNamedType | None, field: FieldNode) -> GraphQLNamedType | None:
        fields: Mapping[str, Any] = getattr(kind, "fields", {})
        found = fields.get(field.name.value) or _META.get(field.name.value)
        return get_named_type(found.type) if found else None

    def _is_skipped(self, node: SelectionNode) -> bool:
        """Whether a directive skips a node. False if that depends on a variable without a value."""
        return self._condition(node, "skip") is True or self._condition(node, "include") is False

    def _condition(self, node: SelectionNode, name: str) -> Any:
        """What the argument `if` of a directive says; validation reports what is wrong with it."""
        for directive in node.directives or ():
            for argument in directive.arguments or ():
                if directive.name.value == name and argument.name.value == "if":
                    if isinstance(argument.value, VariableNode):
                        return self._variables.get(argument.value.name.value)
                    return getattr(argument.value, "value", None)
        return None
