"""Time and chance, as arguments."""

from __future__ import annotations

import random as dice
import time as clock
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from .cancellation import sleep

__all__ = ["Runtime"]


async def _sleep_async(seconds: float) -> None:
    import anyio

    await anyio.sleep(seconds)


class Runtime(NamedTuple):
    """The clock, the sleep and the dice of a client. Tests give their own."""

    time: Callable[[], float] = clock.monotonic
    """Seconds that never go back."""
    wall: Callable[[], float] = clock.time
    """Unix time, for dates in headers."""
    sleep: Callable[[float], None] = sleep
    sleep_async: Callable[[float], Awaitable[None]] = _sleep_async
    random: Callable[[], float] = dice.random
    """Anything from 0 up to 1."""
