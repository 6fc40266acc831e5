"""Where ledgers are kept: what a store must do, and the one that keeps them in this process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, TypeAlias

from conviso_client.http.fork import renew_after_fork
from conviso_client.quota.limiter import monotonic

__all__ = ["PATIENCE", "Change", "MemoryStore", "Store", "StoreBusy"]

Change: TypeAlias = "Callable[[bytes | None, float], bytes]"
"""Take a ledger (None: there is none yet) and the store's time, and return the ledger as it is to be kept."""

PATIENCE = 2.0
"""Seconds of being busy after which a store counts as out of reach: whoever is in it has been stopped."""


class StoreBusy(BlockingIOError):  # noqa: N818
    """Another process is in the store at this moment. `image` is the ledger as it was, if it can be read."""

    def __init__(self, image: bytes | None = None) -> None:
        super().__init__("another process keeps it locked")
        self.image = image


class Store(Protocol):
    """Keeps ledgers for those who share them. `Quota.using` takes one of your own."""

    quick: bool
    """True if `update` takes microseconds, so that it may be called in an event loop; False: it gets a thread."""

    def update(self, name: str, change: Change, lifetime: float) -> None:
        """Replace the ledger `name` by what `change` makes of it, with nobody else in between.

        `change` gets the ledger and the store's time in seconds: one clock for all who share the store. It may be
        called more than once; the last result counts. A ledger must be kept for `lifetime` seconds after its last
        update. Several threads may call `update` at once, say for two keys. Raise `StoreBusy` if the store is in use
        at this moment and ought to be asked again in a millisecond; any other error means that it cannot be reached,
        and each process goes on with its part.
        """
        ...


class MemoryStore:
    """Keeps ledgers for the threads and tasks of this process."""

    quick = True

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._ledgers: dict[str, tuple[bytes, float]] = {}
        """Each with the time until which it is kept."""
        self.after_fork()
        renew_after_fork(self)

    def after_fork(self) -> None:
        """Replace the lock, which a thread of the parent process may hold."""
        self._lock = threading.Lock()

    def update(self, name: str, change: Change, lifetime: float) -> None:
        # A signal handler may call the API while this thread is in here, so nobody waits for the lock without end.
        if not self._lock.acquire(timeout=PATIENCE):
            raise StoreBusy
        try:
            now = self._clock()
            kept = self._ledgers.get(name)
            if kept is None:
                self._ledgers = {name: one for name, one in self._ledgers.items() if one[1] > now}
            self._ledgers[name] = change(kept and kept[0], now), now + lifetime
        finally:
            self._lock.release()
