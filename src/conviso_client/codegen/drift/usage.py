"""Where the operations use what: every place, by coordinate and by type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

from graphql import (
    DirectiveNode,
    ExecutableDefinitionNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLInputType,
    GraphQLSchema,
    GraphQLType,
    InlineFragmentNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    get_named_type,
    type_from_ast,
)

from conviso_client.codegen.arguments import argument_types
from conviso_client.codegen.coordinates import Use, used_coordinates
from conviso_client.codegen.documents import Documents, WrittenOperation

__all__ = ["Location", "Usage", "nodes_of"]

Definition = ExecutableDefinitionNode


class Location(NamedTuple):
    """One place in the operations' files where something is used."""

    definition: Definition
    node: Node
    type: GraphQLType | None = None
    """What a field returns, or what an argument, an input field or a variable takes."""
    deprecation: str | None = None
    """The schema's reason, if what is used is deprecated."""

    @property
    def file(self) -> str:
        return Path(self.node.loc.source.name).as_posix() if self.node.loc else ""

    @property
    def line(self) -> int:
        return self.node.loc.start_token.line if self.node.loc else 0


class Usage:
    """What a set of operations uses of a schema; what the schema does not know is passed over."""

    def __init__(self, documents: Documents, schema: GraphQLSchema) -> None:
        self.documents = documents
        self.schema = schema
        self.by_coordinate: dict[str, list[Location]] = defaultdict(list)
        self.by_type_name: dict[str, list[Location]] = defaultdict(list)
        """Where a document spells out a type's name."""
        self.by_result: dict[str, list[Location]] = defaultdict(list)
        """Fields by the named type that they return."""
        self.by_literal: dict[str, list[Location]] = defaultdict(list)
        """Objects that are written in a document, by the input type that they are of."""
        self.by_variable: dict[str, list[Location]] = defaultdict(list)
        """Variables by each enum and input type that they reach, themselves or inside an input."""
        self.by_condition: dict[str, list[Location]] = defaultdict(list)
        """Fragments where they are spread or written in place, by the type that they are for."""
        self.by_directive: dict[str, list[Location]] = defaultdict(list)
        self._operations: dict[int, list[str]] = defaultdict(list)
        for operation in documents.operations:
            self._read(operation.node, Documents((operation,), {}))
            self._read_variables(operation)
            for definition in self._reached(operation.node):
                self._operations[id(definition)].append(operation.name)
        for fragment in documents.fragments.values():
            self._read(fragment.node, Documents((), {fragment.name: fragment}))

    def operations(self, definition: Definition) -> list[str]:
        """Name the operations that an operation or a fragment is part of."""
        return self._operations[id(definition)]

    def definition_at(self, node: Node) -> Definition | None:
        """Find the operation or fragment that a node is part of."""
        for definition in self.documents.as_document().definitions:
            whole, part = definition.loc, node.loc
            if whole and part and part.source is whole.source and whole.start <= part.start and part.end <= whole.end:
                return cast(Definition, definition)
        return None

    def variables_in(self, location: Location) -> Iterator[VariableDefinitionNode]:
        """Give the definitions of the variables that stand at a place, in every operation that reaches it."""
        names = {node.name.value for node in nodes_of(location.node, VariableNode)}
        reaching = set(self.operations(location.definition))
        for operation in self.documents.operations:
            if operation.name in reaching:
                yield from (one for one in operation.node.variable_definitions if one.variable.name.value in names)

    def type_of(self, variable: VariableDefinitionNode) -> GraphQLInputType | None:
        """Give the type of a variable; None if the schema does not know it."""
        return type_from_ast(self.schema, variable.type)  # type: ignore[return-value]

    def _read(self, definition: Definition, alone: Documents) -> None:
        for use in used_coordinates(alone, self.schema):
            self._add(definition, use)
        for node in nodes_of(definition, DirectiveNode):
            self.by_directive[node.name.value].append(Location(definition, node))
        for node in nodes_of(definition, InlineFragmentNode):
            if node.type_condition:
                self.by_condition[node.type_condition.name.value].append(Location(definition, node))
        for node in nodes_of(definition, FragmentSpreadNode):
            if fragment := self.documents.fragments.get(node.name.value):
                self.by_condition[fragment.type_name].append(Location(definition, node))

    def _add(self, definition: Definition, use: Use) -> None:
        location = Location(definition, use.node, use.type, use.deprecation)
        if use.is_type_name:
            self.by_type_name[use.coordinate].append(location)
            return
        self.by_coordinate[use.coordinate].append(location)
        if use.type is None:
            return
        if isinstance(use.node, FieldNode):
            self.by_result[get_named_type(use.type).name].append(location)
        else:
            self._add_literals(definition, use.node.value, use.type)  # type: ignore[attr-defined]

    def _add_literals(self, definition: Definition, value: ValueNode, kind: GraphQLType) -> None:
        if isinstance(value, ObjectValueNode):
            self.by_literal[get_named_type(kind).name].append(Location(definition, value, kind))
        elif isinstance(value, ListValueNode):
            for item in value.values:
                self._add_literals(definition, item, kind)

    def _read_variables(self, operation: WrittenOperation) -> None:
        for variable in operation.node.variable_definitions:
            kind = self.type_of(variable)
            if kind is None:
                continue
            for name in argument_types([kind]):
                self.by_variable[name].append(Location(operation.node, variable, kind))
            if variable.default_value:
                self._add_literals(operation.node, variable.default_value, kind)

    def _reached(self, operation: OperationDefinitionNode) -> Iterable[Definition]:
        found: dict[int, Definition] = {}
        waiting: list[Definition] = [operation]
        while waiting:
            definition = waiting.pop()
            if id(definition) in found:
                continue
            found[id(definition)] = definition
            names = [node.name.value for node in nodes_of(definition, FragmentSpreadNode)]
            waiting.extend(self.documents.fragments[name].node for name in names if name in self.documents.fragments)
        return found.values()


def nodes_of(root: Node, kind: type[Any]) -> list[Any]:
    """List the nodes of a kind at and below a node, in the order of the text."""
    found: list[Any] = [root] if isinstance(root, kind) else []
    for key in root.keys:
        part = getattr(root, key, None)
        for node in part if isinstance(part, tuple) else (part,):
            if isinstance(node, Node):
                found += nodes_of(node, kind)
    return found
