"""Where the domains say what they take over from the conventions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from conviso_client.sandbox.context import Root
from conviso_client.sandbox.filters import Filter
from conviso_client.sandbox.resolve import FieldResolver
from conviso_client.sandbox.seed import Deal, Plan

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

    @staticmethod
    def _into(registry: dict[str, Any], names: tuple[str, ...]) -> Callable[[F], F]:
        def register(function: F) -> F:
            for name in names:
                registry[name] = function
            return function

        return register


DOMAIN = Domain()
