"""What a sandbox can be told, with its defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from .context import utc_now
from .defaults import DEFAULT_KEY
from .faults import Chance, Latency
from .quota import QuotaRule

__all__ = ["DEFAULT_KEY", "Settings"]


@dataclass(frozen=True)
class Settings:
    """How a sandbox behaves."""

    keys: Mapping[str, frozenset[int] | None] = field(default_factory=lambda: {DEFAULT_KEY: None}, repr=False)
    """Each key with the companies that it may see; None: all of them."""
    seed: int = 1
    """The same seed gives the same data on the same day."""
    schema: Path | None = None
    """A schema file; None: the one that this package was generated from."""
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    """How many rows to seed, by entity: `{"Asset": 5000}`."""
    largest_page: int = 1000
    """More rows than this are never on one page."""
    introspection: bool = True
    quota: QuotaRule = field(default_factory=QuotaRule)
    latency: Latency = field(default_factory=Latency)
    chances: tuple[Chance, ...] = ()
    """Statuses that some answers have, by chance."""
    persist: Path | None = None
    """The file that the store is kept in, by one sandbox at a time; None: in memory."""
    clock: Callable[[], datetime] = utc_now
    """The time, with its zone. Its day at the start is the last day of the seeded data."""
