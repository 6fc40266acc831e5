"""The root fields: those of a domain do what the API does, all others answer from the seeded data by their type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLResolveInfo,
    get_named_type,
)

from .context import Context, Part
from .filters import Filters
from .refusal import not_found
from .resolve import made_up
from .row import Row
from .shape import Shape, company_argument, is_list
from .text import digest
from .writes import Writes

__all__ = ["Root", "bind_roots"]

Root = Callable[[Context, dict[str, Any]], Any]
"""A root field of a domain: the context and the arguments; of a mutation, its input."""
_COMPANY_FIELDS = ("companyId", "scopeId", "scopeIdEq", "company_id", "projectScopeIdEq")


def bind_roots(shape: Shape, roots: Mapping[str, Root], filters: Filters, writes: Writes) -> None:
    """Give every root field a resolver."""
    query, mutation = shape.schema.query_type, shape.schema.mutation_type
    for name, f in (query.fields if query else {}).items():
        f.resolve = _query(name, f, shape, roots.get(name) or _answer(shape, name, f, filters))
    for name, f in (mutation.fields if mutation else {}).items():
        f.resolve = _mutation(name, f, shape, roots.get(name) or writes.generic(name, f))


def _query(name: str, f: GraphQLField, shape: Shape, answer: Root) -> Callable[..., Any]:
    company = company_argument(name, f, shape)

    def resolve(_source: Any, info: GraphQLResolveInfo, **args: Any) -> Any:
        context: Context = info.context
        _check_scope(context, args, company)
        return answer(context, args)

    return resolve


def _mutation(name: str, f: GraphQLField, shape: Shape, write: Root) -> Callable[..., Any]:
    del name, shape
    wrapped = "input" in f.args and isinstance(get_named_type(f.args["input"].type), GraphQLInputObjectType)

    def resolve(_source: Any, info: GraphQLResolveInfo, **args: Any) -> Any:
        context: Context = info.context
        given: dict[str, Any] = args["input"] if wrapped else args
        _check_scope(context, given, None)
        with context.store.transaction():
            payload = write(context, given)
        context.forget()
        if isinstance(payload, dict):
            payload = Part({"clientMutationId": given.get("clientMutationId"), **payload}, whole=True)
        return payload

    return resolve


def _check_scope(context: Context, args: Mapping[str, Any], company: str | None) -> None:
    """Refuse a company that the key may not see, wherever the arguments name one."""
    for name, value in args.items():
        if isinstance(value, dict):
            _check_scope(context, value, None)
        elif value is not None and (name == company or name in _COMPANY_FIELDS):
            context.scope(value)


def _answer(shape: Shape, name: str, f: GraphQLField, filters: Filters) -> Root:
    named = get_named_type(f.type)
    target = shape.target(f.type)
    company = company_argument(name, f, shape)
    make = made_up(shape, "Query", name, f.type)

    def page(context: Context, args: dict[str, Any]) -> Any:
        assert target is not None
        selected = context.select(target.name, args.get(company) if company else None)
        return filters.apply(context, selected, args, skip=company).page(context.bounds(args))

    def rows(context: Context, args: dict[str, Any]) -> list[Row]:
        assert target is not None
        selected = context.select(target.name, args.get(company) if company else None)
        return filters.apply(context, selected, args, skip=company).rows(context.world.largest_page)

    def single(context: Context, args: dict[str, Any]) -> Row:
        assert target is not None
        if args.get("id") is not None:
            return context.require(target.name, args["id"])
        selected = context.select(target.name, args.get(company) if company else None)
        found = filters.apply(context, selected, args, skip=company).order("id").first()
        if found is None:
            raise not_found()
        return found

    def value(context: Context, args: dict[str, Any]) -> Any:
        where = args.get(company) if company else context.home()
        source = Part({}, key=digest(context.world.seed, "Query"), company=where)
        return make(source, _Info(context), args)

    if target is None:
        return value
    if named.name in shape.pages:
        return page
    return rows if is_list(f.type) else single


class _Info:
    """As much of the resolve info as making values up needs."""

    def __init__(self, context: Context) -> None:
        self.context = context
