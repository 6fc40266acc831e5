"""The schema that the sandbox serves."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

from graphql import GraphQLScalarType, GraphQLSchema

from conviso_client.codegen.problems import GenerationError
from conviso_client.codegen.schema import SchemaText, parse_schema, read_schema_text
from conviso_client.errors import ConfigurationError

from .profiles import PROFILES, Server
from .scalars import bind_scalar

__all__ = ["build", "schema_text"]


def schema_text(path: str | Path | None = None) -> str:
    """Return the schema in SDL: the file at `path`, or the one that this package was generated from.

    The file may be a saved introspection answer in JSON.

    Raises ConfigurationError.
    """
    if path is None:
        packaged = resources.files("conviso_client") / "schema.graphql"
        if packaged.is_file():
            return packaged.read_text(encoding="utf-8")
        path = Path(__file__).parents[3] / "schema.graphql"
    return read_schema_text(Path(path)).sdl


@lru_cache(maxsize=4)
def build(text: SchemaText, server: Server = "graphql-ruby-1") -> GraphQLSchema:
    """Build an executable schema; its scalars check and normalise what they are given. Raises ConfigurationError."""
    try:
        schema = parse_schema(text)
    except GenerationError as error:
        said = "; ".join(map(str, error.problems[:5]))
        raise ConfigurationError(f"no valid GraphQL schema: {said}") from error
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLScalarType):
            bind_scalar(kind, PROFILES[server])
    return schema
