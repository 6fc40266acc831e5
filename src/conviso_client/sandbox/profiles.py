"""The differences between the versions of graphql-ruby that the sandbox can imitate."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["PROFILES", "Profile", "Server"]

Server = Literal["graphql-ruby-1", "graphql-ruby-2"]


class Profile(NamedTuple):
    """The behaviour of one version of graphql-ruby."""

    max_tokens: int
    """Tokens of a document, at most."""
    errors_first: bool
    """Whether `errors` come before `data` in an answer."""
    suggests: bool
    """Whether errors about unknown names suggest similar ones."""
    tells_parser_tokens: bool
    """Whether syntax errors name the expected token."""
    looks_into_enums: bool
    """Whether selections on an enum are validated as those on an object without fields."""
    explains_defaults: bool
    """Whether the error for a default says what is wrong in it, and required variables may have one."""
    names_conversions: bool
    """Whether the error for a value that should be an object names Ruby's methods of conversion."""
    locates_nulls: bool
    """Whether the error for a null in a non-null field has a path."""
    counts_skipped_fragments: bool
    """Whether skipped fragments count for depth and complexity."""
    knows_specified_by_url: bool
    """Whether introspection has `specifiedByURL`, which graphql-ruby misspelt up to 2.0.5, and `isOneOf`."""
    takes_basic_dates: bool
    """Whether a timestamp may be a date without dashes."""


PROFILES: dict[Server, Profile] = {
    "graphql-ruby-1": Profile(
        max_tokens=30_000,
        errors_first=False,
        suggests=False,
        tells_parser_tokens=False,
        looks_into_enums=True,
        explains_defaults=False,
        names_conversions=True,
        locates_nulls=False,
        counts_skipped_fragments=True,
        knows_specified_by_url=False,
        takes_basic_dates=False,
    ),
    "graphql-ruby-2": Profile(
        max_tokens=5_000,
        errors_first=True,
        suggests=True,
        tells_parser_tokens=True,
        looks_into_enums=False,
        explains_defaults=True,
        names_conversions=False,
        locates_nulls=True,
        counts_skipped_fragments=False,
        knows_specified_by_url=True,
        takes_basic_dates=True,
    ),
}
"""Measured with 1.13.15 and 2.6.13."""
