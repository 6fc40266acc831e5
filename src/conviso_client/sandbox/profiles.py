"""What differs between the versions of graphql-ruby that the sandbox can answer as."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["PROFILES", "Profile", "Server"]

Server = Literal["graphql-ruby-1", "graphql-ruby-2"]


class Profile(NamedTuple):
    """How a version of graphql-ruby behaves, where they differ."""

    max_tokens: int
    """Of a document."""
    errors_first: bool
    """Whether `errors` stand before `data` in an answer."""
    suggests: bool
    """Whether an unknown name is answered with those that are like it."""
    tells_parser_tokens: bool
    """Whether a syntax error says what was expected."""
    compares_returned_types: bool
    """Whether fields of one response key on types that exclude each other must return the same type."""
    locates_nulls: bool
    """Whether a null in a non-null field is reported with its path."""
    counts_skipped_fragments: bool
    """Whether fragments that directives leave out count for depth and complexity."""
    takes_basic_dates: bool
    """Whether a timestamp may be a date without dashes."""


PROFILES: dict[Server, Profile] = {
    "graphql-ruby-1": Profile(
        max_tokens=30_000,
        errors_first=False,
        suggests=False,
        tells_parser_tokens=False,
        compares_returned_types=False,
        locates_nulls=False,
        counts_skipped_fragments=True,
        takes_basic_dates=False,
    ),
    "graphql-ruby-2": Profile(
        max_tokens=5_000,
        errors_first=True,
        suggests=True,
        tells_parser_tokens=True,
        compares_returned_types=True,
        locates_nulls=True,
        counts_skipped_fragments=False,
        takes_basic_dates=True,
    ),
}
"""As seen of 1.13.15 and 2.6.9."""
