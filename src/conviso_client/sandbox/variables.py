"""Check the values of variables as graphql-ruby does: one error per variable, with all its problems."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    VariableDefinitionNode,
    is_list_type,
    is_non_null_type,
    is_required_input_field,
    print_ast,
    type_from_ast,
)

from .kinds import Kind
from .profiles import Profile
from .refusal import Entry, entry

__all__ = ["ruby_literal", "variable_errors"]

_BUILT_IN: Mapping[str, tuple[type, ...]] = {
    "Int": (int,), "Float": (int, float), "String": (str,), "ID": (str, int), "Boolean": (bool,),
}  # fmt: skip
_LARGEST_INT = 2**31 - 1


class _Problem(NamedTuple):
    path: list[str | int]
    explanation: str


def variable_errors(
    schema: GraphQLSchema, operation: OperationDefinitionNode, given: Mapping[str, Any], profile: Profile
) -> list[Entry]:
    """Make one error for each variable with an invalid value."""
    errors: list[Entry] = []
    for definition in operation.variable_definitions or ():
        name = definition.variable.name.value
        if name not in given and definition.default_value is not None:
            continue
        value = given.get(name)
        problems = list(_problems(type_from_ast(schema, cast("Any", definition.type)), value, [], profile))
        if problems:
            errors.append(_entry(definition, value, problems))
    return errors


def _entry(definition: VariableDefinitionNode, value: Any, problems: list[_Problem]) -> Entry:
    paths = [f"{'.'.join(map(str, p.path))} ({p.explanation})" for p in problems if p.path]
    where = f" for {', '.join(paths)}" if paths else ""
    message = (
        f"Variable ${definition.variable.name.value} of type {print_ast(definition.type)} was provided invalid value"
    )
    told = [problem._asdict() for problem in problems]
    return entry(message + where, [definition], value=_plain(value), problems=told)


def _problems(kind: Kind, value: Any, path: list[str | int], profile: Profile) -> Iterator[_Problem]:
    if is_non_null_type(kind):
        if value is None:
            yield _Problem(path, "Expected value to not be null")
            return
        kind = kind.of_type
    if value is None:
        return
    if is_list_type(kind):
        for nth, item in enumerate(value if isinstance(value, list) else [value]):
            yield from _problems(kind.of_type, item, [*path, nth], profile)
    elif isinstance(kind, GraphQLInputObjectType):
        yield from _input_problems(kind, value, path, profile)
    elif isinstance(kind, GraphQLEnumType):
        if not isinstance(value, str) or value not in kind.values:
            yield _Problem(path, f"Expected {ruby_literal(value)} to be one of: {', '.join(kind.values)}")
    elif not _is_of(kind, value):
        yield _Problem(path, f"Could not coerce value {ruby_literal(value)} to {kind.name}")


def _input_problems(
    kind: GraphQLInputObjectType, value: Any, path: list[str | int], profile: Profile
) -> Iterator[_Problem]:
    if not isinstance(value, dict):
        shown = json.dumps(_plain(value), separators=(",", ":"), ensure_ascii=False)
        methods = " responding to `to_h` or `to_unsafe_h`" if profile.names_conversions else ""
        yield _Problem(path, f"Expected {shown} to be a key-value object{methods}.")
        return
    given = cast("dict[str, Any]", value)
    fields = cast("Mapping[str, Any]", kind.fields)
    for name, item in given.items():
        if name in fields:
            yield from _problems(fields[name].type, item, [*path, name], profile)
        else:
            yield _Problem([*path, name], f"Field is not defined on {kind.name}")
    for name, f in fields.items():
        if name not in given and is_required_input_field(f):
            yield _Problem([*path, name], "Expected value to not be null")


def _is_of(kind: Any, value: Any) -> bool:
    """Whether a scalar accepts a value from JSON."""
    types = _BUILT_IN.get(kind.name)
    if types is None:
        try:
            return kind.parse_value(value) is not Undefined
        except Exception:  # noqa: BLE001  (a scalar may refuse a value with any exception)
            return False
    if isinstance(value, bool):
        return bool in types
    if kind.name == "Int":
        return isinstance(value, int) and -_LARGEST_INT - 1 <= value <= _LARGEST_INT
    return isinstance(value, types)


def ruby_literal(value: Any) -> str:
    """Format a value as graphql-ruby does in messages: GraphQL syntax without blanks."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{k}:{ruby_literal(v)}" for k, v in cast("dict[str, Any]", value).items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(ruby_literal(item) for item in value) + "]"
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    """Convert a value to plain JSON; a file becomes its name."""
    return json.loads(json.dumps(value, default=lambda file: getattr(file, "filename", str(file))))
