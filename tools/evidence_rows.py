"""Keep `evidence.tsv` in step with a schema that was pulled: what the API itself shows is confirmed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from graphql import GraphQLSchema

from conviso_client.codegen.drift.changes import Kind
from conviso_client.codegen.drift.diff import Diff

_SOURCE = "introspection"
_GONE = frozenset(
    {Kind.TYPE_REMOVED, Kind.FIELD_REMOVED, Kind.ARGUMENT_REMOVED, Kind.INPUT_FIELD_REMOVED, Kind.ENUM_VALUE_REMOVED}
)


def follow_schema(path: Path, diff: Diff, schema: GraphQLSchema) -> str:
    """Give the table without what is gone, and with what is new or changed as confirmed and documented.

    A table without rows stays so: it trusts every name, and with a row it would doubt the others.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter="\t")
        header = next(reader)
        rows = {row[0]: row for row in reader}
    if not rows:
        return path.read_text(encoding="utf-8")
    for entry in diff.entries:
        change = entry.change
        if change.kind in _GONE:
            rows = {name: row for name, row in rows.items() if not _is_within(name, change.coordinate)}
    for coordinate in sorted(_shown(diff, schema)):
        rows[coordinate] = [coordinate, "confirmed", "documented", _SOURCE]
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows([header, *(rows[name] for name in sorted(rows))])
    return written.getvalue()


def _shown(diff: Diff, schema: GraphQLSchema) -> set[str]:
    """Collect the coordinates that the pulled schema shows to be other than they were, with all that is new in them."""
    changed = {
        entry.change.coordinate
        for entry in diff.entries
        if entry.change.new is not None and entry.change.kind is not Kind.DESCRIPTION_CHANGED
    }
    added = {
        entry.change.coordinate for entry in diff.entries if entry.change.kind in (Kind.TYPE_ADDED, Kind.FIELD_ADDED)
    }
    return {name for name in _coordinates(schema) if name in changed or any(_is_within(name, one) for one in added)}


def _coordinates(schema: GraphQLSchema) -> Iterator[str]:
    for type_name, kind in schema.type_map.items():
        yield type_name
        for value in getattr(kind, "values", ()):
            yield f"{type_name}.{value}"
        for name, field in getattr(kind, "fields", {}).items():
            yield f"{type_name}.{name}"
            yield from (f"{type_name}.{name}({argument}:)" for argument in getattr(field, "args", ()))


def _is_within(name: str, coordinate: str) -> bool:
    return name == coordinate or name.startswith((f"{coordinate}.", f"{coordinate}("))
