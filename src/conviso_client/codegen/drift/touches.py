"""What a change does to operations, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from graphql import FieldNode, GraphQLError, GraphQLSchema, Node, validate

from conviso_client.codegen.documents import Documents
from conviso_client.codegen.evidence import Evidence

from .changes import Change
from .usage import Location, Usage, nodes_of

__all__ = ["Comparison", "Effect", "Match", "Rule", "Touch", "mention"]


class Effect(str, Enum):
    """What becomes of an operation that a change touches."""

    EDIT = "edit"
    """The server refuses the document: it must be edited."""
    REGENERATE = "regenerate"
    """The document is fine, yet calls by clients that were generated before may fail: generate and release."""
    NONE = "none"
    """It works as before."""

    @property
    def breaks(self) -> bool:
        return self is not Effect.NONE

    @property
    def rank(self) -> int:
        """The worse, the higher."""
        return (Effect.NONE, Effect.REGENERATE, Effect.EDIT).index(self)


class Match(NamedTuple):
    """One place that a change touches."""

    location: Location
    effect: Effect
    advice: str = ""
    """What to do about it, or what comes of it."""


class Touch(NamedTuple):
    """One line of the operations' files that a change touches, and the operations that it is part of."""

    file: str
    line: int
    operations: tuple[str, ...]
    effect: Effect
    advice: str


class Comparison:
    """What the rules ask: the operations, as the old and as the new schema sees them."""

    def __init__(
        self, documents: Documents, old: GraphQLSchema, new: GraphQLSchema, evidence: Evidence | None = None
    ) -> None:
        self.documents = documents
        self.evidence = evidence or Evidence({}, frozenset())
        self.old_schema = old
        self.new_schema = new
        self.old = Usage(documents, old)
        self.errors = _validate(documents, new)
        self._failing = frozenset(id(node) for error in self.errors for node in error.nodes or ())

    @cached_property
    def new(self) -> Usage:
        """What the operations use of the new schema."""
        return Usage(self.documents, self.new_schema)

    @cached_property
    def old_errors(self) -> list[GraphQLError]:
        """What is wrong with the operations already, by the old schema."""
        return _validate(self.documents, self.old_schema)

    def fails_at(self, node: Node) -> bool:
        """Tell if the new schema refuses this very node."""
        return id(node) in self._failing

    def fails_in(self, location: Location) -> bool:
        """Tell if the new schema refuses something in a place, or a variable that is used there."""
        parts = [*nodes_of(location.node, Node)]
        for variable in self.old.variables_in(location):
            parts += nodes_of(variable, Node)
        return any(map(self.fails_at, parts))

    def fields_at(self, coordinate: str) -> list[Location]:
        """Give where a field is selected, or the field that an argument is of."""
        return [
            location
            for location in self.old.by_coordinate.get(coordinate.partition("(")[0], ())
            if isinstance(location.node, FieldNode)
        ]


Rule = Callable[[Comparison, Change], Iterator[Match]]


def mention(locations: Iterable[Location] | None, advice: str = "") -> Iterator[Match]:
    """Note every place without harm."""
    return (Match(location, Effect.NONE, advice) for location in locations or ())


def _validate(documents: Documents, schema: GraphQLSchema) -> list[GraphQLError]:
    return validate(schema, documents.as_document(), max_errors=10_000)
