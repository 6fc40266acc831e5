"""Time and chance, as arguments; and waits in threads that can be given up.

A request that is under way in a thread cannot be cancelled. One that still waits, for a permit, a connection or its
next attempt, need not be sent: the thread carries an event, and whoever waits or sends looks at it first.
"""

from __future__ import annotations

import random as dice
import time as clock
from collections.abc import Awaitable, Callable
from threading import TIMEOUT_MAX, Event, local
from typing import NamedTuple

__all__ = ["Runtime", "abandon_on", "is_abandoned"]


class _Thread(local):
    # Not a context variable: what a program starts from such a thread, as in an event handler, takes its context
    # along.
    abandoned: Event | None = None


_thread = _Thread()


def abandon_on(event: Event) -> None:
    """Let this thread send nothing once the event is set."""
    _thread.abandoned = event


def is_abandoned() -> bool:
    """Say whether nobody waits any longer for what this thread is doing."""
    return _thread.abandoned is not None and _thread.abandoned.is_set()


def _sleep(seconds: float) -> None:
    """Wait so many seconds, or until nobody waits any longer for what this thread is doing."""
    (clock.sleep if _thread.abandoned is None else _thread.abandoned.wait)(min(seconds, TIMEOUT_MAX))


async def _sleep_async(seconds: float) -> None:
    import anyio

    await anyio.sleep(seconds)


class Runtime(NamedTuple):
    """The clock, the sleep and the dice of a client. Tests give their own."""

    time: Callable[[], float] = clock.monotonic
    """Seconds that never go back."""
    wall: Callable[[], float] = clock.time
    """Unix time, for dates in headers."""
    sleep: Callable[[float], object] = _sleep
    sleep_async: Callable[[float], Awaitable[None]] = _sleep_async
    random: Callable[[], float] = dice.random
    """Anything from 0 up to 1."""
