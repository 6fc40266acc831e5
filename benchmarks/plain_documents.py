"""Our operations in a form that ariadne-codegen can read by itself.

By default it cannot make models of fragments on interfaces. Whoever uses it writes the fields of an interface out in
each selection, and what concrete types add as `... on Type`: so the peer gets the same fields of the same operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from graphql import (
    DefinitionNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLCompositeType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    NameNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    build_schema,
    get_named_type,
    is_abstract_type,
    parse,
    print_ast,
    validate,
)

__all__ = ["plain_documents"]


def plain_documents(schema_path: Path, queries: list[Path]) -> str:
    """Return all operations in one document, with fragments on object types alone."""
    schema = build_schema(schema_path.read_text("utf-8"))
    document = parse("\n".join(path.read_text("utf-8") for path in queries))
    plain = _Plain(schema, document)
    text = "\n\n".join(print_ast(definition) for definition in plain.definitions())
    if problems := validate(schema, parse(text)):
        raise SystemExit(f"the plain form of our operations is not valid: {problems[0]}")
    return text


class _Plain:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self.schema = schema
        self.document = document
        self.fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }

    def definitions(self) -> Iterator[DefinitionNode]:
        for node in self.document.definitions:
            if isinstance(node, OperationDefinitionNode):
                root = self.schema.get_root_type(node.operation)
                assert root
                yield self._rewritten(node, root)
            elif isinstance(node, FragmentDefinitionNode) and not is_abstract_type(self._type(node)):
                yield self._rewritten(node, self._type(node))

    def _rewritten(self, node: DefinitionNode, parent: GraphQLNamedType) -> DefinitionNode:
        rewritten = node.__copy__()
        rewritten.selection_set = self._set(node.selection_set, parent)  # type: ignore[attr-defined]
        return rewritten

    def _set(self, selection_set: SelectionSetNode, parent: GraphQLNamedType) -> SelectionSetNode:
        common: list[SelectionNode] = []
        own: dict[str, list[SelectionNode]] = {}
        for condition, node in self._parts(selection_set, parent):
            if condition is parent:
                common.append(node)
            else:
                for kind in self._concrete(condition):
                    own.setdefault(kind.name, []).append(node)
        inline = [
            InlineFragmentNode(
                type_condition=NamedTypeNode(name=NameNode(value=name)),
                selection_set=SelectionSetNode(selections=tuple(nodes)),
            )
            for name, nodes in own.items()
        ]
        return SelectionSetNode(selections=(*common, *inline))

    def _parts(
        self, selection_set: SelectionSetNode, condition: GraphQLNamedType
    ) -> Iterator[tuple[GraphQLNamedType, SelectionNode]]:
        """Give each selection with the type that it holds for. Fragments on interfaces dissolve into their fields."""
        for node in selection_set.selections:
            if isinstance(node, FieldNode):
                yield condition, self._field(node, condition)
                continue
            fragment = self.fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            assert isinstance(fragment, (FragmentDefinitionNode, InlineFragmentNode))
            kind = self._type(fragment)
            if isinstance(node, FragmentSpreadNode) and isinstance(kind, GraphQLObjectType):
                yield kind, node
            else:
                narrower = kind if self._is_narrower(kind, condition) else condition
                yield from self._parts(fragment.selection_set, narrower)

    def _field(self, node: FieldNode, condition: GraphQLNamedType) -> FieldNode:
        if node.selection_set is None:
            return node
        kind = get_named_type(condition.fields[node.name.value].type)  # type: ignore[attr-defined]
        return cast(FieldNode, self._rewritten(node, kind))  # type: ignore[arg-type]

    def _is_narrower(self, kind: GraphQLNamedType, condition: GraphQLNamedType) -> bool:
        return kind is not condition and not self._concrete(condition) <= self._concrete(kind)

    def _concrete(self, kind: GraphQLNamedType) -> set[GraphQLObjectType]:
        if isinstance(kind, GraphQLObjectType):
            return {kind}
        return set(self.schema.get_possible_types(cast(GraphQLAbstractType, kind)))

    def _type(self, node: FragmentDefinitionNode | InlineFragmentNode) -> GraphQLNamedType:
        assert node.type_condition
        return cast(GraphQLCompositeType, self.schema.type_map[node.type_condition.name.value])
