"""The schema as ariadne-codegen sees it: no abstract types, enums and unions as scalars, deduced types nullable."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, NamedTuple, cast

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_specified_scalar_type,
)

from .evidence import Evidence

__all__ = ["ShadowField", "reads_null_as_empty", "shadow_schema", "union_scalar"]

_ROWS = "collection"
"""The API's name for the rows of a page."""


def union_scalar(union: str) -> str:
    """Name the scalar that stands for a union of models."""
    return f"__Zz{union}"


class ShadowField(NamedTuple):
    """A field of the schema, seen with another type: a union of models, or the type that a model was written for."""

    type_name: str
    field: str
    target: str
    """The name of the scalar or of the object type."""

    @property
    def name(self) -> str:
        return f"{self.field}__Zz{self.target}"


def shadow_schema(
    schema: GraphQLSchema, evidence: Evidence, fields: Iterable[ShadowField], unions: frozenset[str]
) -> GraphQLSchema:
    """Copy a schema into the generator's form; input types are shared, not copied."""
    return _Shadow(schema, evidence, sorted(fields), unions).build()


def reads_null_as_empty(type_name: str, field: str, output: GraphQLOutputType, evidence: Evidence) -> bool:
    """Tell if a list is one whatever comes: the rows of a page, or a list that is only deduced not to be null."""
    if not isinstance(_nullable(output), GraphQLList):
        return False
    is_required = isinstance(output, GraphQLNonNull)
    return field == _ROWS or (is_required and f"{type_name}.{field}" in evidence.inferred)


class _Shadow:
    def __init__(
        self, schema: GraphQLSchema, evidence: Evidence, fields: list[ShadowField], unions: frozenset[str]
    ) -> None:
        self.schema = schema
        self.evidence = evidence
        self.fields = fields
        self.scalars = {name: GraphQLScalarType(name) for name in map(union_scalar, sorted(unions))}
        self.types: dict[str, GraphQLNamedType] = {}
        for name, kind in schema.type_map.items():
            if name.startswith("__"):
                continue
            if isinstance(kind, GraphQLEnumType):
                self.types[name] = GraphQLScalarType(name)  # pyright: ignore[reportArgumentType]
            elif isinstance(kind, (GraphQLObjectType, GraphQLInterfaceType, GraphQLUnionType)):
                self.types[name] = self._object(kind)

    def build(self) -> GraphQLSchema:
        query, mutation = self.schema.query_type, self.schema.mutation_type
        scalars = [
            kind
            for kind in self.schema.type_map.values()
            if isinstance(kind, GraphQLScalarType) and not is_specified_scalar_type(kind)
        ]
        return GraphQLSchema(
            query=cast(GraphQLObjectType, self.types[query.name]) if query else None,
            mutation=cast(GraphQLObjectType, self.types[mutation.name]) if mutation else None,
            types=[
                *self.types.values(),
                *self.scalars.values(),
                *(kind for kind in scalars if not is_specified_scalar_type(kind)),
            ],
            directives=self.schema.directives,
            assume_valid=True,
        )

    def _object(self, kind: GraphQLNamedType) -> GraphQLObjectType:
        fields = partial(self._object_fields, kind)
        return GraphQLObjectType(kind.name, fields, description=kind.description)  # pyright: ignore[reportReturnType]

    def _object_fields(self, kind: GraphQLNamedType) -> dict[str, GraphQLField]:
        original: dict[str, GraphQLField] = getattr(kind, "fields", {})
        fields = {name: GraphQLField(self._output(kind.name, name, field)) for name, field in original.items()}
        for shadow in self.fields:
            if shadow.type_name == kind.name:
                target = self.scalars.get(shadow.target) or self.types[shadow.target]
                fields[shadow.name] = GraphQLField(_replace_named(fields[shadow.field].type, target))
        return fields or {"_": GraphQLField(self.schema.type_map["Boolean"])}  # type: ignore[arg-type]

    def _output(self, type_name: str, name: str, field: GraphQLField) -> GraphQLOutputType:
        named = get_named_type(field.type)
        output = _replace_named(field.type, self.types.get(named.name, named))
        is_deduced = f"{type_name}.{name}" in self.evidence.inferred and name != "id"
        if reads_null_as_empty(type_name, name, output, self.evidence):
            return GraphQLNonNull(_nullable(output))
        return _nullable(output) if is_deduced else output


def _nullable(output: GraphQLOutputType) -> Any:
    return output.of_type if isinstance(output, GraphQLNonNull) else output


def _replace_named(output: GraphQLOutputType, named: GraphQLNamedType) -> GraphQLOutputType:
    if isinstance(output, GraphQLNonNull):
        return GraphQLNonNull(_replace_named(_nullable(output), named))  # pyright: ignore[reportArgumentType]
    if isinstance(output, GraphQLList):
        return GraphQLList(_replace_named(output.of_type, named))
    return cast("GraphQLOutputType", named)
