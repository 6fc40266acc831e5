# ruff: noqa: S608  (names come from the schema, values go as parameters)
"""Filters and orders, from the names of arguments: `labelCont`, `statuses`, `assetIds`, `createdAtRange`, `sortBy` ...

A filter that is null, empty or unknown keeps everything, as the API's own defaults (`[]`, `""`, `{}`) ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .context import RequestContext
from .selection import Selection
from .shape import COMPANY, Entity

__all__ = ["Filter", "Filters", "contains", "has_any", "in_range", "linked_any"]

Filter = Callable[[RequestContext, Selection, Any], object]
"""A filter of a domain: narrows the selection by a value."""
_PAGING = frozenset({"page", "limit", "pagination", "perPage", "first", "last", "after", "before", "size"})
_ORDERING = frozenset({"sortBy", "order", "orderType", "descending", "sortOption", "sortOptions"})
_LONG = ("name", "title", "label", "description", "email", "text")
_COMPARISONS = {"Eq": "=", "Gteq": ">=", "Lteq": "<=", "Gt": ">", "Lt": "<"}


class Filters:
    """All filters: those of the domains, by `Entity.argument`, and what the names say."""

    def __init__(self, special: Mapping[str, Filter], orders: Mapping[str, str]) -> None:
        self._special = special
        self._orders = orders

    def apply(
        self, context: RequestContext, selected: Selection, args: Mapping[str, Any], skip: str | None = None
    ) -> Selection:
        """Narrow and sort a selection by the arguments of a list."""
        for name, value in args.items():
            if name == skip or name in _PAGING or name in _ORDERING:
                continue
            special = self._special.get(f"{selected.table.name}.{name}")
            if special is not None:
                if not _is_empty(value):
                    special(context, selected, value)
            elif isinstance(value, dict) and not _is_range(value):
                self.apply(context, selected, value)
            elif not _is_empty(value):
                _by_name(selected, name, value)
        self._sort(selected, args)
        return selected

    def _sort(self, selected: Selection, args: Mapping[str, Any]) -> None:
        terms = [term for by, direction in _wanted_orders(args) if (term := self._term(selected, by, direction))]
        if terms:
            selected.order(*terms)

    def _term(self, selected: Selection, by: str, direction: str) -> str | None:
        plain = by.replace("_", "").lower()
        special = self._orders.get(f"{selected.table.name}.{plain}")
        if special is not None:
            return f"{special} {direction}"
        column = next((name for name in selected.table.at if name.lower() == plain), None)
        return f'"{column}" {direction}' if column else None


def contains(selected: Selection, columns: list[str], text: object) -> Selection:
    """Keep the rows in which one of the columns contains a text, without regard to case."""
    escaped = str(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    sql = " OR ".join(f"\"{column}\" LIKE ? ESCAPE '\\'" for column in columns)
    return selected.where(sql or "0", *[f"%{escaped}%"] * len(columns))


def in_range(selected: Selection, column: str, value: Mapping[str, Any]) -> Selection:
    """Keep the rows whose moment lies between two, both included."""
    if value.get("startDate"):
        selected.where(f'"{column}" >= ?', value["startDate"])
    if value.get("endDate"):
        selected.where(f'"{column}" <= ?', value["endDate"])
    return selected


def _wanted_orders(args: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    options = args.get("sortOptions") or args.get("sortOption") or []
    for option in options if isinstance(options, list) else [options]:
        yield from _wanted_orders(option)
    by = args.get("sortBy") or (args.get("order") if args.get("order") not in {"ASC", "DESC", None} else None)
    direction = args.get("orderType") or args.get("order")
    if direction not in {"ASC", "DESC"}:
        direction = "DESC" if args.get("descending") else "ASC"
    if by:
        yield str(by), direction
    elif args.get("order") in {"ASC", "DESC"}:
        yield "id", direction


def _by_name(selected: Selection, name: str, value: Any) -> None:
    entity, table = selected.table.entity, selected.table
    if name == "search" or name.endswith("Match"):
        columns = [column for column in entity.columns if column.lower().endswith(_LONG)]
        contains(selected, [*columns, "id"], value)
        return
    if name in {"ids", "id", "idIn", "idEq"}:
        selected.among("id", _listed(value))
        return
    if isinstance(value, dict):
        column = _column(table.at, name.removesuffix("Range"))
        if column:
            in_range(selected, column, value)
        return
    for suffix, comparison in _COMPARISONS.items():
        column = _column(table.at, name.removesuffix(suffix)) if name.endswith(suffix) else None
        if column:
            selected.where(f'"{column}" {comparison} ?', value)
            return
    _by_column(selected, entity, name, value)


def _by_column(selected: Selection, entity: Entity, name: str, value: Any) -> None:
    table = selected.table
    contained = name.removesuffix("Cont").removeprefix("partial")
    contained = contained[:1].lower() + contained[1:]
    column = _column(table.at, contained)
    if column and isinstance(value, str) and (contained != name or column.lower().endswith(_LONG)):
        contains(selected, [column], value)
        return
    if name.endswith("Email") and name[:-5] in entity.refs:
        selected.where(f'"{name[:-5]}" IN (SELECT id FROM "{entity.refs[name[:-5]].target}" WHERE email = ?)', value)
        return
    for stem in _stems(name):
        ref = entity.refs.get(stem)
        if ref is not None:
            selected.among("_company" if ref.target == COMPANY else stem, _listed(value))
            return
        many = entity.manys.get(stem) or entity.manys.get(f"{stem}s")
        if many is not None and many.back is None and name != stem:
            linked_any(selected, many.link, _listed(value), flipped=many.flipped)
            return
        leaf = entity.leaves.get(stem) or entity.leaves.get(name)
        if leaf is not None and leaf.many:
            has_any(selected, leaf.name, _listed(value))
            return
        column = _column(table.at, stem)
        if column:
            selected.among(column, _listed(value))
            return


def has_any(selected: Selection, name: str, values: list[Any], key: str | None = None) -> Selection:
    """Keep the rows in whose list, kept as JSON, one of the values is; or an object that has one of them as `key`."""
    marks = ", ".join("?" * len(values))
    held = f"json_extract(value, '$.{key}')" if key else "value"
    return selected.where(f"EXISTS (SELECT 1 FROM json_each(_data, '$.{name}') WHERE {held} IN ({marks}))", *values)


def linked_any(selected: Selection, link: str, others: list[Any], *, flipped: bool = False) -> Selection:
    """Keep the rows that are linked to one of the others."""
    own, other = ("b", "a") if flipped else ("a", "b")
    marks = ", ".join("?" * len(others))
    return selected.where(f"id IN (SELECT {own} FROM _link WHERE link = ? AND {other} IN ({marks}))", link, *others)


def _stems(name: str) -> Iterator[str]:
    """What a filter may be about: `assetIds` is about `asset`, `statuses` about `status`, `labelIn` about `label`."""
    yield name
    for suffix in ("Ids", "Id", "In"):
        if name.endswith(suffix):
            yield name.removesuffix(suffix)
    if name.endswith("ies"):
        yield f"{name[:-3]}y"
    if name.endswith("es"):
        yield name[:-2]
    if name.endswith("s"):
        yield name[:-1]


def _column(columns: Mapping[str, int], name: str) -> str | None:
    return name if name in columns and not name.startswith("_") else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or value == "" or value == {}


def _is_range(value: dict[str, Any]) -> bool:
    return bool(value) and value.keys() <= {"startDate", "endDate"}
