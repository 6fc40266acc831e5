"""The API's own errors: those that resolvers raise, and the entries of `errors` for what does not run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graphql import GraphQLError, Node

__all__ = ["DocumentRefused", "Entry", "entry", "invalid", "not_found", "not_unique", "out_of_scope"]

Entry = dict[str, Any]
"""One of the `errors` of an answer."""


class DocumentRefused(Exception):  # noqa: N818  (it is said as it is)
    """A document cannot be read; `entry` says why."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry["message"])
        self.entry = entry


def entry(message: str, nodes: Iterable[Node] | None = None, path: list[str] | None = None, **extensions: Any) -> Entry:
    """An entry of `errors`, with the places of nodes; what is not given is left out."""
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
    """No such record, or none that the key may see."""
    return GraphQLError(message, extensions={"code": "RECORD_NOT_FOUND"})


def not_unique(message: str) -> GraphQLError:
    """There is such a record already."""
    return GraphQLError(message, extensions={"code": "RECORD_NOT_UNIQUE"})


def out_of_scope(company: object) -> GraphQLError:
    """The company is missing, unknown or another's."""
    return GraphQLError(f"Scope - Resource not accessible for id: {'' if company is None else company}")


def invalid(message: str) -> GraphQLError:
    """The input is of the right types and still cannot be accepted."""
    return GraphQLError(message, extensions={"code": "RECORD_INVALID"})
