"""The ledger of one process, in memory."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from conviso_client.quota.exchange import Ask, Reply, serve
from conviso_client.quota.ledger import Ledger, Limits

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MemoryStore"]


class MemoryStore:
    """Keeps the ledger for the threads and tasks of one process."""

    inline = True

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._ledger = Ledger(limits)
        self._clock = clock
        self._issued = 0

    def exchange(self, ask: Ask) -> Reply:
        ticket = self._issued + 1
        self._issued += ask.arrivals
        return serve(self._ledger, self._clock(), ask, ticket)

    @property
    def idle(self) -> bool:
        """True if nothing that happened so far matters any more."""
        now = self._ledger.advance(self._clock())
        return not self._ledger.ends and self._ledger.pace.held_until <= now and not self._ledger.rate(now)
