"""Where the domains say what they take over from the conventions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from conviso_client.sandbox.context import RequestContext, Root
from conviso_client.sandbox.filters import Filter, Filters
from conviso_client.sandbox.resolve import FieldResolver
from conviso_client.sandbox.seed import Factory, SeedPlan
from conviso_client.sandbox.selection import Selection
from conviso_client.sandbox.store import Database

__all__ = ["DOMAIN", "Domain"]

F = TypeVar("F")


class Seeding(Generic[F]):
    """A function that seeds, and the entities without which it makes no sense."""

    def __init__(self, make: F, entities: frozenset[str]) -> None:
        self.make = make
        self._entities = entities

    def fits(self, plan: SeedPlan) -> bool:
        """Whether a schema has all the entities."""
        return self._entities <= plan.shape.entities.keys()


class Domain:
    """Everything that is special about this API's types, by name. A name that a schema lacks is never asked for."""

    def __init__(self) -> None:
        self.roots: dict[str, Root] = {}
        """By root field."""
        self.fields: dict[str, FieldResolver] = {}
        """By `Type.field`."""
        self.filters: dict[str, Filter] = {}
        """By `Entity.argument`."""
        self.orders: dict[str, str] = {}
        """SQL to sort by, by `Entity.name`, the name in lower case without underscores."""
        self.columns: dict[str, dict[str, str]] = {}
        """Columns that the schema does not show: name and SQL type, by entity."""
        self.indexes: list[tuple[str, tuple[str, ...]]] = []
        self.counts: dict[str, int] = {}
        """Rows to seed, by entity."""
        self.seeders: dict[str, Seeding[Callable[[Database, SeedPlan], None]]] = {}
        """How an entity, or a list of links, is seeded instead of by the conventions."""
        self.values: set[str] = set()
        """Types with an id that are no entities all the same."""
        self.factories: dict[str, Seeding[Callable[[SeedPlan], Factory]]] = {}
        """What is seeded beside the conventions, by entity."""

    def root(self, *names: str) -> Callable[[F], F]:
        """Register what root fields do."""
        return self._into(self.roots, names)

    def field(self, *names: str) -> Callable[[F], F]:
        """Register how fields resolve; a resolver that returns NotImplemented leaves it to the conventions."""
        return self._into(self.fields, names)

    def filter(self, *names: str) -> Callable[[F], F]:
        """Register what arguments of lists narrow."""
        return self._into(self.filters, names)

    def factory(self, name: str, *, needs: tuple[str, ...] = ()) -> Callable[[F], F]:
        """Register what is seeded for an entity beside the conventions, if the schema has what it needs."""
        return self._seeding(self.factories, (name,), needs)

    def seed(self, *names: str, needs: tuple[str, ...] = ()) -> Callable[[F], F]:
        """Register how entities and links are seeded instead, if the schema has what that needs."""
        return self._seeding(self.seeders, names, needs)

    def factories_for(self, plan: SeedPlan) -> dict[str, Factory]:
        """The factories that a schema has all the entities for."""
        return {name: seeding.make(plan) for name, seeding in self.factories.items() if seeding.fits(plan)}

    def seeders_for(self, plan: SeedPlan) -> dict[str, Callable[[Database, SeedPlan], None]]:
        """The seeders that a schema has all the entities for."""
        return {name: seeding.make for name, seeding in self.seeders.items() if seeding.fits(plan)}

    def listed(
        self,
        context: RequestContext,
        entity: str,
        args: Mapping[str, Any],
        company: int | None = None,
        skip: str | None = None,
    ) -> Selection:
        """The rows that a list's arguments ask for."""
        return Filters(self.filters, self.orders).apply(context, context.select(entity, company), args, skip=skip)

    @staticmethod
    def _seeding(registry: dict[str, Any], names: tuple[str, ...], needs: tuple[str, ...]) -> Callable[[F], F]:
        entities = frozenset(name.partition(".")[0] for name in (*names, *needs))

        def register(function: F) -> F:
            for name in names:
                registry[name] = Seeding(function, entities)
            return function

        return register

    @staticmethod
    def _into(registry: dict[str, Any], names: tuple[str, ...]) -> Callable[[F], F]:
        def register(function: F) -> F:
            for name in names:
                registry[name] = function
            return function

        return register


DOMAIN = Domain()
