"""Guess what was renamed, and find the changes that follow from others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from graphql import GraphQLNamedType, GraphQLSchema

from .changes import Change, Kind, member_of

__all__ = ["explained"]

_MEMBERS = {
    Kind.FIELD_REMOVED: (Kind.FIELD_ADDED,),
    Kind.ARGUMENT_REMOVED: (Kind.OPTIONAL_ARGUMENT_ADDED, Kind.REQUIRED_ARGUMENT_ADDED),
    Kind.INPUT_FIELD_REMOVED: (Kind.OPTIONAL_INPUT_FIELD_ADDED, Kind.REQUIRED_INPUT_FIELD_ADDED),
    Kind.ENUM_VALUE_REMOVED: (Kind.ENUM_VALUE_ADDED,),
}
"""What may have come in the place of what went."""

_ALIKE = 0.6
"""Names and shapes less alike than this are no rename."""

_Values = Mapping[str, str]


class _Pair(NamedTuple):
    score: float
    gone: str
    come: str


def explained(changes: Iterable[Change], old: GraphQLSchema, new: GraphQLSchema) -> list[Change]:
    """Add to each change what it follows from, and to what was removed what it was probably renamed to."""
    listed = list(changes)
    types = _types(listed, old, new)
    members = _members(listed, types)
    known = {(change.kind, change.coordinate) for change in listed}
    return [
        change._replace(
            renamed_to=types.get(change.coordinate) or members.get(change.coordinate),
            follows=_renamed_type(change, types) or _interface(change, known, old, new),
        )
        for change in listed
    ]


def _interface(change: Change, known: set[tuple[Kind, str]], old: GraphQLSchema, new: GraphQLSchema) -> str | None:
    """Find the same change in an interface of the type."""
    member = change.coordinate.removeprefix(change.type_name)
    if not member:
        return None
    kinds = (schema.type_map.get(change.type_name) for schema in (old, new))
    names = [interface.name for kind in kinds for interface in getattr(kind, "interfaces", ())]
    return next((name + member for name in names if (change.kind, name + member) in known), None)


def _renamed_type(change: Change, types: _Values) -> str | None:
    if change.old is None or change.new is None:
        return None
    return next((gone for gone, come in types.items() if _with_name(change.old, gone, come) == change.new), None)


def _types(changes: list[Change], old: GraphQLSchema, new: GraphQLSchema) -> dict[str, str]:
    come = [new.type_map[change.coordinate] for change in changes if change.kind is Kind.TYPE_ADDED]
    pairs = [
        _Pair(score, change.coordinate, candidate.name)
        for change in changes
        if change.kind is Kind.TYPE_REMOVED
        for candidate in come
        if (score := _type_likeness(old.type_map[change.coordinate], candidate)) >= _ALIKE
    ]
    return dict(_best(pairs))


def _type_likeness(old: GraphQLNamedType, new: GraphQLNamedType) -> float:
    if type(old) is not type(new):
        return 0
    before, after = _shape(old), _shape(new)
    if not before or not after:
        return _name_likeness(old.name, new.name)
    shared = len(before & after) / len(before | after)
    return shared and (2 * shared + _name_likeness(old.name, new.name)) / 3


def _shape(kind: Any) -> set[str]:
    members: Iterable[str] = getattr(kind, "fields", None) or getattr(kind, "values", None) or ()
    return {*members, *(member.name for member in getattr(kind, "types", ()))}


def _members(changes: list[Change], types: _Values) -> dict[str, str]:
    come: dict[tuple[str, Kind], list[Change]] = defaultdict(list)
    for change in changes:
        come[_owner(change.coordinate), change.kind].append(change)
    pairs = [
        _Pair(score, gone.coordinate, candidate.coordinate)
        for gone in changes
        for kind in _MEMBERS.get(gone.kind, ())
        for candidate in come[_owner(gone.coordinate), kind]
        if (score := _member_likeness(gone, candidate, types)) >= _ALIKE
    ]
    return dict(_best(pairs))


def _member_likeness(gone: Change, come: Change, types: _Values) -> float:
    score = _name_likeness(member_of(gone.coordinate), member_of(come.coordinate))
    if gone.kind is Kind.ENUM_VALUE_REMOVED:
        return score
    old, new = _named(gone.old), _named(come.new)
    return score if types.get(old, old) == new else 0


def _best(pairs: Iterable[_Pair]) -> Iterator[tuple[str, str]]:
    """Pair each at most once, the likeliest first."""
    taken: set[str] = set()
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.gone, pair.come)):
        if pair.gone not in taken and pair.come not in taken:
            taken |= {pair.gone, pair.come}
            yield pair.gone, pair.come


def _name_likeness(old: str, new: str) -> float:
    """From 0 to 1; names that differ in case and underscores alone are the same, and so is a name inside another."""
    before, after = (name.replace("_", "").lower() for name in (old, new))
    if before == after:
        return 1
    ratio = SequenceMatcher(None, before, after, autojunk=False).ratio()
    inside = min(len(before), len(after)) > 2 and (before in after or after in before)
    return max(ratio, _ALIKE) if inside else ratio


def _owner(coordinate: str) -> str:
    """`Query.assets(page:)` is in `Query.assets`, `Asset.name` in `Asset`."""
    return coordinate.rpartition("(" if "(" in coordinate else ".")[0]


def _named(declared: str | None) -> str:
    """`[Asset!]! = []` is about `Asset`."""
    return re.split(r"[ =]", declared or "", maxsplit=1)[0].strip("[]!")


def _with_name(declared: str, old: str, new: str) -> str:
    return re.sub(rf"\b{old}\b", new, declared)
