"""The API's own errors: what resolvers raise, and the entries of `errors` for requests that do not run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graphql import GraphQLError, Node

__all__ = ["DocumentRefused", "Entry", "entry", "invalid", "not_found", "not_unique", "out_of_scope"]

Entry = dict[str, Any]
"""One of the `errors` of an answer."""


class DocumentRefused(Exception):  # noqa: N818  (a name that says what happened)
    """A document that cannot be parsed; `entry` is the error."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry["message"])
        self.entry = entry


def entry(message: str, nodes: Iterable[Node] | None = None, path: list[str] | None = None, **extensions: Any) -> Entry:
    """Make an entry of `errors`, with the locations of nodes. What is not given is left out."""
    found: Entry = {"message": message}
    if nodes is not None:
        tokens = [node.loc.start_token for node in nodes if node.loc]
        found["locations"] = [{"line": token.line, "column": token.column} for token in tokens]
    if path is not None:
        found["path"] = path
    if extensions:
        found["extensions"] = extensions
    return found


def not_found(message: str = "Record not found") -> GraphQLError:
    """The record does not exist, or the key may not see it."""
    return GraphQLError(message, extensions={"code": "RECORD_NOT_FOUND"})


def not_unique(message: str) -> GraphQLError:
    """The record exists already."""
    return GraphQLError(message, extensions={"code": "RECORD_NOT_UNIQUE"})


def out_of_scope(company: object) -> GraphQLError:
    """The company is missing or unknown, or the key may not see it."""
    return GraphQLError(f"Scope - Resource not accessible for id: {'' if company is None else company}")


def invalid(message: str) -> GraphQLError:
    """The input has the right types but is not acceptable."""
    return GraphQLError(message, extensions={"code": "RECORD_INVALID"})
