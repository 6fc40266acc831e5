"""A world, built from settings: schema, store, seeded data and resolvers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from graphql import GraphQLSchema

from conviso_client._version import __version__
from conviso_client.codegen.schema import SchemaText
from conviso_client.errors import ConfigurationError

from .checking import OperationNames, nearest
from .context import World, companies_in
from .domains import DOMAIN
from .execution import DocumentExecutor
from .faults import Faults
from .filters import Filters
from .profiles import Server
from .quota import Allowances
from .resolve import bind
from .roots import bind_roots
from .schema import build, schema_text
from .seed import SeedPlan, seed_all
from .settings import Settings
from .shape import Shape
from .state import SandboxState
from .stats import Stats
from .store import Database
from .writes import Writes

__all__ = ["build_state", "executable"]

_SHOWN = 10
"""Companies that an error names."""


@lru_cache(maxsize=4)
def executable(text: SchemaText, server: Server = "graphql-ruby-1") -> tuple[GraphQLSchema, Shape]:
    """A schema that answers, and its shape. The resolvers know no world: each request brings its own."""
    schema = build(text, server)
    shape = Shape(schema, DOMAIN.values)
    bind(schema, shape, DOMAIN.fields)
    bind_roots(shape, DOMAIN.roots, Filters(DOMAIN.filters, DOMAIN.orders), Writes(shape))
    return schema, shape


def build_state(settings: Settings) -> SandboxState:
    """Build a sandbox. Raises ConfigurationError for an unreadable schema or store, or a key for no company of it."""
    world, schema = build_world(settings)
    names = OperationNames([*(name for root in world.shape.roots for name in root.fields), *settings.operations])
    return SandboxState(
        settings=settings,
        world=world,
        executor=DocumentExecutor(schema, settings.server, introspection=settings.introspection),
        faults=Faults(settings.chances, settings.latency, settings.seed, names.resolve),
        quota=Allowances(settings.quota),
        stats=Stats(),
        names=names,
    )


def build_world(settings: Settings) -> tuple[World, GraphQLSchema]:
    """Build what a server serves. Raises ConfigurationError for an unreadable schema or store."""
    text = schema_text(settings.schema)
    schema, shape = executable(SchemaText(text, str(settings.schema or "schema.graphql")), settings.server)
    _check_counts(settings.counts, shape)
    store = Database(shape, DOMAIN.columns, str(settings.persist) if settings.persist else ":memory:")
    try:
        anchor = _prepare(store, shape, settings, text)
    except BaseException:
        store.close()
        raise
    world = World(
        shape=shape,
        store=store,
        seed=int(store.meta("seed") or settings.seed),
        anchor=anchor,
        clock=settings.clock,
        largest_page=settings.largest_page,
        jobs=settings.jobs,
    )
    store.keep_pristine()
    return world, schema


def _prepare(store: Database, shape: Shape, settings: Settings, text: str) -> datetime:
    """Make the tables and seed them, unless they are there; returns the moment up to which the data was made."""
    today = settings.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    is_empty = store.prepare(f"{__version__} {hashlib.sha256(text.encode()).hexdigest()}")
    with store.transaction():
        if is_empty:
            store.remember("seed", str(settings.seed))
            store.remember("anchor", today.isoformat())
            plan = SeedPlan(shape, settings.seed, today, {**DOMAIN.counts, **settings.counts})
            seed_all(store, plan, DOMAIN.factories_for(plan), DOMAIN.seeders_for(plan))
            for entity, columns in DOMAIN.indexes:
                if entity in store.tables:
                    store.index(entity, *columns)
        _check_keys(settings.keys, companies_in(store))
    return datetime.fromisoformat(store.meta("anchor") or today.isoformat())


def _check_counts(counts: Mapping[str, int], shape: Shape) -> None:
    for name in counts:
        if name not in shape.entities:
            hint = nearest(name, shape.entities) or f"; there are: {', '.join(shape.entities)}"
            raise ConfigurationError(f"counts: the schema has no entity {name!r}{hint}")


def _check_keys(keys: Mapping[str, frozenset[int] | None], companies: list[int]) -> None:
    """Refuse a company that there is none of: a key for it would see nothing, and nobody would know why."""
    allowed = frozenset[int]().union(*(ids for ids in keys.values() if ids is not None))
    unknown = sorted(allowed.difference(companies))
    if unknown and companies:
        raise ConfigurationError(
            f"--api-key, in Python keys: there is no company {_listed(unknown)}; "
            f"this sandbox has {_listed(companies)} (--companies says how many are made)"
        )


def _listed(ids: list[int]) -> str:
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return ", ".join(map(str, ids[:_SHOWN])) + more
