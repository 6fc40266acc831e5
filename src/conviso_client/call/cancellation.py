"""Give up what a thread still waits for, once nobody wants its answer.

A request that is under way in a thread cannot be cancelled. One that still waits, for a permit, a connection or its
next attempt, need not be sent: the thread carries an event, and whoever waits or sends looks at it first.
"""

from __future__ import annotations

import time
from threading import TIMEOUT_MAX, Event, local

__all__ = ["abandon_on", "is_abandoned", "sleep"]

# Not a context variable: what a program starts from such a thread, in an event handler say, takes its context along.
_thread = local()


def abandon_on(event: Event) -> None:
    """Let this thread send nothing once the event is set."""
    _thread.abandoned = event


def _abandoned() -> Event | None:
    return getattr(_thread, "abandoned", None)


def is_abandoned() -> bool:
    """Say whether nobody waits any longer for what this thread is doing."""
    abandoned = _abandoned()
    return abandoned is not None and abandoned.is_set()


def sleep(seconds: float) -> None:
    """Wait so many seconds, or until nobody waits any longer for what this thread is doing."""
    abandoned, seconds = _abandoned(), min(seconds, TIMEOUT_MAX)
    if abandoned is None:
        time.sleep(seconds)
    else:
        abandoned.wait(seconds)
