"""Values that nobody wrote: made up from a hash of their owner, always the same, of whatever type a field has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any

from .context import RequestContext, ValueObject
from .kinds import Kind, is_leaf, is_list, is_required, item, name_of, named
from .page import ListPage, page_of
from .row import EntityRow
from .scalars import DATES, equivalent_scalar, to_timestamp
from .shape import Shape
from .text import digest, maker, moment, unique

__all__ = ["Invention", "invention"]

_ROWS_IN_A_LIST = 3
_PARTS_ON_A_PAGE = 5

Owner = EntityRow | ValueObject
Invention = Callable[[Owner, RequestContext, Mapping[str, Any]], Any]
"""What a field of an owner says, given its arguments."""
_One = Callable[[Owner, RequestContext, int], Any]


def invention(shape: Shape, type_name: str, name: str, kind: Kind) -> Invention:
    """How to make up a field of this type."""
    one = _one(shape, type_name, name, kind)
    rows = shape.target(kind) is not None and name_of(kind) not in shape.pages

    def several(inner: Kind, owner: Owner, context: RequestContext, h: int) -> Any:
        if not is_list(inner):
            return one(owner, context, h)
        if rows:
            target = shape.of[name_of(kind)]
            return context.some(target.name, owner.company, h, _ROWS_IN_A_LIST)
        values = [several(item(inner), owner, context, digest(h, n)) for n in range(1 + h % 3)]
        return unique(values) if is_leaf(inner) and not is_list(item(inner)) else values

    def invent(owner: Owner, context: RequestContext, args: Mapping[str, Any]) -> Any:
        asked = sorted((key, str(value)) for key, value in args.items())
        return several(kind, owner, context, digest(hash_of(owner, context), name, asked or ""))

    return invent


def hash_of(owner: Owner, context: RequestContext) -> int:
    """The hash that all of an owner's fields are made up from."""
    return owner.key if isinstance(owner, ValueObject) else digest(context.world.seed, owner.entity.name, owner.id)


def created_at(owner: Owner, context: RequestContext) -> datetime:
    """When an owner was created; what has no date of its own is as new as the seeded data."""
    text = owner.created if isinstance(owner, ValueObject) else owner.get("createdAt")
    try:
        created = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:  # none, or one of a type that says it otherwise
        return context.world.anchor
    return created if created.tzinfo else created.replace(tzinfo=timezone.utc)


def _one(shape: Shape, type_name: str, name: str, kind: Kind) -> _One:
    within, target = name_of(kind), shape.target(kind)
    if is_leaf(kind):
        scalar = equivalent_scalar(within, name)
        if scalar in DATES:
            return _date(name, required=is_required(kind), day=scalar == "ISO8601Date")
        make = maker(type_name, name, named(kind))
        return lambda owner, context, h: make(h, hash_of(owner, context))
    if within in shape.pages:
        return _page(shape, within)
    if target is not None:
        return lambda owner, context, h: next(iter(context.some(target.name, owner.company, h)), None)
    return _part


def _date(name: str, *, required: bool, day: bool) -> _One:
    def date(owner: Owner, context: RequestContext, h: int) -> str | None:
        created = created_at(owner, context)
        text = moment(name, created, h) or (to_timestamp(created) if required else None)
        return text[:10] if text and day else text

    return date


def _part(owner: Owner, context: RequestContext, h: int) -> ValueObject:
    return ValueObject({}, key=h, company=owner.company, created=to_timestamp(created_at(owner, context)))


def _page(shape: Shape, within: str) -> _One:
    held = shape.of.get(shape.pages[within])

    def page(owner: Owner, context: RequestContext, h: int) -> ListPage:
        if held is not None:
            return context.select(held.name, owner.company).page(context.bounds({}))
        return page_of([_part(owner, context, digest(h, n)) for n in range(_PARTS_ON_A_PAGE)], context.bounds({}))

    return page
