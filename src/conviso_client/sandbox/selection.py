# ruff: noqa: S608  (names come from the schema, values go as parameters)
"""A query over the rows of one entity, put together bit by bit and run when its result is needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from .page import Bounds, ListPage
from .row import EntityRow, Table

__all__ = ["Selection"]


class Selection:
    """Rows of one table: filters, order, and then a page, a count or all."""

    def __init__(self, db: sqlite3.Connection, table: Table) -> None:
        self._db = db
        self.table = table
        self._where: list[str] = []
        self._params: list[Any] = []
        self._order: list[str] = []

    def where(self, sql: str, *params: Any) -> Selection:
        """Keep the rows for which a piece of SQL is true."""
        self._where.append(sql)
        self._params.extend(params)
        return self

    def among(self, column: str, values: Iterable[Any]) -> Selection:
        """Keep the rows whose column is one of the values; none if there are no values."""
        listed = list(values)
        marks = ", ".join("?" * len(listed))
        return self.where(f'"{column}" IN ({marks})' if listed else "0", *listed)

    def companies(self, companies: Iterable[int] | None) -> Selection:
        """Keep the rows of these companies; None keeps all."""
        return self if companies is None else self.among("_company", companies)

    def linked(self, link: str, owner: int, *, flipped: bool = False) -> Selection:
        """Keep the rows that an owner is linked to."""
        own, other = ("b", "a") if flipped else ("a", "b")
        return self.where(f"id IN (SELECT {other} FROM _link WHERE link = ? AND {own} = ?)", link, owner)

    def order(self, *terms: str) -> Selection:
        """Sort by pieces of SQL; the first call counts, ties are broken by id."""
        if not self._order:
            self._order = list(terms)
        return self

    def count(self) -> int:
        """How many rows there are."""
        return int(self.value("COUNT(*)"))

    def value(self, sql: str) -> Any:
        """One value computed over all the rows."""
        return self._db.execute(f'SELECT {sql} FROM "{self.table.name}"{self._filter()}', self._params).fetchone()[0]

    def group(self, sql: str, *keys: str) -> list[tuple[Any, ...]]:
        """A value for each combination of keys."""
        names = ", ".join(keys)
        query = f'SELECT {names}, {sql} FROM "{self.table.name}"{self._filter()} GROUP BY {names}'
        return self._db.execute(query, self._params).fetchall()

    def ids(self) -> list[int]:
        """All ids, in order."""
        query = f'SELECT id FROM "{self.table.name}"{self._filter()}{self._sorted()}'
        return [number for (number,) in self._db.execute(query, self._params)]

    def rows(self, limit: int = -1, offset: int = 0) -> list[EntityRow]:
        """The rows, in order."""
        query = f'SELECT * FROM "{self.table.name}"{self._filter()}{self._sorted()} LIMIT ? OFFSET ?'
        table = self.table
        return [EntityRow(table, record) for record in self._db.execute(query, (*self._params, limit, offset))]

    def first(self) -> EntityRow | None:
        """The first row, or None."""
        return next(iter(self.rows(1)), None)

    def page(self, wanted: Bounds) -> ListPage:
        """One page of the rows."""
        return ListPage(wanted, self.count, lambda: self.rows(wanted.size, wanted.offset), self)

    def _filter(self) -> str:
        return f" WHERE {' AND '.join(f'({sql})' for sql in self._where)}" if self._where else ""

    def _sorted(self) -> str:
        down = not self._order or self._order[-1].endswith(" DESC")
        terms = [*self._order, "id DESC" if down else "id"]
        return f" ORDER BY {', '.join(terms)}"
