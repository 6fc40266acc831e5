# ruff: noqa: S608  (names come from the schema, values go as parameters)
"""The state of the sandbox: one SQLite database with a table for each entity of the schema.

A column holds what can be filtered and sorted by; everything else that was written is in `_data`, as JSON. A column
that is null in a row that was seeded says nothing about the field: it is made up when read. `_data` keeps the nulls
that were written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from conviso_client.errors import ConfigurationError

from .row import EntityRow, Table
from .selection import Selection
from .shape import Shape

__all__ = ["Database"]

_LONGEST_ID = 18


class Database:
    """All rows and links. Not safe for use by several threads at once: the server is one thread."""

    def __init__(self, shape: Shape, extra: Mapping[str, Mapping[str, str]], path: str = ":memory:") -> None:
        self.shape = shape
        self.tables = {name: Table(entity, extra.get(name, {})) for name, entity in shape.entities.items()}
        self.path = path
        try:
            self._db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise ConfigurationError(f"{path} cannot be used as a store: {error}") from error
        self._pristine: sqlite3.Connection | None = None
        self._depth = 0

    def close(self) -> None:
        for db in (self._db, self._pristine):
            if db is not None:
                db.close()

    @property
    def db(self) -> sqlite3.Connection:
        return self._db

    def prepare(self, fingerprint: str) -> bool:
        """Make the tables, or check that they are those of this schema. Return True if they are still to be filled.

        Raises ConfigurationError.
        """
        try:
            self._lock()
            known = [name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            kept = self.meta("fingerprint") if "_meta" in known else None
            if known and kept != fingerprint:
                raise ConfigurationError(
                    f"{self.path} holds no sandbox of this schema and version: give another file, or delete it"
                )
            if self.path != ":memory:":
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
            if not known:
                self._create(fingerprint)
        except sqlite3.DatabaseError as error:
            raise ConfigurationError(f"{self.path} cannot be used as a store: {error}") from error
        return self.meta("anchor") is None

    def _lock(self) -> None:
        """Keep the file to this store until it is closed, or its process ends. Raises ConfigurationError."""
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            self._db.execute("BEGIN EXCLUSIVE")
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise ConfigurationError(
                f"{self.path} is in use, by another sandbox or a program that has it open: "
                "stop that, or give another file"
            ) from None

    def _create(self, fingerprint: str) -> None:
        with self.transaction():
            self._db.execute("CREATE TABLE _meta (key TEXT PRIMARY KEY, value TEXT)")
            self._db.execute(
                "CREATE TABLE _link (link TEXT, a INTEGER, b INTEGER, PRIMARY KEY (link, a, b)) WITHOUT ROWID"
            )
            self._db.execute("CREATE INDEX _link_b ON _link (link, b, a)")
            for table in self.tables.values():
                self._db.execute(table.ddl())
            self.remember("fingerprint", fingerprint)

    def fill(self, entity: str, columns: Sequence[str], records: Iterable[Sequence[Any]]) -> None:
        """Add many rows at once; columns that this schema does not have are left out."""
        table = self.tables[entity]
        positions = [at for at, name in enumerate(columns) if name in table.at]
        names = ", ".join(f'"{columns[at]}"' for at in positions)
        marks = ", ".join("?" * len(positions))
        rows = records if len(positions) == len(columns) else ([record[at] for at in positions] for record in records)
        self._db.executemany(f'INSERT INTO "{entity}" ({names}) VALUES ({marks})', rows)

    def fill_links(self, links: Iterable[tuple[str, int, int]]) -> None:
        """Add many links at once: the link, the owner, the other."""
        self._db.executemany("INSERT OR IGNORE INTO _link VALUES (?, ?, ?)", links)

    def index(self, entity: str, *columns: str) -> None:
        """Index columns of a table, if it has them; after seeding, because that is faster."""
        if not self.tables[entity].at.keys() >= set(columns):
            return
        names = ", ".join(f'"{name}"' for name in columns)
        self._db.execute(f'CREATE INDEX IF NOT EXISTS "{entity}_{"_".join(columns)}" ON "{entity}" ({names})')

    def meta(self, key: str) -> str | None:
        found = self._db.execute("SELECT value FROM _meta WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def remember(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO _meta VALUES (?, ?)", (key, value))

    def keep_pristine(self) -> None:
        """Remember the state as it is now, for `reset`."""
        self._pristine = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.backup(self._pristine)

    def reset(self) -> None:
        """Go back to the state that `keep_pristine` remembered."""
        if self._pristine is not None:
            self._pristine.backup(self._db)

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Keep all that is written inside, or nothing."""
        name = f"s{self._depth}"
        self._db.execute(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._db.execute(f"ROLLBACK TO {name}")
            raise
        finally:
            self._depth -= 1
            self._db.execute(f"RELEASE {name}")

    def select(self, entity: str) -> Selection:
        """Start a query over the rows of an entity."""
        return Selection(self._db, self.tables[entity])

    def get(self, entity: str, key: object) -> EntityRow | None:
        """The row with this id; None if there is none."""
        number = _number(key)
        if number is None:
            return None
        table = self.tables[entity]
        record = self._db.execute(f'SELECT * FROM "{table.name}" WHERE id = ?', (number,)).fetchone()
        return None if record is None else EntityRow(table, record)

    def insert(
        self, entity: str, values: Mapping[str, Any], *, company: int | None, kind: str | None = None
    ) -> EntityRow:
        """Add a row that somebody wrote. `kind` is its concrete type where the entity has several."""
        table = self.tables[entity]
        columns, more = table.split(values)
        fixed = {
            "_type": kind or entity,
            "_company": company,
            "_seeded": 0,
            "_data": json.dumps(more) if more else None,
        }
        fields = {**fixed, **columns}
        names = ", ".join(f'"{name}"' for name in fields)
        marks = ", ".join("?" * len(fields))
        cursor = self._db.execute(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', tuple(fields.values()))
        made = self.get(entity, cursor.lastrowid)
        assert made is not None
        return made

    def update(self, row: EntityRow, values: Mapping[str, Any]) -> EntityRow:
        """Change what is given and leave the rest."""
        columns, more = row.table.split(values)
        more = {**row.more, **more}
        for name, value in columns.items():
            more.pop(name, None)
            if value is None and row.seeded:
                more[name] = None
        fields = {**columns, "_data": json.dumps(more) if more else None}
        names = ", ".join(f'"{name}" = ?' for name in fields)
        self._db.execute(f'UPDATE "{row.table.name}" SET {names} WHERE id = ?', (*fields.values(), row.id))
        changed = self.get(row.entity.name, row.id)
        assert changed is not None
        return changed

    def delete(self, row: EntityRow) -> None:
        """Remove a row and its links."""
        self._db.execute(f'DELETE FROM "{row.table.name}" WHERE id = ?', (row.id,))
        for entity in self.shape.entities.values():
            for many in entity.manys.values():
                if many.back is None and entity.name == row.entity.name:
                    self.relink(many.link, row.id, (), flipped=many.flipped)
                elif many.back is None and many.target == row.entity.name:
                    self.relink(many.link, row.id, (), flipped=not many.flipped)

    def reassign(self, entity: str, column: str, before: int, after: int, where: str = "1") -> None:
        """Let all the rows that refer to one row refer to another."""
        self._db.execute(f'UPDATE "{entity}" SET "{column}" = ? WHERE "{column}" = ? AND {where}', (after, before))

    def forget(self, entity: str, column: str, number: int) -> None:
        """Let the rows that refer to a row refer to nothing."""
        self._db.execute(f'UPDATE "{entity}" SET "{column}" = NULL WHERE "{column}" = ?', (number,))

    def point_at_itself(self, entity: str, column: str, number: int) -> None:
        """Let the rows that refer to a row of their own kind refer to themselves."""
        self._db.execute(f'UPDATE "{entity}" SET "{column}" = id WHERE "{column}" = ?', (number,))

    def linked_to(self, link: str, other: int) -> list[int]:
        """Who is linked to a row."""
        return [a for (a,) in self._db.execute("SELECT a FROM _link WHERE link = ? AND b = ?", (link, other))]

    def relink(self, link: str, owner: int, others: Iterable[int], *, flipped: bool = False) -> None:
        """Replace what an owner is linked to."""
        self._db.execute(f"DELETE FROM _link WHERE link = ? AND {'b' if flipped else 'a'} = ?", (link, owner))
        self.link(link, owner, others, flipped=flipped)

    def link(self, link: str, owner: int, others: Iterable[int], *, flipped: bool = False) -> None:
        """Add links; those that are there stay."""
        pairs = [(link, other, owner) if flipped else (link, owner, other) for other in others]
        self._db.executemany("INSERT OR IGNORE INTO _link VALUES (?, ?, ?)", pairs)

    def unlink(self, link: str, owner: int, others: Iterable[int], *, flipped: bool = False) -> None:
        """Remove links."""
        pairs = [(link, other, owner) if flipped else (link, owner, other) for other in others]
        self._db.executemany("DELETE FROM _link WHERE link = ? AND a = ? AND b = ?", pairs)


def _number(key: object) -> int | None:
    if isinstance(key, int):
        return key if abs(key) < 10**_LONGEST_ID else None
    text = str(key)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID else None
