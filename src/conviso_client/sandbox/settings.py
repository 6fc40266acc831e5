"""The settings of a sandbox, with their defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, cast

from pydantic import Field

from .checking import check_fields
from .context import Ending, utc_now
from .defaults import DEFAULT_KEY, MOST_ROWS
from .faults import Chance, Latency
from .profiles import Server
from .quota import QuotaRule

__all__ = ["DEFAULT_KEY", "Settings"]

_Key = Annotated[str, Field(pattern=r"^[!-~]+$")]
"""Printable ASCII without blanks, which fits into a header."""
_Count = Annotated[int, Field(ge=1, le=MOST_ROWS)]


@dataclass(frozen=True)
class Settings:
    """How a sandbox behaves. Raises ConfigurationError for an invalid value."""

    keys: Annotated[Mapping[_Key, frozenset[int] | None], Field(min_length=1)] = field(
        default_factory=lambda: {DEFAULT_KEY: None}, repr=False
    )
    """Each key with the ids of the companies that it may see. None: all companies."""
    seed: int = 1
    """The same seed gives the same data on the same day."""
    schema: Path | None = None
    """A schema file; None: the one that this package was generated from."""
    counts: Mapping[str, _Count] = field(default_factory=dict[str, int])
    """How many rows to seed, by entity: `{"Asset": 5000}`."""
    largest_page: Annotated[int, Field(ge=1)] = 1000
    """Rows on a page, at most."""
    largest_body: Annotated[int, Field(ge=1)] = 100_000_000
    """Bytes of a request body, at most. A larger one is answered with 413."""
    server: Server = "graphql-ruby-1"
    """The server whose behaviour to follow where versions differ: graphql-ruby 1.13.15 or 2.6.13."""
    introspection: bool = True
    operations: Sequence[str] = ()
    """Names of your own operations, which faults and assertions may then use before the first request."""
    quota: QuotaRule = field(default_factory=QuotaRule)
    latency: Latency = field(default_factory=Latency)
    chances: Sequence[Chance] = ()
    """Statuses that a random share of the answers gets."""
    jobs: Ending = "succeed"
    """How work of the platform's own ends, such as a scan, an import or a report: well, in a failure, or never."""
    persist: Path | None = None
    """The file that holds the data, for one sandbox at a time. None: in memory."""
    clock: Callable[[], datetime] = utc_now
    """Returns the current time, with a zone. The seeded data ends on its day."""

    def __post_init__(self) -> None:
        for name in ("schema", "persist"):
            if isinstance(getattr(self, name), str):
                object.__setattr__(self, name, Path(getattr(self, name)))
        object.__setattr__(self, "keys", _with_frozensets(self.keys))
        check_fields(self, "Settings")


def _with_frozensets(keys: object) -> object:
    """Convert the companies of each key to a set. Other types are left to be refused."""
    if not isinstance(keys, Mapping):
        return keys
    given = cast("Mapping[str, object]", keys)
    return {
        key: frozenset(cast("Iterable[int]", ids)) if isinstance(ids, (list, tuple, set, range)) else ids
        for key, ids in given.items()
    }
