"""Rows and the tables that they are in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .scalars import equivalent_scalar
from .shape import Entity

__all__ = ["EntityRow", "Table"]

HIDDEN = ("id", "_type", "_company", "_seeded", "_data")


class EntityRow:
    """One row of a table, as it was when it was read."""

    __slots__ = ("entity", "more", "record", "table")

    def __init__(self, table: Table, record: tuple[Any, ...]) -> None:
        self.table = table
        self.entity = table.entity
        self.record = record
        written = record[4]
        self.more: dict[str, Any] = json.loads(written) if written else {}

    @property
    def id(self) -> int:
        return int(self.record[0])

    @property
    def type(self) -> str:
        return str(self.record[1])

    @property
    def company(self) -> int | None:
        company: int | None = self.record[2]
        return company

    @property
    def seeded(self) -> bool:
        return bool(self.record[3])

    def get(self, name: str, default: Any = None) -> Any:
        """What was stored under a field's name."""
        if name in self.more:
            return self.more[name]
        at = self.table.at.get(name)
        value = None if at is None else self.record[at]
        return default if value is None else value


class Table:
    """The table of an entity."""

    def __init__(self, entity: Entity, extra: Mapping[str, str]) -> None:
        self.entity = entity
        self.columns = (*HIDDEN, *entity.columns, *extra)
        self.at = {name: index for index, name in enumerate(self.columns)}
        self.types = {name: _affinity(entity, name) for name in entity.columns} | dict(extra)

    @property
    def name(self) -> str:
        return self.entity.name

    def ddl(self) -> str:
        fields = "".join(f', "{name}" {kind}' for name, kind in self.types.items())
        return (
            f'CREATE TABLE "{self.name}" (id INTEGER PRIMARY KEY AUTOINCREMENT, _type TEXT, _company INTEGER,'
            f" _seeded INTEGER, _data TEXT{fields})"
        )

    def split(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Part values into what has a column and what goes into `_data`."""
        columns = {name: value for name, value in values.items() if name in self.types and not _nested(value)}
        return columns, {name: value for name, value in values.items() if name not in columns}


def _nested(value: Any) -> bool:
    return isinstance(value, dict | list | tuple)


def _affinity(entity: Entity, name: str) -> str:
    """The type of a column, so that SQLite compares the id "12" with the number 12."""
    leaf = entity.leaves.get(name)
    if leaf is None or leaf.target is not None:
        return "INTEGER"
    return {"Int": "INTEGER", "Boolean": "INTEGER", "Float": "REAL"}.get(
        equivalent_scalar(leaf.type.name, name), "TEXT"
    )
