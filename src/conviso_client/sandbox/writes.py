"""Creating, updating and deleting by convention: `createX`, `updateX`, `createOrUpdateX` and `deleteX` write entities.

An input's fields go to the entity's fields of the same name; `xId`, `xIds` and `xEmail` are references and must exist.
A mutation of no such name answers from the seeded data and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .context import RequestContext, Root
from .kinds import Field, is_list, name_of, named
from .refusal import invalid, not_found
from .row import EntityRow
from .shape import COMPANY, Entity, Many, Shape

__all__ = ["Writes", "company_of", "find", "holds_files", "remove", "save", "set_links"]

Aliases = Mapping[str, str]
"""How an input calls what the entity calls otherwise: `{"tecnologyList": "technologies"}`."""
COMPANY_FIELDS = ("companyId", "scopeId", "scopeIdEq", "company_id", "projectScopeIdEq")
"""How arguments name the company."""
_IGNORED = frozenset({"id", "clientMutationId", *COMPANY_FIELDS})
_GOOD_NEWS: Mapping[str, Any] = {"success": True, "ok": True, "errors": [], "msg": "Success"}


def save(
    context: RequestContext,
    entity_name: str,
    given: Mapping[str, Any],
    *,
    row: EntityRow | None = None,
    aliases: Aliases | None = None,
    kind: str | None = None,
    company: int | None = None,
) -> EntityRow:
    """Create a row from an input, or change one; what the input does not name stays as it is.

    Raises RECORD_NOT_FOUND if a reference leads nowhere.
    """
    entity = context.world.shape.entities[entity_name]
    draft = _Draft(context, entity)
    for name, value in given.items():
        if name not in _IGNORED:
            draft.assign((aliases or {}).get(name, name), value)
    values = draft.values
    if "updatedAt" in entity.leaves:
        values.setdefault("updatedAt", context.world.now())
    if row is not None:
        row = context.store.update(row, values)
    else:
        owner = company or company_of(context, given)
        draft.complete(owner)
        row = context.store.insert(entity_name, values, company=owner, kind=kind)
    for name, others in draft.links.items():
        set_links(context, row, entity.manys[name], others)
    return row


def remove(context: RequestContext, row: EntityRow) -> None:
    """Delete a row, and the rows that cannot be without it; others that refer to it do so no longer."""
    store, name = context.store, row.entity.name
    for entity in context.world.shape.entities.values():
        for ref in entity.refs.values():
            if ref.target != name or name == COMPANY:
                continue
            if not ref.required:
                store.forget(entity.name, ref.name, row.id)
            elif entity.name == name:
                store.point_at_itself(name, ref.name, row.id)
            else:
                for dependent in store.select(entity.name).where(f'"{ref.name}" = ?', row.id).rows():
                    remove(context, dependent)
        for leaf in entity.leaves.values():
            if leaf.target == name and not entity.mirrors(leaf) and not leaf.required:
                store.forget(entity.name, leaf.name, row.id)
    store.delete(row)


def set_links(context: RequestContext, row: EntityRow, many: Many, others: Sequence[int]) -> None:
    """Replace the rows that a list of a row holds."""
    if many.back is None:
        context.store.relink(many.link, row.id, others, flipped=many.flipped)


def company_of(context: RequestContext, given: Mapping[str, Any]) -> int | None:
    """The company that an input is about: named, or that of something it refers to, or the key's first."""
    for name in COMPANY_FIELDS:
        if given.get(name) is not None:
            return context.scope(given[name])
    for name, value in given.items():
        target = context.world.shape.named(name[:-2]) if name.endswith("Id") and value is not None else None
        row = context.store.get(target.name, value) if target else None
        if row is not None and row.company is not None:
            return row.company
    return context.home()


def find(context: RequestContext, entity: str, key: object) -> EntityRow:
    """The row with this id, or with this e-mail address. Raises RECORD_NOT_FOUND."""
    if not isinstance(key, str) or "@" not in key:
        return context.require(entity, key)
    row = context.select(entity).where("email = ? COLLATE NOCASE", key).first()
    if row is None:
        raise not_found()
    return row


def holds_files(value: Any) -> bool:
    """Whether it is an uploaded file, or a list of such."""
    if isinstance(value, list):
        items: list[Any] = value
        return any(map(holds_files, items))
    return hasattr(value, "filename")


class _Draft:
    """A row in the making: values and links, from the fields of an input."""

    def __init__(self, context: RequestContext, entity: Entity) -> None:
        self.values: dict[str, Any] = {}
        self.links: dict[str, list[int]] = {}
        self._context = context
        self._entity = entity

    def assign(self, name: str, value: Any) -> None:
        """Take over one field of an input."""
        if not (self._as_link(name, value) or self._as_reference(name, value) or holds_files(value)):
            self.values[name] = value

    def complete(self, company: int | None) -> None:
        """Add what a new row must have and nothing was said about."""
        if "createdAt" in self._entity.leaves:
            self.values.setdefault("createdAt", self._context.world.now())
        for ref in self._entity.refs.values():
            if ref.required and ref.target != COMPANY and self.values.get(ref.name) is None:
                own = self._context.select(ref.target, company).order("id").first()
                found = own or self._context.store.select(ref.target).order("id").first()
                if found is None:
                    raise invalid(f"{ref.name.capitalize()} must exist")
                self.values[ref.name] = found.id

    def _as_link(self, name: str, value: Any) -> bool:
        if not isinstance(value, list):
            return False
        keys: list[Any] = value
        stem = name.removesuffix("Ids").removesuffix("Emails")
        many_name = next((n for n in (name, stem, f"{stem}s", stem.removesuffix("s")) if n in self._entity.manys), None)
        if many_name is None or any(isinstance(key, dict) for key in keys):
            return False
        target = self._entity.manys[many_name].target
        self.links[many_name] = [find(self._context, target, key).id for key in keys]
        return True

    def _as_reference(self, name: str, value: Any) -> bool:
        stems = [name, name.removesuffix("Id"), name.removesuffix("Email")]
        ref = next((self._entity.refs[stem] for stem in stems if stem in self._entity.refs), None)
        if ref is None or ref.target == COMPANY or isinstance(value, dict):
            return False
        self.values[ref.name] = None if value in (None, "") else find(self._context, ref.target, value).id
        return True


class Writes:
    """The mutations that no domain has taken over."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape

    def generic(self, name: str, f: Field) -> Root:
        """What a mutation does, by its name."""
        payload: Any = named(f.type)
        verb = next((verb for verb in ("createOrUpdate", "create", "update", "delete") if name.startswith(verb)), "")
        field, entity = self._subject(payload) or (None, self._shape.named(name.removeprefix(verb)))
        several = field is not None and is_list(payload.fields[field].type)
        good_news = _good_news(payload)

        def write(context: RequestContext, given: dict[str, Any]) -> dict[str, Any]:
            answer = dict(good_news)
            row = self._write(context, verb, entity, given) if entity is not None else None
            if field is not None and row is not None:
                answer[field] = [row] if several else row
            return answer

        return write

    def _write(self, context: RequestContext, verb: str, entity: Entity, given: dict[str, Any]) -> EntityRow | None:
        key = given.get("id")
        row = None if key is None or verb == "create" else context.require(entity.name, key)
        if verb == "delete":
            if row is not None:
                remove(context, row)
            return row
        if verb in {"create", "createOrUpdate"} or (verb == "update" and row is not None):
            return save(context, entity.name, given, row=row, kind=None if row else next(iter(entity.types)))
        return row or context.select(entity.name).order("id").first()

    def _subject(self, payload: Any) -> tuple[str, Entity] | None:
        """The field of a payload that holds what was written, and its entity."""
        for name, f in getattr(payload, "fields", {}).items():
            target = self._shape.target(f.type)
            if target is not None and name_of(f.type) not in self._shape.pages:
                return name, target
        return None


def _good_news(payload: Any) -> dict[str, Any]:
    """What a payload says beside the entity when all went well."""
    answers: dict[str, Any] = {}
    fields: dict[str, Field] = getattr(payload, "fields", {})
    for name in _GOOD_NEWS.keys() & fields.keys():
        value = _GOOD_NEWS[name]
        answers[name] = [value] if is_list(fields[name].type) and not isinstance(value, list) else value
    return answers
