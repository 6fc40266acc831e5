"""Which coordinates of the schema the operations use: `Asset.name`, `Query.assets(page:)`, `AssetsSearch.name`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from graphql import (
    ArgumentNode,
    DocumentNode,
    EnumValueNode,
    FieldNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLSchema,
    GraphQLType,
    NamedTypeNode,
    Node,
    ObjectFieldNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    get_named_type,
    is_specified_scalar_type,
    visit,
)

from .documents import Documents, WrittenOperation

__all__ = ["Use", "deprecated_variables", "used_coordinates"]


class Use(NamedTuple):
    """One place where a coordinate is used."""

    coordinate: str
    node: Node
    deprecation: str | None = None
    """The schema's reason, if the coordinate is deprecated."""
    is_type_name: bool = False
    """True where the document spells out a type's name."""
    type: GraphQLType | None = None
    """What a field returns, or what an argument or an input field takes."""


def used_coordinates(documents: Documents, schema: GraphQLSchema) -> Iterator[Use]:
    """Give every use, in the order of the documents; what the schema does not know is passed over."""
    return iter(_collect(documents.as_document(), schema))


def deprecated_variables(operation: WrittenOperation, schema: GraphQLSchema) -> dict[str, str]:
    """Give the variables that go to deprecated arguments and input fields, with the schema's reason."""
    return {
        use.node.value.name.value: use.deprecation
        for use in used_coordinates(Documents((operation,), {}), schema)
        if use.deprecation is not None
        and isinstance(use.node, (ArgumentNode, ObjectFieldNode))
        and isinstance(use.node.value, VariableNode)
    }


def _collect(document: DocumentNode, schema: GraphQLSchema) -> list[Use]:
    info = TypeInfo(schema)
    collector = _Collector(schema, info)
    visit(document, TypeInfoVisitor(info, collector))
    return collector.uses


class _Collector(Visitor):
    def __init__(self, schema: GraphQLSchema, info: TypeInfo) -> None:
        super().__init__()
        self.schema = schema
        self.info = info
        self.uses: list[Use] = []

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        parent, field = self.info.get_parent_type(), self.info.get_field_def()
        if parent and field and not node.name.value.startswith("__"):
            self.uses.append(Use(f"{parent.name}.{node.name.value}", node, field.deprecation_reason, type=field.type))

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        parent, field, argument = self.info.get_parent_type(), self.info.get_field_def(), self.info.get_argument()
        if parent and field and argument and not self.info.get_directive():
            name = next(name for name, candidate in parent.fields.items() if candidate is field)  # type: ignore[union-attr]
            coordinate = f"{parent.name}.{name}({node.name.value}:)"
            self.uses.append(Use(coordinate, node, argument.deprecation_reason, type=argument.type))

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        parent = get_named_type(self.info.get_parent_input_type())
        field = parent.fields.get(node.name.value) if isinstance(parent, GraphQLInputObjectType) else None
        if parent and field:
            self.uses.append(Use(f"{parent.name}.{node.name.value}", node, field.deprecation_reason, type=field.type))

    def enter_enum_value(self, node: EnumValueNode, *_: Any) -> None:
        kind = get_named_type(self.info.get_input_type())
        value = kind.values.get(node.value) if isinstance(kind, GraphQLEnumType) else None
        if kind and value:
            self.uses.append(Use(f"{kind.name}.{node.value}", node, value.deprecation_reason))

    def enter_named_type(self, node: NamedTypeNode, *_: Any) -> None:
        kind = self.schema.get_type(node.name.value)
        if kind and not is_specified_scalar_type(kind):
            self.uses.append(Use(kind.name, node, is_type_name=True))
