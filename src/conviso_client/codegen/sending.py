"""The text of an operation as it is sent: with the fragments that it needs, and the type's name where that may vary."""

from __future__ import annotations

from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    NameNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    Visitor,
    get_named_type,
    is_abstract_type,
    print_ast,
    visit,
)

from .cost import Cost, cost_of
from .documents import Documents, WrittenOperation
from .naming import response_key
from .selections import Selections, is_typename

__all__ = ["conditional_fields", "document_text", "sent_cost"]


def document_text(operation: WrittenOperation, documents: Documents, schema: GraphQLSchema) -> str:
    """Print an operation with all fragments that it reaches, in the order of their names."""
    return print_ast(_sent(operation, documents, schema))


def conditional_fields(
    operation: WrittenOperation, documents: Documents, schema: GraphQLSchema
) -> list[tuple[str, str]]:
    """Name the fields that `@include` makes depend on a variable, each with the variable, in order."""
    found: set[tuple[str, str]] = set()
    visit(_sent(operation, documents, schema), _FindConditions(found))
    return sorted(found)


def sent_cost(operation: WrittenOperation, documents: Documents, schema: GraphQLSchema) -> Cost:
    """Count an operation as it is sent, for the dearest values of its variables."""
    sent, *reached = _sent(operation, documents, schema).definitions
    fragments = {fragment.name.value: fragment for fragment in cast("list[FragmentDefinitionNode]", reached)}
    return cost_of(schema, cast("OperationDefinitionNode", sent), fragments)


def _sent(operation: WrittenOperation, documents: Documents, schema: GraphQLSchema) -> DocumentNode:
    reached: dict[str, FragmentDefinitionNode] = {}
    _reach(operation.node.selection_set, documents, reached)
    definitions = (operation.node, *(reached[name] for name in sorted(reached)))
    root = schema.get_root_type(operation.node.operation)
    assert root
    varying: set[int] = set()
    _find_varying([operation.node.selection_set], root, Selections(documents, schema), varying)
    sent: DocumentNode = visit(DocumentNode(definitions=definitions), _AddTypename(varying))
    return sent


def _find_varying(
    selection_sets: list[SelectionSetNode], kind: GraphQLNamedType, selections: Selections, found: set[int]
) -> None:
    """Find the fields whose value may have one of several models, wherever the same field is selected."""
    by_key: dict[str, list[tuple[GraphQLNamedType, FieldNode]]] = {}
    for selection_set in selection_sets:
        for parent, field in selections.fields_in(selection_set, kind):
            if field.selection_set:
                named = get_named_type(parent.fields[field.name.value].type)
                by_key.setdefault(response_key(field), []).append((named, field))
    for fields in by_key.values():
        inner = [field.selection_set for _, field in fields if field.selection_set]
        if any(selections.has_alternatives(part, named) for named, _ in fields for part in inner):
            found.update(id(field) for named, field in fields if is_abstract_type(named))
        _find_varying(inner, fields[0][0], selections, found)


def _reach(selection_set: SelectionSetNode, documents: Documents, reached: dict[str, FragmentDefinitionNode]) -> None:
    for selection in selection_set.selections:
        if isinstance(selection, FragmentSpreadNode):
            name = selection.name.value
            if name not in reached:
                reached[name] = documents.fragments[name].node
                _reach(reached[name].selection_set, documents, reached)
        elif inner := getattr(selection, "selection_set", None):
            _reach(inner, documents, reached)


class _FindConditions(Visitor):
    """Collect fields under `@include(if: $variable)`."""

    def __init__(self, found: set[tuple[str, str]]) -> None:
        super().__init__()
        self.found = found

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        for directive in node.directives or ():
            condition = directive.arguments[0].value if directive.arguments else None
            if directive.name.value == "include" and isinstance(condition, VariableNode):
                self.found.add((response_key(node), condition.name.value))


class _AddTypename(Visitor):
    """Ask for `__typename` in the fields whose value may have one of several models."""

    def __init__(self, varying: set[int]) -> None:
        super().__init__()
        self.varying = varying

    def enter_field(self, node: FieldNode, *_: Any) -> FieldNode | None:
        if id(node) not in self.varying or node.selection_set is None:
            return None
        typename = FieldNode(name=NameNode(value="__typename"), alias=None, arguments=(), directives=())
        others = [s for s in node.selection_set.selections if not is_typename(s)]
        return FieldNode(
            name=node.name,
            alias=node.alias,
            arguments=node.arguments,
            directives=node.directives,
            selection_set=SelectionSetNode(selections=(typename, *others)),
        )
