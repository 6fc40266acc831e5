"""A lock that knows who holds it."""

from __future__ import annotations

import threading

__all__ = ["OwnedLock"]


class OwnedLock:
    """A lock whose holder can tell that it is inside already.

    Garbage may be collected at any moment, also while the lock is held, and the end of a task that nobody will finish
    comes back here from there: it must not wait for itself.
    """

    __slots__ = ("_lock", "_owner")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: int | None = None

    @property
    def mine(self) -> bool:
        """True if this thread holds it."""
        return self._owner == threading.get_ident()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        acquired = self._lock.acquire(blocking, timeout)
        if acquired:
            self._owner = threading.get_ident()
        return acquired

    def release(self) -> None:
        self._owner = None
        self._lock.release()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()
