"""The text of an operation as it is sent: with the fragments that it needs, and the type's name where that may vary."""

from __future__ import annotations

from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    NameNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_abstract_type,
    print_ast,
    visit,
)

from .documents import Documents, Operation
from .selections import Selections, is_typename

__all__ = ["document_text"]


def document_text(operation: Operation, documents: Documents, schema: GraphQLSchema) -> str:
    """Print an operation with all fragments that it reaches, in the order of their names."""
    reached: dict[str, FragmentDefinitionNode] = {}
    _reach(operation.node.selection_set, documents, reached)
    definitions = (operation.node, *(reached[name] for name in sorted(reached)))
    info = TypeInfo(schema)
    visitor = _AddTypename(info, Selections(documents, schema))
    return print_ast(visit(DocumentNode(definitions=definitions), TypeInfoVisitor(info, visitor)))


def _reach(selection_set: SelectionSetNode, documents: Documents, reached: dict[str, FragmentDefinitionNode]) -> None:
    for selection in selection_set.selections:
        if isinstance(selection, FragmentSpreadNode):
            name = selection.name.value
            if name not in reached:
                reached[name] = documents.fragments[name].node
                _reach(reached[name].selection_set, documents, reached)
        elif inner := getattr(selection, "selection_set", None):
            _reach(inner, documents, reached)


class _AddTypename(Visitor):
    """Ask for `__typename` where a field's value may have one of several models."""

    def __init__(self, info: TypeInfo, selections: Selections) -> None:
        super().__init__()
        self.info = info
        self.selections = selections

    def enter_field(self, node: FieldNode, *_: Any) -> FieldNode | None:
        kind = get_named_type(self.info.get_type())
        if kind is None or not is_abstract_type(kind) or node.selection_set is None:
            return None
        if not self.selections.has_alternatives(node.selection_set, kind):
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
