"""Say what each change does to the operations: by where they use what, and by validating them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from graphql import GraphQLError

from .changes import Change, Kind
from .effects_inputs import INPUT_RULES
from .effects_results import RESULT_RULES
from .touches import Comparison, Effect, Match, Touch, mention
from .usage import Location

__all__ = ["refusals", "touches"]

_RULES = {**RESULT_RULES, **INPUT_RULES}
_ADDITIONS = frozenset({Kind.FIELD_ADDED, Kind.TYPE_ADDED, Kind.UNDEPRECATED})


def touches(comparison: Comparison, change: Change) -> list[Touch]:
    """List every line of the operations that a change touches, those that break first."""
    rule = _RULES.get(change.kind, _mentioned)
    grouped: dict[tuple[str, int], list[Match]] = defaultdict(list)
    for match in rule(comparison, change):
        grouped[match.location.file, match.location.line].append(match)
    found = [_touch(comparison, file, line, matches) for (file, line), matches in grouped.items()]
    return sorted(found, key=lambda touch: (-touch.effect.rank, touch.file, touch.line))


def _touch(comparison: Comparison, file: str, line: int, matches: list[Match]) -> Touch:
    worst = max(matches, key=lambda match: match.effect.rank)
    names = {name for match in matches for name in comparison.old.operations(match.location.definition)}
    return Touch(file, line, tuple(sorted(names)), worst.effect, worst.advice)


def _mentioned(comparison: Comparison, change: Change) -> Iterator[Match]:
    """Find where the thing itself is used, by its coordinate or by the type that it is in."""
    usage = comparison.new if change.kind in _ADDITIONS else comparison.old
    advice = ""
    if change.kind is Kind.DEPRECATED:
        advice = f"leave it out, or write '# @allow-deprecated {change.coordinate}: why'"
    yield from mention(usage.by_coordinate.get(change.coordinate), advice)
    if change.coordinate == change.type_name:
        for locations in (usage.by_type_name, usage.by_result, usage.by_variable):
            yield from mention(locations.get(change.type_name))
    elif "(" not in change.coordinate:
        yield from mention(usage.by_variable.get(change.type_name))


def refusals(comparison: Comparison, explained: Iterable[Touch]) -> Iterator[tuple[Change, list[Touch]]]:
    """Find operations that the new schema refuses, took the old one, and that no change explains."""
    edited = {name for touch in explained if touch.effect is Effect.EDIT for name in touch.operations}
    known = {(error.message, *map(id, error.nodes or ())) for error in comparison.old_errors}
    for error in comparison.errors:
        if (error.message, *map(id, error.nodes or ())) in known:
            continue
        if found := _refusal(comparison, error, edited):
            yield found


def _refusal(comparison: Comparison, error: GraphQLError, edited: set[str]) -> tuple[Change, list[Touch]] | None:
    if not error.nodes or not (definition := comparison.old.definition_at(error.nodes[-1])):
        return None
    operations = tuple(name for name in comparison.old.operations(definition) if name not in edited)
    if not operations:
        return None
    location = Location(definition, error.nodes[-1])
    touch = Touch(location.file, location.line, operations, Effect.EDIT, error.message)
    change = Change(Kind.OPERATION_REFUSED, operations[0], f"{operations[0]} is refused: {error.message}")
    return change, [touch]
