"""Resolvers for every field of any schema, by what it is: a column, a reference, a list, a page, a made-up value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from graphql import GraphQLObjectType, GraphQLSchema

from .context import RequestContext, ValueObject
from .invent import Invention, invention
from .kinds import Field, is_abstract, is_leaf, is_list, is_required, name_of, named
from .page import ListPage, cursor
from .row import EntityRow
from .selection import Selection
from .shape import COMPANY, Entity, Many, Shape
from .text import digest

__all__ = ["FieldResolver", "bind", "many_of"]

FieldResolver = Callable[[Any, RequestContext, dict[str, Any]], Any]
"""A resolver: the source, the context, the arguments."""


def bind(schema: GraphQLSchema, shape: Shape, special: Mapping[str, FieldResolver]) -> None:
    """Give every field of the object types a resolver; `special` overrides by `Type.field`, or by its family's name."""
    about_pages = {name_of(f.type) for name in shape.pages for f in _about(shape.objects[name])}
    for name, kind in shape.objects.items():
        if kind in shape.roots:
            continue
        for field_name, f in _fields(kind).items():
            family = shape.of[name].name if name in shape.of else name
            own = special.get(f"{name}.{field_name}") or special.get(f"{family}.{field_name}")
            generic = _generic(shape, kind, field_name, f, about=name in about_pages)
            f.resolve = adapted(_first_of(own, generic) if own else generic, f)
    for abstract in schema.type_map.values():
        if is_abstract(abstract):
            cast("Any", abstract).resolve_type = _type_name


def _fields(kind: GraphQLObjectType) -> dict[str, Field]:
    return cast("dict[str, Field]", kind.fields)


def _about(page: GraphQLObjectType) -> list[Field]:
    return [f for name, f in _fields(page).items() if name in {"metadata", "pageInfo"}]


def _type_name(source: Any, *_: Any) -> str | None:
    return source.type if isinstance(source, EntityRow) else None


def adapted(resolver: FieldResolver, f: Field) -> Callable[..., Any]:
    """The resolver as graphql-core calls it; a plain leaf also says how `Executor` gets it."""

    def resolve(source: Any, info: Any, **args: Any) -> Any:
        return resolver(source, info.context, args)

    if is_leaf(f.type) and not is_list(f.type) and not f.args:
        cast("Any", resolve).leaf = (resolver, named(f.type).serialize)
    return resolve


def _first_of(own: FieldResolver, generic: FieldResolver) -> FieldResolver:
    def resolve(source: Any, context: RequestContext, args: dict[str, Any]) -> Any:
        value = own(source, context, args)
        return generic(source, context, args) if value is NotImplemented else value

    return resolve


def _generic(shape: Shape, kind: GraphQLObjectType, name: str, f: Field, *, about: bool) -> FieldResolver:
    entity = shape.of.get(kind.name)
    if kind.name in shape.pages:
        return _page_field(name)
    invent = invention(shape, kind.name, name, f.type)
    if about:
        return _about_field(name, invent)
    if kind.fields.keys() == {"cursor", "node"}:
        return lambda source, _context, _args: source[name]
    if entity is None:
        return _part_field(shape, name, f, invent)
    if name in entity.manys:
        return _many_field(entity.manys[name], paged=name_of(f.type) in shape.pages)
    if name in entity.refs:
        return _ref_field(entity, name)
    if name == "id":
        return lambda source, _context, _args: source.id
    return _leaf_field(entity, name, f, invent)


def _page_field(name: str) -> FieldResolver:
    if name in {"collection", "nodes"}:
        return lambda source, _context, _args: source.items
    if name == "edges":
        return lambda source, _context, _args: _edges(source)
    return lambda source, _context, _args: source


def _edges(page: ListPage) -> list[dict[str, Any]]:
    return [{"cursor": cursor(page.wanted.offset + nth), "node": node} for nth, node in enumerate(page.items)]


def _about_field(name: str, invent: Invention) -> FieldResolver:
    def resolve(source: ListPage, context: RequestContext, args: dict[str, Any]) -> Any:
        value = source.about(name)
        return invent(ValueObject({}, key=digest(name)), context, args) if value is NotImplemented else value

    return resolve


def _part_field(shape: Shape, name: str, f: Field, invent: Invention) -> FieldResolver:
    required, target = is_required(f.type), shape.target(f.type)
    refers = target.name if target and not is_list(f.type) and name_of(f.type) not in shape.pages else None

    def resolve(source: ValueObject, context: RequestContext, args: dict[str, Any]) -> Any:
        if name not in source.values:
            return None if source.whole and not required else invent(source, context, args)
        value = source.values[name]
        if refers is not None and isinstance(value, int):
            return context.row(refers, value)
        return invent(source, context, args) if value is None and required else _parts(value, source)

    return resolve


def _many_field(many: Many, *, paged: bool) -> FieldResolver:
    def resolve(source: EntityRow, context: RequestContext, args: dict[str, Any]) -> Any:
        selected = many_of(context, source, many).order("id")
        return selected.page(context.bounds(args)) if paged else selected.rows()

    return resolve


def many_of(context: RequestContext, source: EntityRow, many: Many) -> Selection:
    """The rows that a list of a row holds."""
    selected = context.store.select(many.target)
    if many.back is not None:
        return selected.where(f'"{many.back}" = ?', source.id)
    return selected.linked(many.link, source.id, flipped=many.flipped)


def _ref_field(entity: Entity, name: str) -> FieldResolver:
    ref = entity.refs[name]
    if ref.target == COMPANY:
        return lambda source, context, _args: context.row(COMPANY, source.company)
    lists = [many for many in entity.manys.values() if many.target == ref.target]
    for prefix, direction in (("latest", "id DESC"), ("first", "id ASC")):
        if name.startswith(prefix) and len(lists) == 1:
            return lambda source, context, _args: many_of(context, source, lists[0]).order(direction).first()

    def resolve(source: EntityRow, context: RequestContext, _args: dict[str, Any]) -> EntityRow | None:
        number = source.get(name)
        return None if number is None else context.row(ref.target, number)

    return resolve


def _leaf_field(entity: Entity, name: str, f: Field, invent: Invention) -> FieldResolver:
    leaf = entity.leaves.get(name)
    counting = name.endswith("Count") and name_of(f.type) == "Int"
    counted = entity.manys.get(name.removesuffix("Count")) if counting else None
    if counted is not None:
        return lambda source, context, _args: many_of(context, source, counted).count()
    if leaf is not None and leaf.target == COMPANY:
        return lambda source, _context, _args: source.company
    if leaf is not None and name.endswith("Id") and name[:-2] in entity.refs:
        return lambda source, _context, _args: source.get(name[:-2])
    return _stored_field(name, f, invent)


def _stored_field(name: str, f: Field, invent: Invention) -> FieldResolver:
    required, whole = is_required(f.type), not is_leaf(f.type)

    def resolve(source: EntityRow, context: RequestContext, args: dict[str, Any]) -> Any:
        value = source.get(name)
        if value is not None:
            return _parts(value, source) if whole else value
        if not required and (not source.seeded or name in source.more):
            return None
        return invent(source, context, args)

    return resolve


def _parts(value: Any, owner: EntityRow | ValueObject) -> Any:
    """What was stored as JSON, for a field whose type is an object or a list of objects."""
    if isinstance(value, list):
        inner: list[Any] = value
        return [_parts(each, owner) for each in inner]
    if isinstance(value, dict):
        created = owner.created if isinstance(owner, ValueObject) else owner.get("createdAt")
        key = owner.key if isinstance(owner, ValueObject) else owner.id
        return ValueObject(cast("dict[str, Any]", value), key=key, company=owner.company, created=created, whole=True)
    return value
