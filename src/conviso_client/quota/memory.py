"""The ledger of one process, in memory."""

from __future__ import annotations

import itertools
import threading
import time
from typing import TYPE_CHECKING

from conviso_client.quota.exchange import Ask, Busy, Reply, State, serve
from conviso_client.quota.ledger import Ledger, Limits
from conviso_client.quota.lock import is_mine

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MemoryLedger", "MemoryStore"]


class MemoryLedger:
    """What the stores of one process share."""

    def __init__(self) -> None:
        self.state = State(Ledger(Limits(0, 1.0, 1.0)))
        self.lock = threading.RLock()
        self.names = itertools.count(1)


class MemoryStore:
    """Keeps the ledger for the threads and tasks of one process."""

    inline = True

    def __init__(
        self, limits: Limits, ledger: MemoryLedger | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.limits = limits
        self._shared = MemoryLedger() if ledger is None else ledger
        self._name = next(self._shared.names)
        self._clock = clock

    def exchange(self, ask: Ask) -> Reply:
        shared = self._shared
        if is_mine(shared.lock):
            raise Busy
        with shared.lock:
            shared.state.ledger.limits = self.limits
            return serve(shared.state, self._clock(), self._name, ask)

    @property
    def idle(self) -> bool:
        with self._shared.lock:
            ledger = self._shared.state.ledger
            now = ledger.advance(self._clock())
            return not ledger.ends and ledger.pace.held_until <= now and not ledger.rate(now)

    def forked(self) -> None:
        self._shared.lock = threading.RLock()
        self._shared.state.members.clear()
