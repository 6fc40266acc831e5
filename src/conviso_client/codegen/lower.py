"""Rewrite the operations so that ariadne-codegen makes one well-named model of each selection.

What is sent is what was written; this form is only for the generator and never reaches a server. In it every selection
of fields is a fragment with the model's name, interfaces are plain objects, and a selection with alternatives is a
scalar that stands for a union of models. So the generator meets none of the shapes that it gets wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    NamedTypeNode,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableDefinitionNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
)

from .documents import Documents, Operation
from .evidence import Evidence
from .model_names import ModelNames
from .naming import class_name
from .problems import GenerationError, Problem, problem_at
from .selections import Alternative, Field, Selections, Spread
from .shadow_schema import ShadowField, reads_null_as_empty, shadow_schema, union_scalar

__all__ = ["ENVELOPE_MARK", "FRAGMENT_MARK", "Lowered", "ModelUnion", "lower"]

FRAGMENT_MARK = "Zz"
"""Ends the name of every lowered fragment, so that no name which the generator makes up can meet a model's."""

ENVELOPE_MARK = "Envelope"
"""Ends the name of every lowered operation, so that neither its class nor its module meets one of the generator's."""


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


def lower(documents: Documents, schema: GraphQLSchema, evidence: Evidence) -> Lowered:
    """Rewrite operations that `check` found sound. Raises `GenerationError` where no sound model can be made."""
    lowering = _Lowering(documents, schema, evidence)
    operations = [lowering.operation(operation) for operation in documents.operations]
    if lowering.problems:
        raise GenerationError(lowering.problems)
    return Lowered(
        schema=shadow_schema(schema, evidence, lowering.shadow_fields, frozenset(lowering.unions)),
        operations=operations,
        fragments=sorted(lowering.fragments.values(), key=lambda node: node.name.value),
        unions=lowering.unions,
        docstrings=lowering.docstrings,
        deprecated=lowering.deprecated,
        null_lists=lowering.null_lists,
    )


@dataclass
class _Lowering:
    documents: Documents
    schema: GraphQLSchema
    evidence: Evidence
    fragments: dict[str, FragmentDefinitionNode] = field(default_factory=dict[str, FragmentDefinitionNode])
    unions: dict[str, ModelUnion] = field(default_factory=dict[str, ModelUnion])
    docstrings: dict[str, str] = field(default_factory=dict[str, str])
    deprecated: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    null_lists: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    shadow_fields: set[ShadowField] = field(default_factory=set[ShadowField])
    problems: list[Problem] = field(default_factory=list[Problem])

    def __post_init__(self) -> None:
        self.selections = Selections(self.documents, self.schema)
        self.names = ModelNames(self.documents, self.schema, self.selections)
        self.member_of: dict[str, str] = {}

    def operation(self, operation: Operation) -> OperationDefinitionNode:
        kind = operation.node.operation
        root = self.schema.query_type if kind is OperationType.QUERY else self.schema.mutation_type
        if root is None:
            raise GenerationError([problem_at(operation.node, f"the schema has no {kind.value} type")])
        name = class_name(operation.name)
        fields = list(self._fields(name, root, self.selections.expand(operation.node.selection_set, root)))
        return OperationDefinitionNode(
            operation=kind,
            name=NameNode(value=operation.name + ENVELOPE_MARK),
            variable_definitions=tuple(_nameless(operation.node)),
            directives=(),
            selection_set=SelectionSetNode(selections=tuple(fields)),
        )

    def _reference(self, selection_set: SelectionSetNode, kind: GraphQLNamedType, hint: str) -> str:
        """Give the name of the model for a selection, making it first if need be."""
        spread = self.selections.only_spread(selection_set, kind)
        if spread:
            fragment = self.documents.fragments[spread]
            owner = self.schema.type_map[fragment.type_name]
            return self._model(spread, fragment.node.selection_set, owner, fragment.comment.text)
        name = self.names.name_of(selection_set, kind, hint)
        return self._model(name, selection_set, kind, kind.description or f"The API's `{kind.name}`.")

    def _model(self, name: str, selection_set: SelectionSetNode, kind: GraphQLNamedType, docstring: str) -> str:
        if name in self.member_of:
            self._refuse_member(name)
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
            name=NameNode(value=name + FRAGMENT_MARK),
            type_condition=NamedTypeNode(name=NameNode(value=kind.name)),
            variable_definitions=(),
            directives=(),
            selection_set=SelectionSetNode(selections=tuple(self._fields(name, kind, entries))),
        )

    def _fields(
        self, owner: str, kind: GraphQLNamedType, entries: list[Field | Spread]
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
        if entry.selection_set is None:
            return plain
        named = get_named_type(output)
        model = self._reference(entry.selection_set, named, owner + class_name(entry.key))
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
        base = self._base(name, selection_set, kind, common)
        members: dict[str, str] = {}
        shared = self.selections.flatten(common)
        for concrete in self.selections.possible_types(kind):
            alternative = self.selections.alternative(selection_set, kind, concrete)
            if alternative:
                model = self._member_name(name, selection_set, concrete, alternative)
                members[concrete.name] = self._member(name, model, concrete, alternative.beside(shared))
        fallback = self.names.claim(f"Other{name}", selection_set)
        self.docstrings[fallback] = f"A `{name}` of a type that has no model of its own."
        self.unions[name] = ModelUnion(name, base, members, fallback)

    def _base(
        self, union: str, selection_set: SelectionSetNode, kind: GraphQLNamedType, common: list[Field | Spread]
    ) -> str:
        """Give the model with what all alternatives of a union have."""
        if len(common) == 1 and isinstance(common[0], Spread):
            fragment = self.documents.fragments[common[0].name]
            return self._model(fragment.name, fragment.node.selection_set, kind, fragment.comment.text)
        base = self.names.claim(f"{union}Base", selection_set)
        self.docstrings[base] = f"What every `{union}` has."
        self._emit(base, kind, common)
        return base

    def _member_name(
        self, union: str, selection_set: SelectionSetNode, kind: GraphQLObjectType, alternative: Alternative
    ) -> str:
        """Name the model of an alternative: as the fragment that it is, unless merging made it anew from one in use."""
        was_written = selection_set.loc is not None
        if alternative.fragment and (was_written or alternative.fragment not in self.docstrings):
            return alternative.fragment
        return self.names.claim(union + kind.name, selection_set)

    def _member(self, union: str, name: str, kind: GraphQLObjectType, fields: list[Field | Spread]) -> str:
        if self.member_of.setdefault(name, union) != union or name in self.fragments:
            self._refuse_member(name)
            return name
        fragment = self.documents.fragments.get(name)
        self.docstrings[name] = (fragment.comment.text if fragment else "") or f"A `{union}` that is a `{kind.name}`."
        typename = Field(FieldNode(name=NameNode(value="__typename"), alias=None))
        self._emit(name, kind, [typename, *fields])
        return name

    def _refuse_member(self, name: str) -> None:
        message = f"{name} is an alternative of {self.member_of[name]}: its model cannot be used anywhere else"
        self.problems.append(problem_at(self.documents.fragments[name].node, message))


def _nameless(operation: OperationDefinitionNode) -> Iterator[VariableDefinitionNode]:
    """Give the operation's variables for the sake of their types: names and defaults are not all for the generator."""
    for number, definition in enumerate(operation.variable_definitions):
        variable = VariableNode(name=NameNode(value=f"v{number}"))
        yield VariableDefinitionNode(variable=variable, type=definition.type, default_value=None, directives=())


def _spread(model: str) -> FragmentSpreadNode:
    return FragmentSpreadNode(name=NameNode(value=model + FRAGMENT_MARK), directives=())
