"""What the tests of waiting have in common."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from conviso_client.quota.ledger import Limits
from conviso_client.quota.limiter import Limiter, Permit, Settlement
from conviso_client.quota.memory import MemoryStore
from conviso_client.quota.room import Room

if TYPE_CHECKING:
    from collections.abc import Callable

ANSWERED = Settlement("answered")
UNSENT = Settlement("unsent")


def room(permits: int = 2, per: float = 0.2, spread: float = 0.1) -> Room:
    return Room(MemoryStore(Limits(permits, per, spread)))


def use_up(limiter: Limiter, permits: int) -> list[Permit]:
    return [limiter.acquire(0.0) for _ in range(permits)]


def waiting(limiter: Room) -> int:
    return len(limiter._line) + len(limiter._new)


def until(condition: Callable[[], bool]) -> None:
    for _ in range(10_000):
        if condition():
            return
        time.sleep(0.005)
    raise AssertionError("it did not come to that")


async def until_async(condition: Callable[[], bool]) -> None:
    for _ in range(10_000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not come to that")
