"""Ask an endpoint for its schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from graphql import get_introspection_query

from conviso_client.errors import ConfigurationError, GraphQLError, QueryTooComplex

__all__ = ["Executes", "introspect"]

_OPTIONS = (
    "input_object_one_of",
    "input_value_deprecation",
    "schema_description",
    "directive_is_repeatable",
    "specified_by_url",
)
"""What newer servers know and older ones refuse, the newest first."""


class Executes(Protocol):
    """What introspection needs of a client."""

    def execute(self, document: str) -> Mapping[str, Any]: ...


def introspect(client: Executes, url: str) -> Mapping[str, Any]:
    """Fetch the whole schema: descriptions, deprecated arguments and input fields, and what else the server knows.

    Where a server refuses an option, asks again without it. Raises `ConfigurationError` if introspection is switched
    off, and what `execute` raises otherwise.
    """
    refusal: GraphQLError | None = None
    for query in _queries():
        try:
            data = client.execute(query)
        except QueryTooComplex:
            raise
        except GraphQLError as error:
            refusal = error
            continue
        if data.get("__schema"):
            return data
        break
    reason = f": {refusal.errors[0].message}" if refusal and refusal.errors else ""
    raise ConfigurationError(
        f"{url} does not tell its schema{reason}. Introspection may be switched off there; "
        "save an answer to a file elsewhere and give it with --from FILE"
    ) from None


def _queries() -> Iterator[str]:
    for known in range(len(_OPTIONS) + 1):
        options = dict.fromkeys(_OPTIONS[known:], True)
        yield get_introspection_query(descriptions=True, **options)
