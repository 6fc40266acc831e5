"""Names for the models of selections that are no fragments.

A name is made of the place where the selection stands, so it is the same whatever other operations there are:
`RiskyAssets` for the root field of `riskyAssets`, `RiskyAssets_Collection` for the field `collection` in it. The
underscore keeps the field `b` of `A` apart from an operation `aB`. `# @model PATH: NAME` gives another name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
    print_ast,
)

from .documents import Documents, Fragment, WrittenOperation
from .naming import class_name, is_class_name, literal_name, response_key, type_class
from .problems import Problem, problem_at

__all__ = ["NO_NAMES", "KnownNames", "SelectionNames", "named_fields", "names_of_arguments"]


class KnownNames(NamedTuple):
    """What the client calls its own models, for a package that adds to it."""

    roots: Mapping[tuple[str, str], str] = {}
    """By type and text, the models of selections at the root of its operations."""
    unions: Mapping[str, str] = {}
    """Fragments that are alternatives, with the fragment on an abstract type that they belong to."""


NO_NAMES = KnownNames()


def names_of_arguments(schema: GraphQLSchema) -> set[str]:
    """Give the names that no model may have: those of enums and inputs, and what stands for enums in arguments."""
    enums = {literal_name(name) for name, kind in schema.type_map.items() if isinstance(kind, GraphQLEnumType)}
    kinds = (GraphQLEnumType, GraphQLInputObjectType)
    return enums | {type_class(name) for name, kind in schema.type_map.items() if isinstance(kind, kinds)}


def named_fields(documents: Documents, problems: list[Problem]) -> dict[int, str]:
    """Give the names that comments have for the selections of fields, by the identity of the field's node."""
    named: dict[int, str] = {}
    definitions: list[WrittenOperation | Fragment] = [*documents.operations, *documents.fragments.values()]
    for definition in definitions:
        for path, name in definition.comment.models.items():
            nodes = _fields_at(definition.node.selection_set, path.split("."))
            if not nodes:
                message = f"@model {path}: nothing is selected at this path, within what is written here"
                problems.append(problem_at(definition.node, message))
            named.update({id(node): name for node in nodes})
    return named


def _fields_at(selection_set: SelectionSetNode, path: Sequence[str]) -> list[FieldNode]:
    """Give the fields at a path that have selections of their own."""
    found: list[FieldNode] = []
    for selection in selection_set.selections:
        if isinstance(selection, InlineFragmentNode):
            found += _fields_at(selection.selection_set, path)
        elif isinstance(selection, FieldNode) and response_key(selection) == path[0] and selection.selection_set:
            found += _fields_at(selection.selection_set, path[1:]) if path[1:] else [selection]
    return found


@dataclass
class SelectionNames:
    """Gives each selection a name that no fragment, no enum and no input has."""

    documents: Documents
    schema: GraphQLSchema
    known: Mapping[tuple[str, str], str]

    def __post_init__(self) -> None:
        self.named = named_fields(self.documents, [])
        self.taken = names_of_arguments(self.schema) | set(self.documents.fragments) | set(self.named.values())
        self.types = set(map(type_class, self.schema.type_map))
        roots = (self.schema.query_type, self.schema.mutation_type)
        self.fields_of_type = Counter(
            get_named_type(root_field.type).name for root in roots if root for root_field in root.fields.values()
        )

    def written(self, node: FieldNode, selection_set: SelectionSetNode) -> str | None:
        """Give the name that a comment has for a selection, unless another one was merged into it."""
        is_whole = node.selection_set is not None and print_ast(node.selection_set) == print_ast(selection_set)
        return self.named.get(id(node)) if is_whole else None

    def of_root(self, operation: str, node: FieldNode, selection_set: SelectionSetNode, kind: GraphQLNamedType) -> str:
        """Name what an operation's only root field selects.

        That is the type's name if no other root field gives the type, for then no other operation has a claim to it.
        """
        known = self.known.get((kind.name, print_ast(selection_set)))
        if known and known not in self.named.values():
            return known
        own = type_class(kind.name)
        is_own = node.name.value == operation and self.fields_of_type[kind.name] == 1
        name = own if is_own else class_name(operation)
        return self.claim(name if self._is_free(name, own) else f"{name}_{own}", own)

    def of_data(self, operation: str) -> str:
        """Name what an operation with several root fields gives."""
        name = class_name(operation)
        return self.claim(name if self._is_free(name, "") else f"{name}_Data")

    def of_field(self, owner: str, key: str) -> str:
        """Name what a field of another model selects."""
        return self.claim(f"{owner}_{class_name(key)}")

    def claim(self, name: str, type_name: str = "") -> str:
        """Take a name for a model; with a number, if something else has it or may have it: a type of the schema."""
        name = name if name[:1].isupper() else f"Model{name}"
        free, number = name, 2
        while not self._is_free(free, type_name):
            free, number = f"{name}_{number}", number + 1
        self.taken.add(free)
        return free

    def _is_free(self, name: str, type_name: str) -> bool:
        return is_class_name(name) and name not in self.taken and (name == type_name or name not in self.types)
