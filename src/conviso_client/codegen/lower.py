"""Rewrite the operations so that ariadne-codegen makes one well-named model of each selection.

What is sent is what was written; this form is only for the generator and never reaches a server. In it every selection
of fields is a fragment with the model's name, interfaces are plain objects, and a selection with alternatives is a
scalar that stands for a union of models. So the generator meets none of the shapes that it gets wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    NamedTypeNode,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
)

from .documents import Documents, WrittenOperation
from .evidence import Evidence
from .model_names import NO_NAMES, KnownNames, SelectionNames
from .naming import type_class
from .problems import GenerationError, problem_at
from .selections import Field, Selections, Spread
from .shadow_schema import ShadowField, reads_null_as_empty, shadow_schema, union_scalar

__all__ = [
    "ENVELOPE_MARK",
    "FRAGMENT_MARK",
    "Lowered",
    "ModelUnion",
    "fragment_of_model",
    "lower",
    "model_of_fragment",
]

FRAGMENT_MARK = "Zz"
"""Ends the name of every lowered fragment, so that no name which ariadne-codegen makes up can meet a model's."""
_SPELLED = "Xx"
"""Begins the name of a lowered fragment that spells the model's in hexadecimal digits."""

ENVELOPE_MARK = "Envelope"
"""Ends the name of every lowered operation, so that neither its class nor its module meets one of the generator's."""


def fragment_of_model(model: str) -> str:
    """Name the lowered fragment of a model. ariadne-codegen drops underscores, so such names are spelled."""
    is_plain = "_" not in model and not model.startswith(_SPELLED)
    return (model if is_plain else _SPELLED + model.encode().hex()) + FRAGMENT_MARK


def model_of_fragment(fragment: str) -> str:
    """Name the model of a lowered fragment; any other name is given back."""
    name = fragment.removesuffix(FRAGMENT_MARK)
    is_plain = name == fragment or not name.startswith(_SPELLED)
    return name if is_plain else bytes.fromhex(name[len(_SPELLED) :]).decode()


@dataclass(frozen=True)
class ModelUnion:
    """A selection on an abstract type that has alternatives for some of its concrete types."""

    name: str
    base: str
    """The model with what all have in common."""
    members: Mapping[str, str]
    """Concrete type to model."""
    fallback: str
    """The model for every other type."""


@dataclass
class Lowered:
    """The rewritten operations, the schema that they are valid against, and what cannot be said in GraphQL."""

    schema: GraphQLSchema
    operations: list[OperationDefinitionNode]
    fragments: list[FragmentDefinitionNode]
    unions: dict[str, ModelUnion]
    docstrings: dict[str, str]
    deprecated: dict[tuple[str, str], str]
    """Model and response name of the deprecated fields, with the schema's reason."""
    null_lists: set[tuple[str, str]]
    """Model and response name of the lists that may be null although the schema says otherwise."""
    enums: frozenset[str]
    """The API's enums that results have."""
    results: dict[str, str]
    """The models of operations with several root fields."""


def lower(documents: Documents, schema: GraphQLSchema, evidence: Evidence, known: KnownNames = NO_NAMES) -> Lowered:
    """Rewrite operations that `check` found sound; `known` names models that the client has already."""
    lowering = _Lowering(documents, schema, evidence, known)
    operations = list(filter(None, map(lowering.operation, documents.operations)))
    return Lowered(
        schema=shadow_schema(schema, evidence, lowering.shadow_fields, frozenset(lowering.unions)),
        operations=operations,
        fragments=sorted(lowering.fragments.values(), key=lambda node: node.name.value),
        unions=lowering.unions,
        docstrings=lowering.docstrings,
        deprecated=lowering.deprecated,
        null_lists=lowering.null_lists,
        enums=frozenset(lowering.enums),
        results=lowering.results,
    )


@dataclass
class _Lowering:
    documents: Documents
    schema: GraphQLSchema
    evidence: Evidence
    known: KnownNames
    fragments: dict[str, FragmentDefinitionNode] = field(default_factory=dict[str, FragmentDefinitionNode])
    unions: dict[str, ModelUnion] = field(default_factory=dict[str, ModelUnion])
    docstrings: dict[str, str] = field(default_factory=dict[str, str])
    deprecated: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    null_lists: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    shadow_fields: set[ShadowField] = field(default_factory=set[ShadowField])
    enums: set[str] = field(default_factory=set[str])
    results: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        unions = Selections(self.documents, self.schema).unions()
        self.selections = Selections(self.documents, self.schema, {**unions, **self.known.unions})
        self.names = SelectionNames(self.documents, self.schema, self.known.roots)

    def operation(self, operation: WrittenOperation) -> OperationDefinitionNode | None:
        """Rewrite an operation; None if its result is a model of its own, for it has several root fields."""
        kind = operation.node.operation
        root = self.schema.query_type if kind is OperationType.QUERY else self.schema.mutation_type
        if root is None:
            raise GenerationError([problem_at(operation.node, f"the schema has no {kind.value} type")])
        roots = self.selections.flatten(self.selections.expand(operation.node.selection_set, root))
        if len(roots) > 1:
            self._several(operation, root, list(roots.values()))
            return None
        fields = list(self._fields("", root, roots.values()))
        return OperationDefinitionNode(
            operation=kind,
            name=NameNode(value=operation.name + ENVELOPE_MARK),
            # Inputs are shaped without ariadne-codegen, so no variable is for it to see.
            variable_definitions=(),
            directives=(),
            selection_set=SelectionSetNode(selections=tuple(fields)),
        )

    def _several(self, operation: WrittenOperation, root: GraphQLObjectType, fields: list[Field | Spread]) -> None:
        name = self.results[operation.name] = self.names.of_data(operation.name)
        self.docstrings[name] = f"What `{operation.name}` gives: a field for each root field."
        self._emit(name, root, fields)

    def _reference(self, owner: str, entry: Field, selection_set: SelectionSetNode, kind: GraphQLNamedType) -> str:
        """Give the name of the model for a field's selection, making it first if need be."""
        spread = self.selections.only_spread(selection_set, kind)
        if spread:
            fragment = self.documents.fragments[spread]
            owner_type = self.schema.type_map[fragment.type_name]
            return self._model(spread, fragment.node.selection_set, owner_type, fragment.comment.text)
        name = self.names.written(entry.node, selection_set) or (
            self.names.of_field(owner, entry.key)
            if owner
            else self.names.of_root(entry.key, entry.node, selection_set, kind)
        )
        return self._model(name, selection_set, kind, kind.description or f"The API's `{kind.name}`.")

    def _model(self, name: str, selection_set: SelectionSetNode, kind: GraphQLNamedType, docstring: str) -> str:
        if name in self.docstrings:
            return name
        self.docstrings[name] = docstring or kind.description or f"The API's `{kind.name}`."
        if is_abstract_type(kind) and self.selections.has_alternatives(selection_set, kind):
            self._union(name, selection_set, kind)
        else:
            self._emit(name, kind, self.selections.expand(selection_set, kind))
        return name

    def _emit(self, name: str, kind: GraphQLNamedType, entries: list[Field | Spread]) -> None:
        for entry in entries:
            if isinstance(entry, Spread):
                fragment = self.documents.fragments[entry.name]
                self._model(entry.name, fragment.node.selection_set, kind, fragment.comment.text)
        self.fragments[name] = FragmentDefinitionNode(
            name=NameNode(value=fragment_of_model(name)),
            type_condition=NamedTypeNode(name=NameNode(value=kind.name)),
            variable_definitions=(),
            directives=(),
            selection_set=SelectionSetNode(selections=tuple(self._fields(name, kind, entries))),
        )

    def _fields(
        self, owner: str, kind: GraphQLNamedType, entries: Iterable[Field | Spread]
    ) -> Iterator[FieldNode | FragmentSpreadNode]:
        for entry in entries:
            yield _spread(entry.name) if isinstance(entry, Spread) else self._field(owner, kind, entry)

    def _field(self, owner: str, kind: GraphQLNamedType, entry: Field) -> FieldNode:
        plain = FieldNode(name=entry.node.name, alias=entry.node.alias, arguments=(), directives=entry.directives)
        if entry.node.name.value == "__typename":
            return plain
        name = entry.node.name.value
        definition: GraphQLField = kind.fields[name]  # type: ignore[attr-defined]
        output = definition.type
        if definition.deprecation_reason is not None:
            self.deprecated[owner, entry.key] = definition.deprecation_reason
        if reads_null_as_empty(kind.name, name, output, self.evidence):
            self.null_lists.add((owner, entry.key))
        named = get_named_type(output)
        if isinstance(named, GraphQLEnumType):
            self.enums.add(named.name)
        if entry.selection_set is None:
            return plain
        model = self._reference(owner, entry, entry.selection_set, named)
        target = union_scalar(model) if model in self.unions else self._owner(model)
        if target != named.name:
            shadow = ShadowField(kind.name, name, target)
            self.shadow_fields.add(shadow)
            plain.name, plain.alias = NameNode(value=shadow.name), NameNode(value=entry.key)
        if model not in self.unions:
            plain.selection_set = SelectionSetNode(selections=(_spread(model),))
        return plain

    def _owner(self, model: str) -> str:
        """Give the type that a model was written for: it may be an interface of the type that it is used on."""
        return self.fragments[model].type_condition.name.value

    def _union(self, name: str, selection_set: SelectionSetNode, kind: GraphQLNamedType) -> None:
        common = self.selections.expand(selection_set, kind)
        base = self._base(name, kind, common)
        members: dict[str, str] = {}
        shared = self.selections.flatten(common)
        for concrete in self.selections.possible_types(kind):
            alternative = self.selections.alternative(selection_set, kind, concrete)
            if alternative:
                is_own = alternative.fragment and self.selections.union_of.get(alternative.fragment) == name
                model = alternative.fragment if is_own else self.names.of_field(name, type_class(concrete.name))
                assert model
                members[concrete.name] = self._member(name, model, concrete, alternative.beside(shared))
        fallback = self.names.claim(f"Other{name}")
        self.docstrings[fallback] = f"A `{name}` of a type that has no model of its own."
        self.unions[name] = ModelUnion(name, base, members, fallback)

    def _base(self, union: str, kind: GraphQLNamedType, common: list[Field | Spread]) -> str:
        """Give the model with what all alternatives of a union have."""
        if len(common) == 1 and isinstance(common[0], Spread):
            fragment = self.documents.fragments[common[0].name]
            return self._model(fragment.name, fragment.node.selection_set, kind, fragment.comment.text)
        base = self.names.claim(f"{union}Base")
        self.docstrings[base] = f"What every `{union}` has."
        self._emit(base, kind, common)
        return base

    def _member(self, union: str, name: str, kind: GraphQLObjectType, fields: list[Field | Spread]) -> str:
        fragment = self.documents.fragments.get(name)
        self.docstrings[name] = (fragment.comment.text if fragment else "") or f"A `{union}` that is a `{kind.name}`."
        typename = Field(FieldNode(name=NameNode(value="__typename"), alias=None))
        self._emit(name, kind, [typename, *fields])
        return name


def _spread(model: str) -> FragmentSpreadNode:
    return FragmentSpreadNode(name=NameNode(value=fragment_of_model(model)), directives=())
