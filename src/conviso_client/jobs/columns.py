"""The columns of a list: flat, named after the models, the same from run to run."""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from conviso_client.errors import ConfigurationError
from conviso_client.models.results import field_types, is_model

if TYPE_CHECKING:
    from conviso_client.paging.listing import Listing

__all__ = ["COMPANY", "Column", "chosen_columns", "list_columns"]

Kind = Literal["string", "int64", "double", "bool", "timestamp", "date", "json"]
_KINDS: dict[Any, Kind] = {
    str: "string", int: "int64", float: "double", bool: "bool", datetime: "timestamp", date: "date",
}  # fmt: skip
_COMPANY_KEY = "#company"
"""Not a name of the API: the company that a row was requested for."""


class Column(NamedTuple):
    """A column of a table."""

    name: str
    """The Python names on the path to the value, joined by `_`: `asset_name`."""
    path: tuple[str, ...]
    """The same in the API's names."""
    kind: Kind
    """`json` is a list within a list, or a value of the API's type JSON."""
    many: bool
    """True if the path passes a list: then the value is a list."""

    def value(self, row: dict[str, Any]) -> Any:
        """Return the value in a row of the API, as JSON has it; None if there is none."""
        return _at(row, self.path)

    def text(self, row: dict[str, Any]) -> str:
        """Return the value in one cell: lists joined by `; `, nothing for null."""
        value = _at(row, self.path)
        if self.many and value is not None:
            return "; ".join(map(self._cell, value))
        return self._cell(value)

    def _cell(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, str) and self.kind != "json":
            return value.replace("\0", "\ufffd")  # which Python 3.10 cannot write as CSV, nor spreadsheets read
        return json.dumps(value, ensure_ascii=False)


COMPANY = Column("company_id", (_COMPANY_KEY,), "string", many=False)
"""The company of a row, for an export of several whose rows do not tell."""


def list_columns(listing: Listing) -> tuple[Column, ...]:
    """Return the columns of a list, for all types of its rows, without parts that were not requested."""
    left_out = listing.operation.called_with(listing.arguments()).unasked
    found: dict[str, Column] = {}
    for column in _columns(listing.row_type, Column("", (), "json", many=False), left_out, ()):
        name = column.name
        known = found.get(name)
        if known is None:
            found[name] = column
        elif known.path != column.path:
            longer = "__".join(column.path)
            found[longer] = column._replace(name=longer)
        elif known.kind != column.kind:
            found[name] = known._replace(kind="json")
    return tuple(found.values())


def chosen_columns(columns: Sequence[Column], names: Sequence[str] | None) -> tuple[Column, ...]:
    """Return the columns of these names, in this order; None is all. Raises `ConfigurationError` for others."""
    known = {column.name: column for column in columns}
    if names is None:
        return tuple(columns)
    if isinstance(names, str) or not names:
        raise ConfigurationError(f"columns is a list of names, such as ['id', 'title'], not {names!r}")
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=3)
            hint = f"did you mean {', '.join(near)}?" if near else f"there are {', '.join(known)}"
            raise ConfigurationError(f"there is no column {name!r}: {hint}")
    return tuple(known[name] for name in dict.fromkeys(names))


def _columns(annotation: Any, at: Column, left_out: frozenset[str], within: tuple[type, ...]) -> Iterator[Column]:
    """Yield the columns at a path: one for a value, several for an object."""
    kinds = list(dict.fromkeys(_alternatives(annotation)))
    inner = [get_args(kind)[0] for kind in kinds if get_origin(kind) is list]
    if len(inner) == len(kinds) == 1 and not at.many:
        yield from _columns(inner[0], at._replace(many=True), left_out, within)
    elif all(is_model(kind) and kind not in within for kind in kinds):
        for model in kinds:
            for field in field_types(model):
                if field.name != "typename__" and (field.required or field.name not in left_out):
                    parts = filter(None, (at.name, field.name.rstrip("_")))
                    column = Column("_".join(parts), (*at.path, field.api_name), at.kind, at.many)
                    yield from _columns(field.annotation, column, left_out, (*within, model))
    else:
        yield at._replace(kind=_kind(kinds))


def _kind(annotations: Sequence[Any]) -> Kind:
    found: set[Kind] = {_scalar(annotation) for annotation in annotations}
    return found.pop() if len(found) == 1 else "json"


def _scalar(annotation: Any) -> Kind:
    is_word = get_origin(annotation) is Literal or (isinstance(annotation, type) and issubclass(annotation, Enum))
    return "string" if is_word else _KINDS.get(annotation, "json")


def _alternatives(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif origin is Union or origin is types.UnionType:
        for each in get_args(annotation):
            yield from _alternatives(each)
    elif annotation is not type(None):
        yield annotation


def _at(data: Any, path: tuple[str, ...]) -> Any:
    for depth, key in enumerate(path):
        if isinstance(data, list):
            rest = path[depth:]
            return [_at(each, rest) for each in data]  # pyright: ignore[reportUnknownVariableType]  # JSON
        if data is None:
            return None
        data = data.get(key)
    return data
