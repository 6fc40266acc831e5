"""What the tests of waiting have in common."""

from __future__ import annotations

import asyncio
import time
from math import inf
from typing import TYPE_CHECKING, Any

from conviso_client.quota.ledger import Ledger, Limits, PermitReport
from conviso_client.quota.limiter import Limiter, Permit, Settlement
from conviso_client.quota.queue import WaitQueue
from conviso_client.quota.shared import SharedLedger
from conviso_client.quota.store import MemoryStore, Store

if TYPE_CHECKING:
    from collections.abc import Callable

ANSWERED = Settlement("answered")
UNSENT = Settlement("unsent")


def settled(
    at: float, outcome: Any, when: float = inf, retry_after: float | None = None, jitter: float = 0.0
) -> PermitReport:
    return PermitReport(at, Settlement(outcome, retry_after), when, jitter)


def queue(permits: int = 2, per: float = 0.2, spread: float = 0.1, *, store: Store | None = None) -> WaitQueue:
    """A process that shares the store, or that has one of its own."""
    return WaitQueue(SharedLedger(store or MemoryStore(), "name", Limits(permits, per, spread)))


def ledger(limiter: WaitQueue) -> Ledger:
    """Return the ledger as the limiter's process saw it last."""
    return limiter.shared.ledger


def charged(limiter: WaitQueue) -> int:
    """Return how many permits are charged now, and take none."""
    assert limiter._ask()
    return len(ledger(limiter).ends)


def use_up(limiter: Limiter, permits: int) -> list[Permit]:
    return [limiter.acquire(0.0) for _ in range(permits)]


def waiting(limiter: WaitQueue) -> int:
    return len(limiter._waiters)


def asleep(limiter: WaitQueue) -> int:
    return sum(waiter.wake is not None for waiter in limiter._waiters)


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
