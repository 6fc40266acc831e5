"""Time that passes without anybody waiting, so that tests of retries and of the quota take no time."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from conviso_client.call import runtime
from conviso_client.jobs import steps
from conviso_client.quota.limiter import OnHold, Permit, QuotaWaitExceeded, Settlement
from conviso_client.quota.policy import Quota

__all__ = ["Skipped", "no_waits"]

_HOLD = 1.0
"""Seconds of the hold that follows a rejection without a hint."""


class Skipped:
    """The waits that were skipped, and the clock that they moved on."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        """Each wait that did not happen, in seconds, in order; those of the quota included."""
        self._ahead = 0.0
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<Skipped {self.total:.1f} s in {len(self.seconds)} waits>"

    @property
    def total(self) -> float:
        """Seconds in all."""
        return sum(self.seconds)

    def time(self) -> float:
        """The clock: real seconds and those that were skipped."""
        with self._lock:
            return time.monotonic() + self._ahead

    def wall(self) -> float:
        """The same in seconds since the epoch."""
        with self._lock:
            return time.time() + self._ahead

    def skip(self, seconds: float) -> None:
        """Let time pass at once."""
        if seconds > 0:
            with self._lock:
                self._ahead += seconds
                self.seconds.append(seconds)

    async def skip_async(self, seconds: float) -> None:
        """Let time pass at once."""
        self.skip(seconds)


class _Limiter:
    """Permits at once: a hold moves the clock instead of making anybody wait."""

    def __init__(self, skipped: Skipped) -> None:
        self._skipped = skipped
        self._tickets = itertools.count(1)
        self._held_until = 0.0

    def acquire(self, wait: float | None, again: Permit | None = None, on_hold: OnHold | None = None) -> Permit:
        held = max(0.0, self._held_until - self._skipped.time())
        if wait is not None and held > wait:
            raise QuotaWaitExceeded(held, "the server asked to wait")
        if held and on_hold is not None:
            on_hold(held)
        self._skipped.skip(held)
        return Permit(again.ticket if again else next(self._tickets), self._skipped.time(), held)

    async def acquire_async(
        self, wait: float | None, again: Permit | None = None, on_hold: OnHold | None = None
    ) -> Permit:
        return self.acquire(wait, again, on_hold)

    def settle(self, permit: Permit, settlement: Settlement) -> None:
        del permit
        if settlement.outcome == "rejected":
            hold = _HOLD if settlement.retry_after is None else settlement.retry_after
            self._held_until = self._skipped.time() + hold

    async def settle_async(self, permit: Permit, settlement: Settlement) -> None:
        self.settle(permit, settlement)


@contextmanager
def no_waits() -> Generator[Skipped]:
    """Let clients that are made inside wait for nothing: neither between attempts nor for the quota. Nor do jobs.

    Deadlines and `Retry-After` are kept all the same, on a clock that jumps: a call whose wait would cross its deadline
    ends in the same error as ever. What was skipped is in the result.
    """
    skipped = Skipped()
    limiters: dict[Any, _Limiter] = {}
    lock = threading.Lock()

    def limiter(_quota: Quota, endpoint: str, api_key: str) -> _Limiter:
        with lock:
            return limiters.setdefault((endpoint, hash(api_key)), _Limiter(skipped))

    real: Callable[..., runtime.Runtime] = runtime.Runtime

    def fast_runtime(**given: Any) -> runtime.Runtime:
        fast: dict[str, Any] = {
            "time": skipped.time,
            "wall": skipped.wall,
            "sleep": skipped.skip,
            "sleep_async": skipped.skip_async,
            "random": random.Random(1).random,  # noqa: S311  (the same waits in every run)
        }
        return real(**{**fast, **given})

    jobs_clock = steps.Clock(skipped.time, skipped.skip, skipped.skip_async)
    with (
        mock.patch.object(runtime, "Runtime", fast_runtime),
        mock.patch.object(Quota, "limiter", limiter),
        mock.patch.object(steps, "clock", jobs_clock),
    ):
        yield skipped
