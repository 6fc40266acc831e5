"""Whether anybody still waits for what a thread asks for.

A request that is under way in a thread cannot be cancelled, but one that still waits, for a permit or for its next
attempt or a connection, need not be sent: the thread is marked, and who sends looks at the mark before.
"""

from __future__ import annotations

import time
from contextvars import Context, ContextVar
from threading import Event

__all__ = ["Unwanted", "check_wanted", "mark", "sleep"]

_abandoned: ContextVar[Event | None] = ContextVar("conviso_abandoned", default=None)


class Unwanted(Exception):  # noqa: N818
    """Nothing is sent: nobody waits for the answer any longer."""


def mark(context: Context, abandoned: Event) -> None:
    """Let what runs in a context send nothing once the event is set."""
    context.run(_abandoned.set, abandoned)


def check_wanted() -> None:
    """Raise `Unwanted` if nobody waits any longer for what this thread is doing."""
    abandoned = _abandoned.get()
    if abandoned is not None and abandoned.is_set():
        raise Unwanted("nobody waits for the answer any longer")


def sleep(seconds: float) -> None:
    """Wait so many seconds, or until nobody waits any longer for what this thread is doing."""
    abandoned = _abandoned.get()
    if abandoned is None:
        time.sleep(seconds)
    else:
        abandoned.wait(seconds)
