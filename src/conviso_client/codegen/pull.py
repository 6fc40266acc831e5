"""Ask an endpoint for its schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from graphql import DocumentNode, FragmentDefinitionNode, parse, print_ast

from conviso_client.errors import ConfigurationError, GraphQLError, QueryTooComplex

from .compat import introspection_query

__all__ = ["Executes", "introspect"]

_OPTIONS = {
    "input_object_one_of": re.compile(r"\bisOneOf\b"),
    "specified_by_url": re.compile(r"\bspecifiedByURL\b"),
    "input_value_deprecation": re.compile(r"\bincludeDeprecated\b|\b__InputValue\b"),
    "schema_description": re.compile(r"\bdescription\b.*\b__Schema\b|\b__Schema\b.*\bdescription\b"),
    "directive_is_repeatable": re.compile(r"\bisRepeatable\b"),
}
"""What newer servers know and older ones refuse, the newest first, with the words in which they name it.

graphql-ruby up to 2.0.5 spells `specifiedByUrl`, and knows all the rest but `isOneOf`.
"""
_LEVELS = (7, 5, 3)
"""Lists and non-nulls around a type, such as 5 in `[[ID!]!]!`. With 7 the query is 13 deep; the API's limit is 15."""


class Executes(Protocol):
    """What introspection needs of a client."""

    def execute(self, document: str) -> Mapping[str, Any]: ...


def introspect(client: Executes, url: str) -> Mapping[str, Any]:
    """Fetch the whole schema: descriptions, deprecated arguments and input fields, and what else the server knows.

    Where a server refuses an option, asks again without that one; where the query is too deep, with fewer levels of
    lists. Raises `ConfigurationError` if introspection is switched off, and what `execute` raises otherwise.
    """
    options, levels = list(_OPTIONS), list(_LEVELS)
    while True:
        try:
            data = client.execute(_query(options, levels[0]))
        except QueryTooComplex as error:  # noqa: PERF203  # a request takes longer than that
            if not levels[1:] or not any("depth" in detail.message for detail in error.errors):
                raise
            del levels[0]
        except GraphQLError as error:
            if not options:
                raise _silent(url, error) from None
            # A refusal in words that are not known costs the newest option.
            named = [option for option in options if _names(error, option)] or options[:1]
            options = [option for option in options if option not in named]
        else:
            if not data.get("__schema"):
                raise _silent(url, None)
            return data


def _names(error: GraphQLError, option: str) -> bool:
    """Tell if a refusal names an option, and does not only suggest it."""
    said = (" ".join([detail.message, *map(str, detail.extensions.values())]) for detail in error.errors)
    return any(_OPTIONS[option].search(text.split("Did you mean")[0]) for text in said)


def _silent(url: str, refusal: GraphQLError | None) -> ConfigurationError:
    reason = f": {refusal.errors[0].message}" if refusal and refusal.errors else ""
    return ConfigurationError(
        f"{url} does not tell its schema{reason}. Introspection may be switched off there; "
        "save an answer to a file elsewhere and give it with --from FILE"
    )


def _query(options: list[str], levels: int) -> str:
    """Write the query with some options, each type within so many lists and non-nulls."""
    chosen = {option: option in options for option in _OPTIONS}
    written = parse(introspection_query(descriptions=True, **chosen), no_location=True).definitions
    kept = [node for node in written if not (isinstance(node, FragmentDefinitionNode) and node.name.value == "TypeRef")]
    inner = "{ kind name }"
    for _ in range(levels):
        inner = f"{{ kind name ofType {inner} }}"
    reference = parse(f"fragment TypeRef on __Type {inner}", no_location=True).definitions
    return print_ast(DocumentNode(definitions=(*kept, *reference)))
