"""Read selections: expand fragments for a type, merge fields, find alternatives for concrete types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    is_abstract_type,
    print_ast,
)

from .documents import Documents
from .naming import response_key

__all__ = ["Alternative", "Field", "Selections", "Spread", "is_typename"]

Directives = tuple[DirectiveNode, ...]


@dataclass(frozen=True)
class Field:
    """A selected field, with the conditions under which it is selected."""

    node: FieldNode
    selection_set: SelectionSetNode | None = None
    directives: Directives = ()
    mixed: bool = False
    """True if it was selected under conditions that differ: then each part in it carries its own."""

    @property
    def key(self) -> str:
        return response_key(self.node)

    def merged(self, other: Field) -> Field:
        """Combine two selections of the same field; it is conditional only if both are."""
        directives = self.directives if other.directives else ()
        conditions = [list(map(print_ast, field.directives)) for field in (self, other)]
        alike = conditions[0] == conditions[1] and not (self.mixed or other.mixed)
        parts = [*_parts(self, plain=alike), *_parts(other, plain=alike)]
        selection_set = SelectionSetNode(selections=tuple(_unique(parts))) if parts else None
        return replace(self, selection_set=selection_set, directives=directives, mixed=bool(directives) and not alike)


@dataclass(frozen=True)
class Spread:
    """A fragment on the very type, selected without condition: a base of the model."""

    name: str


@dataclass(frozen=True)
class Alternative:
    """What is selected only where a value has one concrete type."""

    fragment: str | None
    """The fragment that says all of it, if one does."""
    fields: tuple[Field, ...]

    def __bool__(self) -> bool:
        return self.fragment is not None or bool(self.fields)

    def beside(self, shared: Mapping[str, Field]) -> list[Field | Spread]:
        """Give the fields that a model needs beside those that it shares with the other alternatives."""
        wanted = [(shared[field.key].merged(field) if field.key in shared else field) for field in self.fields]
        return [field for field in wanted if field.key not in shared or field.selection_set]


class Selections:
    """The selections of a set of documents, against a schema."""

    def __init__(self, documents: Documents, schema: GraphQLSchema, union_of: Mapping[str, str] | None = None) -> None:
        """Take the documents; `union_of` names the fragments that are alternatives: their models fit nowhere else."""
        self.documents = documents
        self.schema = schema
        self.union_of = union_of or {}

    def unions(self) -> dict[str, str]:
        """Give the fragments that say all of an alternative, with the first fragment on an abstract type that says so.

        What operations spread does not count, so that another operation changes nothing.
        """
        found: dict[str, str] = {}
        for fragment in self.documents.fragments.values():
            kind = self.schema.type_map.get(fragment.type_name)
            for concrete in self.possible_types(kind) if is_abstract_type(kind) else ():  # type: ignore[arg-type]
                if name := self.alternative(fragment.node.selection_set, kind, concrete).fragment:  # type: ignore[arg-type]
                    found.setdefault(name, fragment.name)
        return found

    def possible_types(self, kind: GraphQLNamedType) -> list[GraphQLObjectType]:
        """List the concrete types of an abstract one, by name."""
        return sorted(self.schema.get_possible_types(cast(GraphQLAbstractType, kind)), key=lambda t: t.name)

    def text(self, selection_set: SelectionSetNode) -> str:
        return print_ast(selection_set)

    def only_spread(self, selection_set: SelectionSetNode, kind: GraphQLNamedType) -> str | None:
        """Name the fragment if a selection is nothing but it and its model fits the type."""
        selections = [s for s in selection_set.selections if not is_typename(s)]
        if len(selections) != 1 or not isinstance(selections[0], FragmentSpreadNode) or selections[0].directives:
            return None
        fragment = self.documents.fragments[selections[0].name.value]
        owner = self.schema.type_map[fragment.type_name]
        if fragment.name in self.union_of:
            return None
        if owner is kind:
            return fragment.name
        fits = self._applies(owner, kind) and not self.has_alternatives(fragment.node.selection_set, owner)
        return fragment.name if fits else None

    def expand(self, selection_set: SelectionSetNode, kind: GraphQLNamedType) -> list[Field | Spread]:
        """List what is selected on a type whatever a value's concrete type: bases first, then fields, each once."""
        entries = list(self._walk(selection_set, kind, ()))
        spreads = self._independent({entry.name for entry in entries if isinstance(entry, Spread)})
        fields = merge(entry for entry in entries if isinstance(entry, Field))
        if self._disagree(spreads, fields.values()):
            return list(self.flatten([*spreads, *fields.values()]).values())
        inherited = self.flatten(spreads)
        return [*spreads, *(field for key, field in fields.items() if key not in inherited)]

    def _independent(self, names: set[str]) -> list[Spread]:
        """Leave out what another base inherits; heirs first, so that all classes list their bases in one order."""
        ancestors = {name: self._ancestors(name) for name in names}
        inherited = set[str]().union(*ancestors.values())
        ordered = sorted(names - inherited, key=lambda name: (-self._height(name), name))
        return [Spread(name) for name in ordered]

    def _bases(self, fragment: str) -> list[str]:
        node = self.documents.fragments[fragment].node
        owner = self.schema.type_map[node.type_condition.name.value]
        return [entry.name for entry in self.expand(node.selection_set, owner) if isinstance(entry, Spread)]

    def _ancestors(self, fragment: str) -> set[str]:
        bases = self._bases(fragment)
        return set(bases).union(*map(self._ancestors, bases))

    def _height(self, fragment: str) -> int:
        return max((self._height(base) + 1 for base in self._bases(fragment)), default=0)

    def _disagree(self, spreads: list[Spread], fields: Iterable[Field]) -> bool:
        """Tell if bases and fields select different parts of the same field: then no base says all of it."""
        sources = [*(self.flatten([spread]).values() for spread in spreads), fields]
        seen: dict[str, tuple[str, bool]] = {}
        for field in (field for source in sources for field in source):
            said = (field.selection_set and self.text(field.selection_set)) or "", bool(field.directives)
            if seen.setdefault(field.key, said) != said:
                return True
        return False

    def flatten(self, entries: Iterable[Field | Spread]) -> dict[str, Field]:
        """Give all fields by response name, with the bases expanded."""
        fields: list[Field] = []
        for entry in entries:
            if isinstance(entry, Field):
                fields.append(entry)
            else:
                fragment = self.documents.fragments[entry.name]
                owner = self.schema.type_map[fragment.type_name]
                fields.extend(self.flatten(self.expand(fragment.node.selection_set, owner)).values())
        return merge(fields)

    def has_alternatives(self, selection_set: SelectionSetNode, kind: GraphQLNamedType) -> bool:
        """Tell if something is selected on an abstract type only for some of its concrete types."""
        if not is_abstract_type(kind):
            return False
        return any(self.alternative(selection_set, kind, concrete) for concrete in self.possible_types(kind))

    def alternative(
        self, selection_set: SelectionSetNode, kind: GraphQLNamedType, concrete: GraphQLObjectType
    ) -> Alternative:
        """Give what is selected for one concrete type beyond what all types have."""
        parts = list(self._narrower(selection_set, kind, concrete, ()))
        fields = merge(field for part in parts for field in part.fields)
        names = {part.fragment for part in parts}
        only = names.pop() if len(names) == 1 else None
        return Alternative(only, tuple(fields.values()))

    def fields_in(self, selection_set: SelectionSetNode, kind: GraphQLNamedType) -> Iterator[tuple[Any, FieldNode]]:
        """Give every field of a selection set, with the type that it is selected on; fragments are expanded."""
        for selection in selection_set.selections:
            if isinstance(selection, FieldNode):
                yield kind, selection
            else:
                owner, inner = self._target(selection, kind)
                yield from self.fields_in(inner, owner)

    def _walk(
        self, selection_set: SelectionSetNode, kind: GraphQLNamedType, conditions: Directives
    ) -> Iterator[Field | Spread]:
        for selection in selection_set.selections:
            directives = (*conditions, *(selection.directives or ()))
            if isinstance(selection, FieldNode):
                if not is_typename(selection):
                    yield Field(selection, selection.selection_set, directives)
                continue
            owner, inner = self._target(selection, kind)
            name = selection.name.value if isinstance(selection, FragmentSpreadNode) else None
            is_base = owner is kind and not directives and not self.has_alternatives(inner, owner)
            if name and is_base and name not in self.union_of:
                yield Spread(name)
            elif self._applies(owner, kind):
                yield from self._walk(inner, kind, directives)

    def _narrower(
        self,
        selection_set: SelectionSetNode,
        kind: GraphQLNamedType,
        concrete: GraphQLObjectType,
        conditions: Directives,
    ) -> Iterator[Alternative]:
        for selection in selection_set.selections:
            if isinstance(selection, FieldNode):
                continue
            directives = (*conditions, *(selection.directives or ()))
            owner, inner = self._target(selection, kind)
            if self._applies(owner, kind):
                yield from self._narrower(inner, kind, concrete, directives)
            elif self._applies(owner, concrete):
                named = isinstance(selection, FragmentSpreadNode) and owner is concrete
                fields = self.flatten(self._walk(inner, concrete, directives))
                yield Alternative(selection.name.value if named else None, tuple(fields.values()))  # type: ignore[attr-defined]

    def _target(self, selection: SelectionNode, kind: GraphQLNamedType) -> tuple[GraphQLNamedType, SelectionSetNode]:
        if isinstance(selection, FragmentSpreadNode):
            fragment = self.documents.fragments[selection.name.value]
            return self.schema.type_map[fragment.type_name], fragment.node.selection_set
        inline = cast(InlineFragmentNode, selection)
        owner = self.schema.type_map[inline.type_condition.name.value] if inline.type_condition else kind
        return owner, inline.selection_set

    def _applies(self, condition: GraphQLNamedType, kind: GraphQLNamedType) -> bool:
        """Tell if every value of a type meets a type condition."""
        if condition is kind:
            return True
        return is_abstract_type(condition) and self.schema.is_sub_type(condition, kind)  # type: ignore[arg-type]


def merge(fields: Iterable[Field]) -> dict[str, Field]:
    """Merge fields with the same response name."""
    merged: dict[str, Field] = {}
    for field in fields:
        merged[field.key] = merged[field.key].merged(field) if field.key in merged else field
    return merged


def _parts(field: Field, plain: bool) -> tuple[SelectionNode, ...]:
    """Give what is selected inside a field, under the field's conditions unless it comes plain."""
    if field.selection_set is None:
        return ()
    if plain or field.mixed or not field.directives:
        return tuple(field.selection_set.selections)
    part = InlineFragmentNode(type_condition=None, directives=field.directives, selection_set=field.selection_set)
    return (part,)


def _unique(selections: Iterable[SelectionNode]) -> Iterator[SelectionNode]:
    seen: set[str] = set()
    for selection in selections:
        text = print_ast(selection)
        if text not in seen:
            seen.add(text)
            yield selection


def is_typename(selection: SelectionNode) -> bool:
    """Tell if the type's name is selected under its own name: the generator adds it where it is needed."""
    is_field = isinstance(selection, FieldNode) and selection.name.value == "__typename"
    return is_field and response_key(cast(FieldNode, selection)) == "__typename"
