"""The project's schema, built once for all tests of a process: it takes half a second."""

from functools import cache
from pathlib import Path

from graphql import GraphQLSchema, build_schema

HOME = Path(__file__).parents[1]


@cache
def project_schema() -> GraphQLSchema:
    """Give the schema, which nobody may change."""
    return build_schema((HOME / "schema.graphql").read_text(encoding="utf-8"), assume_valid=True)
