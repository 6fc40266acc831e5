"""What a child process must not take over from its parent: locks that one of its threads holds, and its connections."""

from __future__ import annotations

import os
import threading
import weakref
from typing import Protocol

__all__ = ["ForkSafeLock", "close_before_fork", "renew_after_fork"]


class Renewable(Protocol):
    """Has something that belongs to one process."""

    def after_fork(self) -> None:
        """Let go of it, in the child process."""
        ...


class Closable(Renewable, Protocol):
    """Has something open that a child process must not inherit."""

    def before_fork(self) -> None:
        """Close it, and let nobody open it until one of the other two is called."""
        ...

    def after_fork_in_parent(self) -> None:
        """Let it be opened again, in the parent process."""
        ...


_closed: weakref.WeakSet[Closable] = weakref.WeakSet()
_all: weakref.WeakSet[Renewable] = weakref.WeakSet()


def renew_after_fork(renewable: Renewable) -> None:
    """Have `after_fork` called in each child process, as long as the object lives."""
    _all.add(renewable)


def close_before_fork(closable: Closable) -> None:
    """Have `before_fork` called before each fork, and one of the other two after it, as long as the object lives."""
    _closed.add(closable)
    _all.add(closable)


class ForkSafeLock:
    """A lock that is free in a child process, whatever a thread of the parent was doing at the fork."""

    __slots__ = ("__weakref__", "lock")

    def __init__(self) -> None:
        self.after_fork()
        renew_after_fork(self)

    def after_fork(self) -> None:
        """Begin anew: the thread that held the lock does not exist in this process."""
        # To be used as it is, `with each.lock`: a method of ours around it could be interrupted with the lock taken.
        self.lock = threading.RLock()


def _close_all() -> None:
    for closable in list(_closed):
        closable.before_fork()


def _reopen_all() -> None:
    for closable in list(_closed):
        closable.after_fork_in_parent()


def _renew_all() -> None:
    for renewable in list(_all):
        renewable.after_fork()


if hasattr(os, "register_at_fork"):  # pragma: no branch  # Windows cannot fork
    os.register_at_fork(before=_close_all, after_in_parent=_reopen_all, after_in_child=_renew_all)
