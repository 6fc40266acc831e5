"""The root fields: those of a domain do what the API does, all others answer from the seeded data by their type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from graphql import GraphQLInputObjectType

from .context import RequestContext, Root, ValueObject
from .filters import Filters
from .invent import invention
from .kinds import Field, is_list, name_of, named
from .refusal import not_found
from .row import EntityRow
from .shape import Shape, company_argument
from .text import digest
from .writes import COMPANY_FIELDS, Writes

__all__ = ["bind_roots"]


def bind_roots(shape: Shape, roots: Mapping[str, Root], filters: Filters, writes: Writes) -> None:
    """Give every root field a resolver."""
    for name, f in _fields(shape.schema.query_type).items():
        f.resolve = _query(name, f, shape, roots.get(name) or _answer(shape, name, f, filters))
    for name, f in _fields(shape.schema.mutation_type).items():
        f.resolve = _mutation(f, roots.get(name) or writes.generic(name, f))


def _fields(kind: Any) -> dict[str, Field]:
    return cast("dict[str, Field]", kind.fields) if kind is not None else {}


def _query(name: str, f: Field, shape: Shape, answer: Root) -> Callable[..., Any]:
    company = company_argument(name, f, shape)

    def resolve(_source: Any, info: Any, **args: Any) -> Any:
        context: RequestContext = info.context
        _check_scope(context, args, company)
        return answer(context, args)

    return resolve


def _mutation(f: Field, write: Root) -> Callable[..., Any]:
    wrapped = "input" in f.args and isinstance(named(f.args["input"].type), GraphQLInputObjectType)

    def resolve(_source: Any, info: Any, **args: Any) -> Any:
        context: RequestContext = info.context
        given: dict[str, Any] = args["input"] if wrapped else args
        _check_scope(context, given, None)
        with context.store.transaction():
            payload = write(context, given)
        context.forget()
        if isinstance(payload, dict):
            payload = ValueObject({"clientMutationId": given.get("clientMutationId"), **payload}, whole=True)
        return payload

    return resolve


def _check_scope(context: RequestContext, args: Mapping[str, Any], company: str | None) -> None:
    """Refuse a company that the key may not see, wherever the arguments name one."""
    for name, value in args.items():
        if isinstance(value, dict):
            _check_scope(context, cast("dict[str, Any]", value), None)
        elif value is not None and (name == company or name in COMPANY_FIELDS):
            context.scope(value)


def _answer(shape: Shape, name: str, f: Field, filters: Filters) -> Root:
    target = shape.target(f.type)
    company = company_argument(name, f, shape)
    invent = invention(shape, "Query", name, f.type)

    def page(context: RequestContext, args: dict[str, Any]) -> Any:
        assert target is not None
        selected = context.select(target.name, args.get(company) if company else None)
        return filters.apply(context, selected, args, skip=company).page(context.bounds(args))

    def rows(context: RequestContext, args: dict[str, Any]) -> list[EntityRow]:
        assert target is not None
        selected = context.select(target.name, args.get(company) if company else None)
        return filters.apply(context, selected, args, skip=company).rows(context.world.largest_page)

    def single(context: RequestContext, args: dict[str, Any]) -> EntityRow:
        assert target is not None
        if args.get("id") is not None:
            return context.require(target.name, args["id"])
        selected = context.select(target.name, args.get(company) if company else None)
        found = filters.apply(context, selected, args, skip=company).order("id").first()
        if found is None:
            raise not_found()
        return found

    def value(context: RequestContext, args: dict[str, Any]) -> Any:
        where = args.get(company) if company else context.home()
        source = ValueObject({}, key=digest(context.world.seed, "Query"), company=where)
        return invent(source, context, args)

    if target is None:
        return value
    if name_of(f.type) in shape.pages:
        return page
    return rows if is_list(f.type) else single
