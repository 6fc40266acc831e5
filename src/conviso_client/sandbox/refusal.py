"""The API's own errors, as entries of `errors` in an answer."""

from __future__ import annotations

from graphql import GraphQLError

__all__ = ["invalid", "not_authorized", "not_found", "not_unique", "out_of_scope"]


def not_found(message: str = "Record not found") -> GraphQLError:
    """No such record, or none that the key may see."""
    return GraphQLError(message, extensions={"code": "RECORD_NOT_FOUND"})


def not_unique(message: str) -> GraphQLError:
    """There is such a record already."""
    return GraphQLError(message, extensions={"code": "RECORD_NOT_UNIQUE"})


def out_of_scope(company: object) -> GraphQLError:
    """The company is missing, unknown or another's."""
    return GraphQLError(f"Scope - Resource not accessible for id: {'' if company is None else company}")


def not_authorized() -> GraphQLError:
    """The key's owner may not do this."""
    return GraphQLError("not authorized")


def invalid(message: str) -> GraphQLError:
    """The input is of the right types and still cannot be accepted."""
    return GraphQLError(message, extensions={"code": "RECORD_INVALID"})
