"""What must not be taken over from the parent process: locks that one of its threads holds, and its connections."""

from __future__ import annotations

import os
import weakref
from typing import Protocol

__all__ = ["renew_after_fork"]


class Renewable(Protocol):
    """Has something that belongs to one process."""

    def after_fork(self) -> None:
        """Let go of it, in the child process."""
        ...


_all: weakref.WeakSet[Renewable] = weakref.WeakSet()


def renew_after_fork(renewable: Renewable) -> None:
    """Have `after_fork` called in each child process, as long as the object lives."""
    _all.add(renewable)


def _renew_all() -> None:
    for renewable in list(_all):
        renewable.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
