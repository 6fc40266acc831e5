"""What a schema says about its data: which types are things of their own, how they refer to each other, what a page is.

Everything here is read off the schema by its conventions, so that a schema that grew needs no code:

- A type with an `id` is an entity and gets a table. Types behind an interface or union that a field returns share one.
- A type with an `id` that only one entity holds, singly, is a part of it (the `detail` of a finding).
- `collection` + `metadata`, or `nodes` + `pageInfo`, make a page. What a mutation returns is a payload.
- A field of an entity that leads to another entity is a reference; a list of entities is the other side of a reference
  if the target has exactly one, else a link of many to many.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, cast

from graphql import GraphQLNamedType, GraphQLObjectType, GraphQLSchema

from .kinds import Field, Kind, is_abstract, is_leaf, is_list, is_nested, is_required, name_of, named

__all__ = ["COMPANY", "Entity", "Leaf", "Many", "Ref", "Shape", "company_argument"]

COMPANY = "Company"
_COMPANY_STEMS = frozenset({"company", "scope"})


class Leaf(NamedTuple):
    """A scalar or enum field."""

    name: str
    type: GraphQLNamedType
    required: bool
    many: bool
    nested: bool
    """True for a list of lists."""
    target: str | None
    """The entity whose id it holds (`projectId`), if it is such a field."""


class Ref(NamedTuple):
    """A field that leads to one other entity."""

    name: str
    target: str
    required: bool


class Many(NamedTuple):
    """A field that leads to many other entities."""

    name: str
    target: str
    back: str | None
    """The reference of the target that leads back here; None: through the links."""
    link: str
    """The name under which links are kept."""
    flipped: bool
    """True if the links are kept from the target's side."""


@dataclass
class Entity:
    """Things that are kept in one table."""

    name: str
    types: dict[str, GraphQLObjectType]
    leaves: dict[str, Leaf] = field(default_factory=dict[str, Leaf])
    refs: dict[str, Ref] = field(default_factory=dict[str, Ref])
    manys: dict[str, Many] = field(default_factory=dict[str, Many])
    scoped: bool = False
    """True if each row belongs to a company."""

    @property
    def columns(self) -> list[str]:
        """The fields that have a column of their own; SQLite does not tell their case apart."""
        names = [leaf.name for leaf in self.leaves.values() if not leaf.many and not self.mirrors(leaf)]
        names += [ref.name for ref in self.refs.values() if ref.target != COMPANY]
        return list({name.lower(): name for name in reversed(names) if not name.startswith("_")}.values())[::-1]

    def mirrors(self, leaf: Leaf) -> bool:
        """Whether a field only repeats an id that is known: its own, the company's, or that of a reference."""
        return leaf.name == "id" or leaf.target == COMPANY or leaf.name.removesuffix("Id") in self.refs

    @cached_property
    def first_id(self) -> int:
        """The first seeded id: apart for each entity, so that an id in the wrong place is noticed."""
        if self.name == COMPANY:
            return 443
        return 1000 * (10 + zlib.crc32(self.name.encode()) % 890) + 1

    @property
    def scoped_or_company(self) -> bool:
        """True if a key that sees some companies only sees some of the rows only."""
        return self.scoped or self.name == COMPANY

    def label(self) -> str | None:
        """The column that names a row to people, if there is one."""
        return next((name for name in ("name", "title", "label", "email") if name in self.leaves), None)


class Shape:
    """A schema, read by its conventions; `values` names types with an id that are no entities all the same."""

    def __init__(self, schema: GraphQLSchema, values: Collection[str] = ()) -> None:
        self.schema = schema
        self._values = values
        self.objects = {
            name: kind
            for name, kind in schema.type_map.items()
            if isinstance(kind, GraphQLObjectType) and not name.startswith("__")
        }
        self.roots = [kind for kind in (schema.query_type, schema.mutation_type) if kind is not None]
        self.payloads = {name_of(f.type) for f in self._mutations()}
        self.pages = {name: item for name, kind in self.objects.items() if (item := _page_item(kind))}
        self.entities: dict[str, Entity] = {}
        self.of: dict[str, Entity] = {}
        self._find_entities()
        for entity in self.entities.values():
            self._find_fields(entity)
        for entity in self.entities.values():
            self._find_manys(entity)
        self._find_scoped()

    def target(self, kind: Kind) -> Entity | None:
        """The entity that a field of this type leads to, directly, in a list or in a page."""
        name = name_of(kind)
        return self.of.get(self.pages.get(name, name))

    def named(self, stem: str) -> Entity | None:
        """The entity that is called so, in any case: `issue`, `portalUser`."""
        wanted = stem.lower()
        if wanted in _COMPANY_STEMS:
            return self.entities.get(COMPANY)
        return next(
            (e for e in self.entities.values() if e.name.lower().removesuffix("interface") == wanted),
            None,
        )

    def _mutations(self) -> list[Field]:
        mutation = self.schema.mutation_type
        return list(mutation.fields.values()) if mutation else []

    def _fields(self) -> list[tuple[GraphQLObjectType, Field]]:
        return [(kind, f) for kind in self.objects.values() for f in kind.fields.values()]

    def _find_entities(self) -> None:
        families = self._families()
        holders: dict[str, set[tuple[str, bool]]] = defaultdict(set)
        for kind, f in self._fields():
            name = name_of(f.type)
            if kind.name in self.payloads:
                continue
            held = kind in self.roots or is_list(f.type) or kind.name in self.pages
            holders[name].add((families.get(kind.name, kind.name), held))
        for name, kind in self.objects.items():
            if name not in families and (
                "id" not in kind.fields or name in self.pages or name in self.payloads or name in self._values
            ):
                continue
            if name not in families and len(holders[name]) == 1 and not next(iter(holders[name]))[1]:
                continue
            family = families.get(name, name)
            entity = self.entities.setdefault(family, Entity(family, {}))
            entity.types[name] = kind
            self.of[name] = self.of[family] = entity

    def _families(self) -> dict[str, str]:
        """The abstract type under which a type is kept, where a field returns that abstract type."""
        returned = {name_of(f.type) for _, f in self._fields()}
        families: dict[str, str] = {}
        for name in sorted(returned):
            kind = self.schema.type_map[name]
            if is_abstract(kind):
                possibles: list[GraphQLObjectType] = list(self.schema.get_possible_types(cast("Any", kind)))
                for possible in possibles:
                    if "id" in possible.fields:
                        families.setdefault(possible.name, name)
        return families

    def _find_fields(self, entity: Entity) -> None:
        for kind in entity.types.values():
            for name, f in kind.fields.items():
                required = is_required(f.type)
                if is_leaf(f.type):
                    leaf = Leaf(name, named(f.type), required, is_list(f.type), is_nested(f.type), None)
                    entity.leaves.setdefault(name, leaf)
                elif name_of(f.type) in self.of and not is_list(f.type):
                    entity.refs.setdefault(name, Ref(name, self.of[name_of(f.type)].name, required))
        for name, leaf in entity.leaves.items():
            if name.endswith("Id") and not leaf.many and leaf.type.name in {"ID", "Int", "String"}:
                ref = entity.refs.get(name[:-2])
                target = self.entities.get(ref.target) if ref else self.named(name[:-2])
                entity.leaves[name] = leaf._replace(target=target.name if target else None)

    def _find_manys(self, entity: Entity) -> None:
        for kind in entity.types.values():
            for name, f in kind.fields.items():
                target = self.target(f.type)
                if target is None or name in entity.refs or name in entity.manys:
                    continue
                if name_of(f.type) not in self.pages and not is_list(f.type):
                    continue
                backs = [ref.name for ref in target.refs.values() if ref.target == entity.name]
                back = backs[0] if len(backs) == 1 and target is not entity and entity.name != COMPANY else None
                other = f"{target.name}.{entity.name}"
                flipped = back is None and self._lists(target, entity) == 1 and other < f"{entity.name}.{target.name}"
                shared = self._lists(target, entity) == 1 and self._lists(entity, target) == 1
                link = "+".join(sorted((entity.name, target.name))) if shared else f"{entity.name}.{name}"
                entity.manys[name] = Many(name, target.name, back, link, flipped and shared)

    def _lists(self, entity: Entity, target: Entity) -> int:
        names = {
            name
            for kind in entity.types.values()
            for name, f in kind.fields.items()
            if self.target(f.type) is target and (is_list(f.type) or name_of(f.type) in self.pages)
        }
        return len(names)

    def _find_scoped(self) -> None:
        query = self.schema.query_type
        asked = [f for name, f in (query.fields.items() if query else ()) if company_argument(name, f, self)]
        asked_by_company = {target.name for f in asked if (target := self.target(f.type))}
        changed = True
        while changed:
            changed = False
            for entity in self.entities.values():
                leads = any(r.target == COMPANY or self.entities[r.target].scoped for r in entity.refs.values())
                leads = leads or any(leaf.target == COMPANY for leaf in entity.leaves.values())
                leads = leads or entity.name in asked_by_company
                if leads and not entity.scoped and entity.name != COMPANY:
                    entity.scoped = changed = True


def company_argument(name: str, f: Field, shape: Shape) -> str | None:
    """The argument of a root field that names the company; a list that takes a plain `id` means the company by it."""
    for argument in ("companyId", "scopeId"):
        if argument in f.args:
            return argument
    plain = f.args.get("id")
    listed = name_of(f.type) in shape.pages and "ByProject" not in name
    return "id" if listed and plain is not None and name_of(plain.type) == "ID" else None


def _page_item(kind: GraphQLObjectType) -> str | None:
    for items, about in (("collection", "metadata"), ("nodes", "pageInfo")):
        if items in kind.fields and about in kind.fields and is_list(kind.fields[items].type):
            return name_of(kind.fields[items].type)
    return None
