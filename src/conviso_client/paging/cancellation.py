"""Whether anybody still waits for what a thread asks for.

A request that is under way in a thread cannot be cancelled, but one that still waits, for a permit or for its next
attempt or a connection, need not be sent: the thread is marked, and who sends looks at the mark before.
"""

from __future__ import annotations

import time
from threading import TIMEOUT_MAX, Event, local

__all__ = ["Unwanted", "check_wanted", "mark", "sleep"]

# Not a context variable: what a program starts from such a thread, in an event handler say, takes its context along.
_thread = local()


class Unwanted(Exception):  # noqa: N818
    """Nothing is sent: nobody waits for the answer any longer."""


def mark(abandoned: Event) -> None:
    """Let this thread send nothing once the event is set."""
    _thread.abandoned = abandoned


def _abandoned() -> Event | None:
    return getattr(_thread, "abandoned", None)


def check_wanted() -> None:
    """Raise `Unwanted` if nobody waits any longer for what this thread is doing."""
    abandoned = _abandoned()
    if abandoned is not None and abandoned.is_set():
        raise Unwanted("nobody waits for the answer any longer")


def sleep(seconds: float) -> None:
    """Wait so many seconds, or until nobody waits any longer for what this thread is doing."""
    abandoned, seconds = _abandoned(), min(seconds, TIMEOUT_MAX)
    if abandoned is None:
        time.sleep(seconds)
    else:
        abandoned.wait(seconds)
