"""A lock whose holder can tell that it is inside already.

Garbage may be collected at any moment, also while the lock is held, and the end of a task that nobody will finish comes
back here from there: it finds the lock its own, and must not go in again.
"""

from __future__ import annotations

import threading
from typing import Any

__all__ = ["is_mine", "new_lock"]

new_lock = threading.RLock


def is_mine(lock: Any) -> bool:
    """Return whether this thread holds a lock that `new_lock` made."""
    return bool(lock._is_owned())  # noqa: SLF001  # what a Condition asks its lock
