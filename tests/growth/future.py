"""The API of another day: the schema grown at random, and its answers to the operations of today."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLUnionType,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
)

from conviso_client.call.operation import Operation
from tests.project_schema import project_schema

ROOT = Path(__file__).parents[2]
SCHEMA = project_schema()
with (ROOT / "evidence.tsv").open(encoding="utf-8", newline="") as _table:
    INFERRED = {
        row["coordinate"] for row in csv.DictReader(_table, delimiter="\t") if row["type_certainty"] == "inferred"
    }

NEW_VALUE = "VALUE_OF_TOMORROW"
NEW_TYPE = "TypeOfTomorrow"
NEW_FIELD = "fieldOfTomorrow"
_LEAVES: dict[str, Any] = {
    "Int": 7,
    "Float": 1.5,
    "Boolean": True,
    "ISO8601DateTime": "2026-01-31T10:00:00Z",
    "ISO8601Date": "2026-01-31",
    "JSON": {"any": [1, None]},
}


@dataclass
class Growth:
    """What happened to the schema. Each share is the part of the places where it shows in an answer."""

    new_values: float = 0.0
    new_types: float = 0.0
    new_fields: float = 0.0
    nulls: float = 0.0
    """Values that were promised and are null now, or left out."""


@dataclass
class Future:
    """Answers operations by the grown schema, and keeps account of what it broke."""

    growth: Growth
    dice: Random
    broken: list[str] = field(default_factory=list[str])
    """Paths where the promise of today's schema is not kept."""
    values: int = 0
    types: int = 0

    def answer(self, operation: Operation[Any]) -> dict[str, Any]:
        document = parse(operation.document)
        self._fragments = {n.name.value: n for n in document.definitions if isinstance(n, FragmentDefinitionNode)}
        node = next(n for n in document.definitions if isinstance(n, OperationDefinitionNode))
        root = SCHEMA.query_type if operation.kind == "query" else SCHEMA.mutation_type
        assert root
        _, wanted = next(iter(self._fields(node.selection_set, root, root, sure=True)))
        kind = root.fields[operation.name].type
        bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        return {operation.name: self._value(bare, wanted.nodes, f"data.{operation.name}")}

    def _chance(self, share: float) -> bool:
        return self.dice.random() < share

    def _value(self, kind: GraphQLOutputType, nodes: list[FieldNode], path: str) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return self._value(kind.of_type, nodes, path)
        if isinstance(kind, GraphQLList):
            return [self._value(kind.of_type, nodes, f"{path}.{n}") for n in range(self.dice.randrange(3))]
        if isinstance(kind, GraphQLEnumType):
            self.values += (new := self._chance(self.growth.new_values))
            return NEW_VALUE if new else self.dice.choice(list(kind.values))
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType):
            return self._object(kind, nodes, path)
        return _LEAVES.get(kind.name, "text")

    def _object(
        self, kind: GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType, nodes: list[FieldNode], path: str
    ) -> dict[str, Any]:
        concrete: GraphQLObjectType | GraphQLInterfaceType | None = (
            kind if isinstance(kind, GraphQLObjectType) else None
        )
        name = kind.name
        if concrete is None:
            assert isinstance(kind, GraphQLInterfaceType | GraphQLUnionType)
            if self._chance(self.growth.new_types):
                self.types += 1
                concrete, name = (kind if isinstance(kind, GraphQLInterfaceType) else None), NEW_TYPE
            else:
                concrete = self.dice.choice(list(SCHEMA.get_possible_types(kind)))
                name = concrete.name
        given: dict[str, Any] = {}
        for node in nodes:
            assert node.selection_set
            for key, wanted in self._merged(node.selection_set, kind, concrete).items():
                self._fill(given, name, key, wanted, path)
        if self._chance(self.growth.new_fields):
            given[NEW_FIELD] = {"any": "thing"}
        return given

    def _fill(self, given: dict[str, Any], name: str, key: str, wanted: Wanted, path: str) -> None:
        called = wanted.nodes[0].name.value
        if called == "__typename":
            given[key] = name
            return
        kind, place = wanted.seen_on.fields[called].type, f"{path}.{key}"
        if not wanted.sure and self._chance(0.3):
            return
        promised = isinstance(kind, GraphQLNonNull)
        if self._chance(self.growth.nulls if promised else 0.2):
            coordinate = f"{wanted.seen_on.name}.{called}"
            if promised and wanted.sure and not _may_be_null(kind.of_type, called, coordinate):
                self.broken.append(place)
                if self._chance(0.3):
                    return
            given[key] = None
            return
        given[key] = self._value(kind, wanted.nodes, place)

    def _merged(self, selection_set: SelectionSetNode, declared: Any, concrete: Any) -> dict[str, Wanted]:
        """The fields by the name that they have in the answer."""
        merged: dict[str, Wanted] = {}
        for key, wanted in self._fields(selection_set, declared, concrete, sure=True):
            before = merged.get(key, wanted._replace(nodes=[], sure=False))
            merged[key] = before._replace(nodes=[*before.nodes, *wanted.nodes], sure=before.sure or wanted.sure)
        return merged

    def _fields(
        self, selection_set: SelectionSetNode, declared: Any, concrete: Any, *, sure: bool
    ) -> Iterator[tuple[str, Wanted]]:
        for node in selection_set.selections:
            always = sure and not node.directives
            if isinstance(node, FieldNode):
                yield (node.alias or node.name).value, Wanted([node], always, declared)
                continue
            part: Any = self._fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            condition = part.type_condition and part.type_condition.name.value
            if condition is None or condition == declared.name or _applies(condition, concrete):
                on = SCHEMA.type_map[condition] if condition else declared
                yield from self._fields(part.selection_set, on, concrete, sure=always)


class Wanted(NamedTuple):
    """What is asked for under one name."""

    nodes: list[FieldNode]
    sure: bool
    """Whether it is always asked for."""
    seen_on: Any
    """The type on which it is selected: its promise is the one that the models know."""


def _applies(condition: str, kind: Any) -> bool:
    if kind is None:
        return False
    wanted = SCHEMA.type_map[condition]
    if wanted is kind:
        return True
    return isinstance(wanted, GraphQLInterfaceType | GraphQLUnionType) and (
        wanted in getattr(kind, "interfaces", ())
        or (isinstance(kind, GraphQLObjectType) and SCHEMA.is_sub_type(wanted, kind))
    )


def _may_be_null(bare: GraphQLOutputType, called: str, coordinate: str) -> bool:
    """What decoding does not depend on: the rows of a list, and what is only deduced, but for ids."""
    if isinstance(bare, GraphQLList) and called == "collection":
        return True
    return coordinate in INFERRED and called != "id"
