"""Where the domains say what they take over from the conventions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from conviso_client.sandbox.context import Context, Root
from conviso_client.sandbox.filters import Filter, Filters
from conviso_client.sandbox.resolve import FieldResolver
from conviso_client.sandbox.seed import Deal, Plan
from conviso_client.sandbox.selection import Selection
from conviso_client.sandbox.store import Store

__all__ = ["DOMAIN", "Domain"]

F = TypeVar("F")


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
        self.fills: dict[str, Callable[[Store, Plan], None]] = {}
        """How an entity is seeded, instead of by the conventions."""
        self.values: set[str] = set()
        """Types with an id that are no entities all the same."""
        self.deals: dict[str, Callable[[Plan], Deal]] = {}
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

    def deal(self, *names: str) -> Callable[[F], F]:
        """Register what is seeded for an entity."""
        return self._into(self.deals, names)

    def fill(self, *names: str) -> Callable[[F], F]:
        """Register how an entity is seeded, instead of by the conventions."""
        return self._into(self.fills, names)

    def listed(
        self,
        context: Context,
        entity: str,
        args: Mapping[str, Any],
        company: int | None = None,
        skip: str | None = None,
    ) -> Selection:
        """The rows that a list's arguments ask for."""
        return Filters(self.filters, self.orders).apply(context, context.select(entity, company), args, skip=skip)

    @staticmethod
    def _into(registry: dict[str, Any], names: tuple[str, ...]) -> Callable[[F], F]:
        def register(function: F) -> F:
            for name in names:
                registry[name] = function
            return function

        return register


DOMAIN = Domain()
