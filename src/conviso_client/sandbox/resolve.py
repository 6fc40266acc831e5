"""Resolvers for every field of any schema, by what the field is: a column, a reference, a list, a page, a made-up value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from .context import Context, Part
from .page import Page, cursor, page_of
from .row import Row
from .schema import to_timestamp
from .shape import COMPANY, Entity, Many, Shape, is_list
from .text import digest, maker, moment

__all__ = ["FieldResolver", "bind"]

FieldResolver = Callable[[Any, Context, dict[str, Any]], Any]
"""A resolver of a domain: the source, the context, the arguments."""
_DATES = frozenset({"ISO8601DateTime", "ISO8601Date"})
_Resolver = Callable[..., Any]


def bind(schema: GraphQLSchema, shape: Shape, special: Mapping[str, FieldResolver]) -> None:
    """Give every field of the object types a resolver; `special` overrides by `Type.field`, a family's name included."""
    about_pages = {get_named_type(f.type).name for name in shape.pages for f in _about(shape.objects[name])}
    for name, kind in shape.objects.items():
        if kind in shape.roots:
            continue
        for field_name, f in kind.fields.items():
            family = shape.of[name].name if name in shape.of else name
            own = special.get(f"{name}.{field_name}") or special.get(f"{family}.{field_name}")
            generic = _generic(shape, kind, field_name, f, about=name in about_pages)
            f.resolve = _specially(own, generic) if own else generic
    for kind in schema.type_map.values():
        if is_abstract_type(kind):
            kind.resolve_type = _type_name


def _about(page: GraphQLObjectType) -> list[GraphQLField]:
    return [f for name, f in page.fields.items() if name in {"metadata", "pageInfo"}]


def _type_name(source: Any, *_: Any) -> str | None:
    return source.type if isinstance(source, Row) else None


def _specially(own: FieldResolver, generic: _Resolver) -> _Resolver:
    def resolve(source: Any, info: GraphQLResolveInfo, **args: Any) -> Any:
        value = own(source, info.context, args)
        return generic(source, info, **args) if value is NotImplemented else value

    return resolve


def _generic(shape: Shape, kind: GraphQLObjectType, name: str, f: GraphQLField, *, about: bool) -> _Resolver:
    entity = shape.of.get(kind.name)
    if kind.name in shape.pages:
        return _page_field(name)
    make = made_up(shape, kind.name, name, f.type)
    if about:
        return _about_field(name, make)
    if kind.fields.keys() == {"cursor", "node"}:
        return lambda source, _info: source[name]
    if entity is None:
        return _part_field(shape, name, f, make)
    if name in entity.manys:
        return _many_field(entity.manys[name], paged=get_named_type(f.type).name in shape.pages)
    if name in entity.refs:
        return _ref_field(entity, name)
    if name == "id":
        return lambda source, _info: source.id
    return _leaf_field(entity, name, f, make)


def _page_field(name: str) -> _Resolver:
    if name in {"collection", "nodes"}:
        return lambda source, _info: source.items
    if name == "edges":
        return lambda source, _info: [
            {"cursor": cursor(source.wanted.offset + nth), "node": item} for nth, item in enumerate(source.items)
        ]
    return lambda source, _info: source


def _about_field(name: str, make: _Resolver) -> _Resolver:
    def resolve(source: Page, info: GraphQLResolveInfo, **args: Any) -> Any:
        value = source.about(name)
        return make(Part({}, key=digest(name)), info, args) if value is NotImplemented else value

    return resolve


def _part_field(shape: Shape, name: str, f: GraphQLField, make: _Resolver) -> _Resolver:
    required, target = is_non_null_type(f.type), shape.target(f.type)
    single = target is not None and not is_list(f.type) and get_named_type(f.type).name not in shape.pages

    def resolve(source: Part, info: GraphQLResolveInfo, **args: Any) -> Any:
        if name in source.values:
            value = source.values[name]
            if single and target is not None and isinstance(value, int):
                return info.context.row(target.name, value)
            return value if value is not None or not required else make(source, info, args)
        return None if source.whole and not required else make(source, info, args)

    return resolve


def _many_field(many: Many, *, paged: bool) -> _Resolver:
    def resolve(source: Row, info: GraphQLResolveInfo, **args: Any) -> Any:
        context: Context = info.context
        selected = many_of(context, source, many).order("id")
        return selected.page(context.bounds(args)) if paged else selected.rows()

    return resolve


def many_of(context: Context, source: Row, many: Many) -> Any:
    """The rows that a list of a row holds."""
    selected = context.store.select(many.target)
    if many.back is not None:
        return selected.where(f'"{many.back}" = ?', source.id)
    return selected.linked(many.link, source.id, flipped=many.flipped)


def _ref_field(entity: Entity, name: str) -> _Resolver:
    ref = entity.refs[name]
    if ref.target == COMPANY:
        return lambda source, info, **_: info.context.row(COMPANY, source.company)
    lists = [many for many in entity.manys.values() if many.target == ref.target]
    for prefix, direction in (("latest", "id DESC"), ("first", "id ASC")):
        if name.startswith(prefix) and len(lists) == 1:
            return lambda source, info, **_: many_of(info.context, source, lists[0]).order(direction).first()

    def resolve(source: Row, info: GraphQLResolveInfo, **_args: Any) -> Row | None:
        number = source.get(name)
        return None if number is None else info.context.row(ref.target, number)

    return resolve


def _leaf_field(entity: Entity, name: str, f: GraphQLField, make: _Resolver) -> _Resolver:
    leaf = entity.leaves.get(name)
    required = is_non_null_type(f.type)
    counting = name.endswith("Count") and get_named_type(f.type).name == "Int"
    counted = entity.manys.get(name.removesuffix("Count")) if counting else None
    if counted is not None:
        return lambda source, info, **_: many_of(info.context, source, counted).count()
    if leaf is not None and leaf.target == COMPANY:
        return lambda source, _info, **_: source.company
    mirrored = name[:-2] if leaf is not None and name.endswith("Id") and name[:-2] in entity.refs else None
    if mirrored is not None:
        return lambda source, _info, **_: source.get(mirrored)

    whole = not is_leaf_type(get_named_type(f.type))

    def resolve(source: Row, info: GraphQLResolveInfo, **args: Any) -> Any:
        value = source.get(name)
        if value is not None:
            return _parts(value, source) if whole else value
        if name in source.more and not required:
            return None
        if not source.seeded and not required:
            return None
        return make(source, info, args)

    return resolve


def _parts(value: Any, owner: Row) -> Any:
    """What was stored as JSON for a field whose type is an object or a list of objects."""
    if isinstance(value, list):
        return [_parts(item, owner) for item in value]
    if isinstance(value, dict):
        return Part(value, key=owner.id, company=owner.company, created=owner.get("createdAt"), whole=True)
    return value


def made_up(shape: Shape, type_name: str, name: str, kind: GraphQLOutputType) -> _Resolver:
    """A resolver that makes a value of this type up, always the same for the same source."""
    named = get_named_type(kind)
    make_leaf = maker(type_name, name, named)
    target = shape.target(kind)

    def one(source: Row | Part, info: GraphQLResolveInfo, h: int) -> Any:
        context: Context = info.context
        if named.name in _DATES:
            value = moment(name, _created(source, context), h)
            value = value or (to_timestamp(_created(source, context)) if is_non_null_type(kind) else None)
            return value[:10] if value and named.name == "ISO8601Date" else value
        if is_leaf_type(named):
            return make_leaf(h, _hash(source, context))
        if named.name in shape.pages:
            return _page(source, info, h)
        if target is not None:
            return next(iter(context.some(target.name, source.company, h)), None)
        return Part({}, key=h, company=source.company, created=to_timestamp(_created(source, context)))

    def _page(source: Row | Part, info: GraphQLResolveInfo, h: int) -> Page:
        context: Context = info.context
        wanted = context.bounds({})
        if target is not None:
            return context.select(target.name, source.company).page(wanted)
        created = to_timestamp(_created(source, context))
        items = [Part({}, key=digest(h, n), company=source.company, created=created) for n in range(5)]
        return page_of(items, wanted)

    def shaped(inner: GraphQLOutputType, source: Row | Part, info: GraphQLResolveInfo, h: int) -> Any:
        bare = get_nullable_type(inner)
        if not is_list_type(bare):
            return one(source, info, h)
        if target is not None and named.name not in shape.pages:
            return info.context.some(target.name, source.company, h, 3)
        values = [shaped(bare.of_type, source, info, digest(h, n)) for n in range(1 + h % 3)]
        return list(dict.fromkeys(values)) if all(isinstance(value, str) for value in values) else values

    def resolve(source: Row | Part, info: GraphQLResolveInfo, args: Mapping[str, Any]) -> Any:
        relevant = sorted((key, str(value)) for key, value in args.items()) if args else ""
        return shaped(kind, source, info, digest(_hash(source, info.context), name, relevant))

    return resolve


def _hash(source: Row | Part, context: Context) -> int:
    return source.key if isinstance(source, Part) else digest(context.world.seed, source.entity.name, source.id)


def _created(source: Row | Part, context: Context) -> datetime:
    text = source.created if isinstance(source, Part) else source.get("createdAt")
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else context.world.anchor
