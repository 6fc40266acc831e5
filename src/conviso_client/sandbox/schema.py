"""The schema that the sandbox serves."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

from graphql import GraphQLScalarType, GraphQLSchema, build_schema

from conviso_client.errors import ConfigurationError

from .flavour import FLAVOURS, Server
from .scalars import teach

__all__ = ["build", "schema_text"]


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
def build(text: str, server: Server = "graphql-ruby-1") -> GraphQLSchema:
    """Build an executable schema; its scalars check and normalise what they are given. Raises ConfigurationError."""
    try:
        schema = build_schema(text)
    except (
        Exception
    ) as error:  # graphql-core raises GraphQLError, TypeError or a RecursionError, depending on the fault
        raise ConfigurationError(f"no valid GraphQL schema: {str(error).splitlines()[0]}") from error
    if schema.query_type is None:
        raise ConfigurationError("no valid GraphQL schema: it has no type Query")
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLScalarType):
            teach(kind, FLAVOURS[server])
    return schema
