"""The schema as the generator sees it: no abstract types, unions of models as scalars, deduced types nullable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graphql import (
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

__all__ = ["ShadowField", "shadow_schema", "union_scalar"]


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


class _Shadow:
    def __init__(
        self, schema: GraphQLSchema, evidence: Evidence, fields: list[ShadowField], unions: frozenset[str]
    ) -> None:
        self.schema = schema
        self.evidence = evidence
        self.fields = fields
        self.scalars = {name: GraphQLScalarType(name) for name in map(union_scalar, sorted(unions))}
        self.types: dict[str, GraphQLNamedType] = {
            name: self._object(kind)
            for name, kind in schema.type_map.items()
            if isinstance(kind, (GraphQLObjectType, GraphQLInterfaceType, GraphQLUnionType))
            and not name.startswith("__")
        }

    def build(self) -> GraphQLSchema:
        roots = {name: kind and self.types[kind.name] for name, kind in self._roots().items()}
        others = [kind for name, kind in self.schema.type_map.items() if name not in self.types]
        types = [*self.types.values(), *(kind for kind in others if not is_specified_scalar_type(kind))]
        shadow = GraphQLSchema(
            **roots,  # type: ignore[arg-type]
            types=[kind for kind in types if not kind.name.startswith("__")] + list(self.scalars.values()),
            directives=self.schema.directives,
            assume_valid=True,
        )
        shadow.type_map = dict(sorted(shadow.type_map.items()))
        return shadow

    def _roots(self) -> Mapping[str, GraphQLObjectType | None]:
        return {"query": self.schema.query_type, "mutation": self.schema.mutation_type}

    def _object(self, kind: GraphQLNamedType) -> GraphQLObjectType:
        return GraphQLObjectType(
            kind.name, fields=lambda: self._object_fields(kind), description=kind.description, ast_node=None
        )

    def _object_fields(self, kind: GraphQLNamedType) -> dict[str, GraphQLField]:
        original: dict[str, GraphQLField] = getattr(kind, "fields", {})
        fields = {name: GraphQLField(self._output(kind.name, name, field)) for name, field in original.items()}
        for shadow in self.fields:
            if shadow.type_name == kind.name:
                target = self.scalars.get(shadow.target) or self.types[shadow.target]
                fields[shadow.name] = GraphQLField(_replace_named(original[shadow.field].type, target))
        return fields or {"_": GraphQLField(self.schema.type_map["Boolean"])}  # type: ignore[arg-type]

    def _output(self, type_name: str, name: str, field: GraphQLField) -> GraphQLOutputType:
        named = get_named_type(field.type)
        output = _replace_named(field.type, self.types.get(named.name, named))
        is_deduced = f"{type_name}.{name}" in self.evidence.inferred and name != "id"
        if not is_deduced or not isinstance(output, GraphQLNonNull) or isinstance(output.of_type, GraphQLList):
            return output
        return output.of_type


def _replace_named(output: GraphQLOutputType, named: GraphQLNamedType) -> GraphQLOutputType:
    if isinstance(output, GraphQLNonNull):
        return GraphQLNonNull(_replace_named(output.of_type, named))
    if isinstance(output, GraphQLList):
        return GraphQLList(_replace_named(output.of_type, named))
    return named  # type: ignore[return-value]
