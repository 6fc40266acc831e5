"""Whether this thread is inside of a lock already.

Garbage may be collected at any moment, also while a lock is held, and the end of a task that nobody will finish comes
back to it from there: it finds the lock its own, and must not go in again.
"""

from __future__ import annotations

from typing import Any

__all__ = ["is_mine"]


def is_mine(lock: Any) -> bool:
    """Return whether this thread holds a `threading.RLock`."""
    return bool(lock._is_owned())  # noqa: SLF001  # what a Condition asks its lock
