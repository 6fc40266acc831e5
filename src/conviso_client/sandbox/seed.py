"""The data that a sandbox starts with, made up from the seed.

The companies get the rows of an entity in turn, and a row refers to rows of its own company: whatever is
reached from a row belongs to the same company.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from .defaults import COUNTS
from .scalars import DATES, equivalent_scalar, to_timestamp
from .shape import COMPANY, Entity, Leaf, Many, Shape
from .store import Database
from .text import Maker, digest, maker, moment, unique

__all__ = ["Factory", "SeedPlan", "seed_all"]

_DEFAULT_COUNT = 12
_DAY = 24 * 60
_SPAN_MINUTES = 400 * _DAY


class SeedPlan:
    """What is to be seeded: how many rows of each entity, and everything that follows from that."""

    def __init__(self, shape: Shape, seed: int, anchor: datetime, counts: Mapping[str, int]) -> None:
        self.shape = shape
        self.seed = seed
        self.anchor = anchor
        first = shape.entities[COMPANY].first_id if COMPANY in shape.entities else 1
        moment = anchor.astimezone(timezone.utc)
        self._first_day, self._first_minute = moment.date(), moment.hour * 60 + moment.minute
        self._days: dict[int, str] = {}
        self.companies = [first + n for n in range(counts.get(COMPANY, COUNTS["companies"]))]
        self.counts = {name: counts.get(name, _DEFAULT_COUNT) for name in shape.entities}
        if COMPANY in shape.entities:
            self.counts[COMPANY] = len(self.companies)

    def company(self, nth: int) -> int:
        """The company to which the nth row of any entity belongs."""
        return self.companies[nth % len(self.companies)]

    def choose(self, entity: str, nth: int, h: int) -> int | None:
        """The id of a row of the same company as some nth row; None if that company has none."""
        count, step = self.counts[entity], len(self.companies)
        first = self.shape.entities[entity].first_id
        if entity == COMPANY:
            return self.company(nth)
        own = nth % step
        fitting = (count - own + step - 1) // step
        return first + own + step * (h % fitting) if fitting > 0 else None

    def created(self, nth: int, count: int) -> datetime:
        """When the nth of so many rows was created: in the order of their ids, over a bit more than a year."""
        return self.anchor + timedelta(minutes=self.created_minutes(nth, count))

    def created_minutes(self, nth: int, count: int) -> int:
        """The same, in minutes from the anchor; it is negative."""
        return (2 * nth + 1) * _SPAN_MINUTES // (2 * max(count, 1)) - _SPAN_MINUTES

    def stamp(self, minutes: int) -> str:
        """A moment so many minutes from the anchor, as the API writes it. Faster than a datetime, for many rows."""
        day, minute = divmod(minutes + self._first_minute, _DAY)
        text = self._days.get(day)
        if text is None:
            text = self._days[day] = (self._first_day + timedelta(days=day)).isoformat()
        return f"{text}T{minute // 60:02d}:{minute % 60:02d}:00Z"


Factory = Callable[[int, int], Mapping[str, Any]]
"""What a domain adds to the nth row of its entity, given the row's hash."""


def seed_all(
    store: Database,
    plan: SeedPlan,
    factories: Mapping[str, Factory],
    seeders: Mapping[str, Callable[[Database, SeedPlan], None]],
) -> None:
    """Seed every entity of the schema."""
    for entity in plan.shape.entities.values():
        if entity.name not in seeders:
            _seed_entity(store, plan, entity, factories.get(entity.name))
    for special in dict.fromkeys(seeders.values()):
        special(store, plan)
    for entity in plan.shape.entities.values():
        _seed_links(store, plan, entity, seeders)


def _seed_entity(store: Database, plan: SeedPlan, entity: Entity, factory: Factory | None) -> None:
    table = store.tables[entity.name]
    makers = {kind: _makers(entity, kind) for kind in entity.types}
    kinds = list(entity.types)
    count = plan.counts[entity.name]
    records: list[tuple[Any, ...]] = []
    for nth in range(count):
        number = entity.first_id + nth
        key = digest(plan.seed, entity.name, number)
        made = dict(factory(nth, key)) if factory else {}
        kind = str(made.pop("_type", kinds[key % len(kinds)]))
        company = number if entity.name == COMPANY else plan.company(nth)
        values = _made_up(plan, entity, makers[kind], nth, key) | made
        columns, more = table.split(values)
        fixed = {"id": number, "_type": kind, "_company": company, "_seeded": 1, "_data": _json(more)}
        row = fixed | columns
        records.append(tuple(row.get(name) for name in table.columns))
    store.fill(entity.name, table.columns, records)


def _makers(entity: Entity, kind: str) -> list[tuple[Leaf, Maker]]:
    return [
        (leaf, maker(kind, leaf.name, leaf.type))
        for leaf in entity.leaves.values()
        if not leaf.nested and not entity.mirrors(leaf)
    ]


def _made_up(plan: SeedPlan, entity: Entity, makers: list[tuple[Leaf, Maker]], nth: int, key: int) -> dict[str, Any]:
    created = plan.created(nth, plan.counts[entity.name])
    number = entity.first_id + nth
    values: dict[str, Any] = {}
    for ref in entity.refs.values():
        h = digest(key, ref.name)
        if ref.target == entity.name:
            values[ref.name] = number if ref.required else None
        else:
            values[ref.name] = plan.choose(ref.target, nth, h)
    for leaf, make in makers:
        h = digest(key, leaf.name)
        scalar = equivalent_scalar(leaf.type.name, leaf.name)
        if scalar in DATES:
            date = _date(plan, leaf, created, h)
            day = date[:10] if date and scalar == "ISO8601Date" else date
            values[leaf.name] = [day] * (day is not None) if leaf.many else day
        elif leaf.many:
            values[leaf.name] = unique(make(digest(h, n), key) for n in range(1 + h % 3))
        elif leaf.target is not None:
            values[leaf.name] = plan.choose(leaf.target, nth, h)
        else:
            values[leaf.name] = make(h, key)
    return values


def _date(plan: SeedPlan, leaf: Leaf, created: datetime, h: int) -> str | None:
    """A date that fits a field's name; what has happened has happened before the data ends."""
    value, last = moment(leaf.name, created, h), to_timestamp(plan.anchor)
    if value and value > last and not _may_lie_ahead(leaf.name):
        value = None
    return last if value is None and leaf.required else value


def _may_lie_ahead(name: str) -> bool:
    lower = name.lower()
    return any(word in lower for word in ("due", "end", "expir", "schedul", "until", "plan"))


def _seed_links(store: Database, plan: SeedPlan, entity: Entity, seeders: Container[str]) -> None:
    for many in entity.manys.values():
        if (
            many.back is not None
            or many.flipped
            or many.target == entity.name
            or f"{entity.name}.{many.name}" in seeders
        ):
            continue
        store.fill_links(_links(plan, entity, many))


def _links(plan: SeedPlan, entity: Entity, many: Many) -> Iterator[tuple[str, int, int]]:
    for nth in range(plan.counts[entity.name]):
        h = digest(plan.seed, many.link, nth)
        for k in range(1 + h % 3):
            other = plan.choose(many.target, nth, h >> (16 * k + 2))
            if other is not None:
                yield many.link, entity.first_id + nth, other


def _json(values: Mapping[str, Any]) -> str | None:
    return json.dumps(values) if values else None
