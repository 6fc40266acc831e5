"""The text of an operation as it is sent: with the fragments that it needs, and the type's name where that may vary."""

from __future__ import annotations

from typing import Any, cast

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    NameNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableDefinitionNode,
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
    """Name the fields that come only where a variable is true, each with the variable, in order.

    Decoders rely on it: a field that may come for another reason too is not among them.
    """
    conditions = _FindConditions()
    visit(_sent(operation, documents, schema), conditions)
    if conditions.of_fragments:
        return []
    return sorted((name, variable) for name, variable in conditions.found if name not in conditions.others)


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
    """Collect fields under `@include(if: $variable)`, and those that are under other conditions."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()
        self.others: set[str] = set()
        self.of_fragments = False
        self._true: set[str] = set()

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
        if isinstance(node.default_value, BooleanValueNode) and node.default_value.value:
            self._true.add(node.variable.name.value)

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        match [(directive.name.value, directive.arguments[0].value) for directive in _conditions(node)]:
            case []:
                pass
            case [("include", VariableNode(name=name))] if name.value not in self._true:
                self.found.add((response_key(node), name.value))
            case _:
                self.others.add(response_key(node))

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
        self.of_fragments = self.of_fragments or bool(_conditions(node))

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: Any) -> None:
        self.of_fragments = self.of_fragments or bool(_conditions(node))


def _conditions(node: SelectionNode) -> list[DirectiveNode]:
    return [directive for directive in node.directives or () if directive.name.value in ("include", "skip")]


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
