"""What a child process must not take over from its parent: locks that one of its threads holds, and its connections."""

from __future__ import annotations

import os
import threading
import weakref
from functools import partial
from typing import Protocol

__all__ = ["ForkSafeLock", "renew_after_fork"]


class Renewable(Protocol):
    """Has something that belongs to one process."""

    def after_fork(self) -> None:
        """Let go of it, in the child process."""


_renewed: weakref.WeakSet[Renewable] = weakref.WeakSet()


def renew_after_fork(renewable: Renewable) -> None:
    """Have `after_fork` called in each child process, as long as the object lives.

    What a child must not even inherit is closed by the object's own `before_fork`, and may be opened again from its
    `after_fork_in_parent` on, or from `after_fork`.
    """
    _renewed.add(renewable)


class ForkSafeLock:
    """A lock that is free in a child process, whatever a thread of the parent was doing at the fork."""

    __slots__ = ("__weakref__", "lock")

    def __init__(self) -> None:
        self.after_fork()
        renew_after_fork(self)

    def after_fork(self) -> None:
        """Begin anew: the thread that held the lock does not exist in this process."""
        # To be used as it is, `with each.lock`: a method of ours around it could be interrupted with the lock taken.
        # Reentrant: a signal handler may use the client in the very thread that it interrupted with the lock taken.
        self.lock = threading.RLock()


def _call(method: str) -> None:
    for each in list(_renewed):
        getattr(each, method, bool)()  # `bool` does nothing


if hasattr(os, "register_at_fork"):  # pragma: no branch  # Windows cannot fork
    os.register_at_fork(
        before=partial(_call, "before_fork"),
        after_in_parent=partial(_call, "after_fork_in_parent"),
        after_in_child=partial(_call, "after_fork"),
    )
