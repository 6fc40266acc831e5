"""Creating, updating and deleting by convention: `createX`, `updateX`, `createOrUpdateX` and `deleteX` write entities.

An input's fields go to the entity's fields of the same name; `xId`, `xIds` and `xEmail` are references, which must exist.
A mutation of no such name answers from the seeded data and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_list_type, get_nullable_type

from .context import Context
from .refusal import not_found
from .row import Row
from .shape import COMPANY, Entity, Many, Shape

__all__ = ["Writes", "save"]

Aliases = Mapping[str, str]
"""How an input calls what the entity calls otherwise: `{"tecnologyList": "technologies"}`."""
_COMPANY_FIELDS = ("companyId", "scopeId", "company_id")
_IGNORED = frozenset({"id", "clientMutationId", *_COMPANY_FIELDS})


def save(
    context: Context,
    entity_name: str,
    given: Mapping[str, Any],
    *,
    row: Row | None = None,
    aliases: Aliases | None = None,
    kind: str | None = None,
    company: int | None = None,
) -> Row:
    """Create a row from an input, or change one; what the input does not name stays as it is.

    Raises RECORD_NOT_FOUND if a reference leads nowhere.
    """
    entity = context.world.shape.entities[entity_name]
    values: dict[str, Any] = {}
    links: dict[str, list[int]] = {}
    for name, value in given.items():
        if name not in _IGNORED:
            _assign(context, entity, (aliases or {}).get(name, name), value, values, links)
    now = context.world.now()
    if "updatedAt" in entity.leaves:
        values["updatedAt"] = now
    if row is None:
        if "createdAt" in entity.leaves:
            values.setdefault("createdAt", now)
        company = company or company_of(context, given)
        for ref in entity.refs.values():
            if ref.required and ref.target != COMPANY and values.get(ref.name) is None:
                values[ref.name] = _stand_in(context, ref.target, company)
        row = context.store.insert(entity_name, values, company=company, kind=kind)
    elif values:
        row = context.store.update(row, values)
    for name, others in links.items():
        set_links(context, row, entity.manys[name], others)
    return row


def set_links(context: Context, row: Row, many: Many, others: list[int]) -> None:
    """Replace the rows that a list of a row holds."""
    if many.back is None:
        context.store.relink(many.link, row.id, others, flipped=many.flipped)


def company_of(context: Context, given: Mapping[str, Any]) -> int | None:
    """The company that an input is about: named, or that of something it refers to, or the key's first."""
    for name in _COMPANY_FIELDS:
        if given.get(name) is not None:
            return context.scope(given[name])
    for name, value in given.items():
        target = context.world.shape.named(name[:-2]) if name.endswith("Id") and value is not None else None
        row = context.store.get(target.name, value) if target else None
        if row is not None and row.company is not None:
            return row.company
    return context.home()


def _stand_in(context: Context, entity: str, company: int | None) -> int | None:
    """A row for a reference that must not be missing and that nothing was said about."""
    found = context.select(entity, company).order("id").first()
    return found.id if found else None


def _assign(
    context: Context, entity: Entity, name: str, value: Any, values: dict[str, Any], links: dict[str, list[int]]
) -> None:
    """Sort one field of an input into the row's values or links."""
    for stem in (name, name.removesuffix("Ids"), f"{name.removesuffix('Ids')}s", f"{name.removesuffix('sIds')}s"):
        many = entity.manys.get(stem)
        if many is not None and isinstance(value, list) and all(isinstance(item, int | str) for item in value):
            links[stem] = [row.id for row in _people_or_rows(context, many.target, value)]
            return
    for suffix in ("", "Id", "Email"):
        ref = entity.refs.get(name.removesuffix(suffix)) if name.endswith(suffix) else None
        if ref is not None and ref.target != COMPANY and not isinstance(value, dict):
            found = _people_or_rows(context, ref.target, [] if value in (None, "") else [value])
            values[ref.name] = found[0].id if found else None
            return
    if not _holds_files(value):
        values[name] = value


def _people_or_rows(context: Context, entity: str, keys: list[Any]) -> list[Row]:
    """The rows with these ids, or these e-mail addresses."""
    found: list[Row] = []
    for key in keys:
        if isinstance(key, str) and "@" in key:
            row = context.store.select(entity).where("email = ?", key).first()
            if row is None:
                raise not_found()
            found.append(row)
        else:
            found.append(context.require(entity, key))
    return found


def _holds_files(value: Any) -> bool:
    return hasattr(value, "filename") or (isinstance(value, list) and any(map(_holds_files, value)))


class Writes:
    """The mutations that no domain has taken over."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape

    def generic(self, name: str, f: GraphQLField) -> Callable[[Context, dict[str, Any]], Any]:
        """What a mutation does, by its name."""
        payload = get_named_type(f.type)
        field, entity = (self.subject(payload) if isinstance(payload, GraphQLObjectType) else None) or (None, None)
        verb = next((verb for verb in ("createOrUpdate", "create", "update", "delete") if name.startswith(verb)), "")
        if entity is None:
            entity = _entity_by_name(self._shape, name.removeprefix(verb))
        plain = self._plain_answers(payload)
        many = (
            field is not None
            and isinstance(payload, GraphQLObjectType)
            and is_list_type(get_nullable_type(payload.fields[field].type))
        )

        def write(context: Context, given: dict[str, Any]) -> dict[str, Any]:
            answer = dict(plain)
            if entity is None or entity.name not in context.store.tables:
                return answer
            row = self._write(context, verb, entity, given)
            if field is not None and row is not None:
                answer[field] = [row] if many else row
            return answer

        return write

    def _write(self, context: Context, verb: str, entity: Entity, given: dict[str, Any]) -> Row | None:
        key = given.get("id")
        if verb == "delete":
            if key is None:
                return None
            row = context.require(entity.name, key)
            context.store.delete(row)
            return row
        if verb in {"create", "createOrUpdate", "update"} and (verb != "update" or key is not None):
            row = None if verb == "create" or key is None else context.require(entity.name, key)
            kind = None if row else next(iter(entity.types))
            return save(context, entity.name, given, row=row, kind=kind)
        if key is not None:
            return context.require(entity.name, key)
        return context.select(entity.name).order("id").first()

    def subject(self, payload: GraphQLObjectType) -> tuple[str, Entity] | None:
        """The field of a payload that holds what was written, and its entity."""
        for name, f in payload.fields.items():
            target = self._shape.target(f.type)
            if target is not None and get_named_type(f.type).name not in self._shape.pages:
                return name, target
        return None

    def _plain_answers(self, payload: Any) -> dict[str, Any]:
        """What a payload says beside the entity, when all went well."""
        if not isinstance(payload, GraphQLObjectType):
            return {}
        known: dict[str, Any] = {"success": True, "ok": True, "errors": [], "msg": "Success"}
        answers: dict[str, Any] = {}
        for name, value in known.items():
            if name in payload.fields:
                listed = is_list_type(get_nullable_type(payload.fields[name].type))
                answers[name] = value if isinstance(value, list) or not listed else [str(value)]
        return answers


def _entity_by_name(shape: Shape, name: str) -> Entity | None:
    return shape.named(name)
