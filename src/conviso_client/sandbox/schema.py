"""The schema that the sandbox serves, and how its scalars read what a client sends."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from graphql import GraphQLError, GraphQLSchema, Undefined, ValueNode, build_schema, value_from_ast_untyped
from graphql.language import StringValueNode

from conviso_client.errors import ConfigurationError

__all__ = ["build", "schema_text", "to_timestamp"]

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def schema_text(path: str | Path | None = None) -> str:
    """Return the schema in SDL: the file at `path`, or the one that this package was generated from.

    Raises ConfigurationError.
    """
    if path is None:
        packaged = resources.files("conviso_client") / "schema.graphql"
        if packaged.is_file():
            return packaged.read_text(encoding="utf-8")
        path = Path(__file__).parents[3] / "schema.graphql"
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"cannot read the schema {path}: {error}") from error


@lru_cache(maxsize=4)
def build(text: str) -> GraphQLSchema:
    """Build an executable schema; its scalars check and normalise what they are given. Raises ConfigurationError."""
    try:
        schema = build_schema(text)
    except (
        Exception
    ) as error:  # graphql-core raises GraphQLError, TypeError or a RecursionError, depending on the fault
        raise ConfigurationError(f"no valid GraphQL schema: {str(error).splitlines()[0]}") from error
    if schema.query_type is None:
        raise ConfigurationError("no valid GraphQL schema: it has no type Query")
    for name, parse in _SCALARS.items():
        scalar: Any = schema.type_map.get(name)
        if scalar is not None:
            scalar.parse_value = parse
            scalar.parse_literal = _literal(name, parse)
    return schema


def to_timestamp(value: datetime) -> str:
    """Write a moment as the API does: UTC, whole seconds, `Z`."""
    return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _parse_datetime(value: Any) -> str:
    if not isinstance(value, str):
        raise GraphQLError(f"{value!r} is not an ISO 8601 timestamp")
    try:
        parsed = datetime.fromisoformat(value.replace("Z", "+00:00").replace("z", "+00:00"))
        return to_timestamp(parsed if parsed.tzinfo else parsed.replace(tzinfo=timezone.utc))
    except (ValueError, OverflowError):
        raise GraphQLError(f"{value!r} is not an ISO 8601 timestamp") from None


def _parse_date(value: Any) -> str:
    if isinstance(value, str) and _DATE.match(value):
        try:
            return date.fromisoformat(value[:10]).isoformat()
        except ValueError:
            pass
    raise GraphQLError(f"{value!r} is not an ISO 8601 date")


def _parse_upload(value: Any) -> Any:
    if value is None or not hasattr(value, "filename"):
        raise GraphQLError("an Upload takes a file of a multipart request")
    return value


def _parse_json(value: Any) -> Any:
    return value


def _literal(name: str, parse: Any) -> Any:
    def parse_literal(node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
        if name == "JSON":
            return value_from_ast_untyped(node, variables)
        if isinstance(node, StringValueNode):
            return parse(node.value)
        return parse(Undefined)

    return parse_literal


_SCALARS = {
    "ISO8601DateTime": _parse_datetime,
    "ISO8601Date": _parse_date,
    "JSON": _parse_json,
    "Upload": _parse_upload,
}
