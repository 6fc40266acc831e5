"""Look at all operations against one schema: what is wrong, what is deprecated, what it costs, what is not covered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graphql import GraphQLObjectType, GraphQLSchema

from conviso_client.codegen.check import allowed_deprecations, find_problems
from conviso_client.codegen.cost import MAX_COMPLEXITY, MAX_DEPTH, cost_of
from conviso_client.codegen.documents import Documents
from conviso_client.codegen.evidence import Evidence
from conviso_client.codegen.problems import Problem
from conviso_client.codegen.sending import sent_cost

from .usage import Usage

__all__ = ["DeprecatedUse", "OperationCost", "RootField", "Survey", "survey"]

EXIT_FINE = 0
EXIT_DEPRECATED = 1
EXIT_INVALID = 2


class DeprecatedUse(NamedTuple):
    """One place where a deprecated part of the schema is used."""

    file: str
    line: int
    coordinate: str
    reason: str
    """What the schema says."""
    operations: tuple[str, ...]
    allowed: str | None
    """Why a comment allows it; None if none does."""


class OperationCost(NamedTuple):
    """How near an operation is to the API's limits."""

    operation: str
    depth: int
    complexity: int

    @property
    def depth_left(self) -> int:
        """How much deeper it may become; negative if it is refused."""
        return MAX_DEPTH - self.depth

    @property
    def complexity_left(self) -> int:
        """How many more fields it may select; negative if it is refused."""
        return MAX_COMPLEXITY - self.complexity


class RootField(NamedTuple):
    """A field of the schema that no operation calls, the client's included."""

    kind: str
    """`query` or `mutation`."""
    name: str
    deprecation: str | None
    confirmed: bool
    """False where the schema is a reconstruction and no recent source shows the field."""


class Survey(NamedTuple):
    """What there is to say of a set of operations."""

    schema: str
    """Where the schema came from."""
    operations: int
    problems: tuple[Problem, ...]
    """What keeps operations from being generated, or from being answered."""
    deprecated: tuple[DeprecatedUse, ...]
    costs: tuple[OperationCost, ...]
    """The nearest to a limit first."""
    uncovered: tuple[RootField, ...]
    """What neither these operations nor the client's call."""
    own: bool
    """True if the operations are a user's own, beside those of the client."""

    @property
    def exit_status(self) -> int:
        """0 all is well, 1 something deprecated is used that no comment allows, 2 an operation does not work."""
        if self.problems:
            return EXIT_INVALID
        return EXIT_DEPRECATED if any(use.allowed is None for use in self.deprecated) else EXIT_FINE


def survey(
    documents: Documents, schema: tuple[str, GraphQLSchema], evidence: Evidence, client: Documents | None = None
) -> Survey:
    """Look at all operations; `schema` is given with the name of its source.

    `client` are the client's operations, beside which a user has those that are looked at; None if they are these.
    """
    source, built = schema
    usage = Usage(documents, built)
    problems = sorted(set(find_problems(documents, built, evidence, deprecated=False)))
    return Survey(
        schema=source,
        operations=len(documents.operations),
        problems=tuple(problems),
        deprecated=tuple(_deprecated(usage, allowed_deprecations(documents))),
        costs=tuple(_costs(documents, built, valid=not problems)),
        uncovered=tuple(_uncovered(built, [usage, *([Usage(client, built)] if client else [])], evidence)),
        own=client is not None,
    )


def _deprecated(usage: Usage, allowed: Mapping[str, str]) -> list[DeprecatedUse]:
    return sorted(
        DeprecatedUse(
            location.file,
            location.line,
            coordinate,
            location.deprecation,
            tuple(sorted(usage.operations(location.definition))),
            allowed.get(coordinate),
        )
        for coordinate, locations in usage.by_coordinate.items()
        for location in locations
        if location.deprecation is not None
    )


def _costs(documents: Documents, schema: GraphQLSchema, *, valid: bool) -> list[OperationCost]:
    """Count the operations as they are sent; if some do not fit the schema, as they are written."""
    fragments = {name: fragment.node for name, fragment in documents.fragments.items()}
    costs = [
        sent_cost(operation, documents, schema) if valid else cost_of(schema, operation.node, fragments)
        for operation in documents.operations
    ]
    named = [OperationCost(operation.name, *cost) for operation, cost in zip(documents.operations, costs, strict=True)]
    return sorted(named, key=lambda cost: (cost.complexity_left, cost.depth_left, cost.operation))


def _uncovered(schema: GraphQLSchema, usages: Iterable[Usage], evidence: Evidence) -> list[RootField]:
    roots: dict[str, GraphQLObjectType | None] = {"query": schema.query_type, "mutation": schema.mutation_type}
    called = frozenset[str]().union(*(usage.by_coordinate for usage in usages))
    return [
        RootField(kind, name, field.deprecation_reason, evidence.is_confirmed(f"{root.name}.{name}"))
        for kind, root in roots.items()
        if root
        for name, field in sorted(root.fields.items())
        if f"{root.name}.{name}" not in called
    ]
