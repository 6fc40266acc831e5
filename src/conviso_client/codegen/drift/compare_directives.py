"""What changed in the directives that operations may carry."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import GraphQLDirective, GraphQLSchema, is_specified_directive

from .changes import Change, Kind, list_diff
from .compare_members import InputKinds, description_changes, input_changes

__all__ = ["directive_changes"]

_ARGUMENT = InputKinds(
    Kind.DIRECTIVE_ARGUMENT_REMOVED,
    Kind.OPTIONAL_DIRECTIVE_ARGUMENT_ADDED,
    Kind.REQUIRED_DIRECTIVE_ARGUMENT_ADDED,
    Kind.DIRECTIVE_ARGUMENT_BECAME_REQUIRED,
    Kind.DIRECTIVE_ARGUMENT_RELAXED,
    Kind.DIRECTIVE_ARGUMENT_TYPE_CHANGED,
    Kind.DIRECTIVE_ARGUMENT_DEFAULT_CHANGED,
)


def directive_changes(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    """Compare the directives, but for those that GraphQL itself defines."""
    directives = list_diff(_own(old), _own(new))
    for directive in directives.removed.values():
        yield Change(Kind.DIRECTIVE_REMOVED, f"@{directive.name}", f"@{directive.name} was removed")
    for directive in directives.added.values():
        yield Change(Kind.DIRECTIVE_ADDED, f"@{directive.name}", f"@{directive.name} was added")
    for before, after in directives.persisted.values():
        yield from _changes(before, after)


def _own(schema: GraphQLSchema) -> list[GraphQLDirective]:
    return [directive for directive in schema.directives if not is_specified_directive(directive)]


def _changes(old: GraphQLDirective, new: GraphQLDirective) -> Iterator[Change]:
    name = f"@{old.name}"
    yield from description_changes(name, old, new)
    yield from input_changes(_ARGUMENT, name + "({}:)", old.args, new.args)
    if old.is_repeatable and not new.is_repeatable:
        yield Change(Kind.DIRECTIVE_REPEATABLE_REMOVED, name, f"{name} may no longer be repeated at one place")
    elif new.is_repeatable and not old.is_repeatable:
        yield Change(Kind.DIRECTIVE_REPEATABLE_ADDED, name, f"{name} may now be repeated at one place")
    before = {location.name for location in old.locations}
    after = {location.name for location in new.locations}
    for location in sorted(before - after):
        message = f"{name} may no longer stand on {location}"
        yield Change(Kind.DIRECTIVE_LOCATION_REMOVED, name, message, location)
    for location in sorted(after - before):
        yield Change(Kind.DIRECTIVE_LOCATION_ADDED, name, f"{name} may now stand on {location}", None, location)
