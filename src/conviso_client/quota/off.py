"""What is left of the quota when it is off: a 429 is waited out by everyone who shares the client."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from conviso_client.quota.limiter import Permit, QuotaWaitExceeded, monotonic

if TYPE_CHECKING:
    from conviso_client.quota.limiter import OnHold, Settlement

__all__ = ["HoldOnly"]

PER = 60.0
NAP = 1.0
"""Seconds after which a waiter looks again whether the hold was prolonged."""


class HoldOnly:
    """Permits at once, except during a hold. It is a `Limiter`.

    There is no lock: each field is written at once, and two holds that begin together are as good as one.
    """

    def __init__(self) -> None:
        self._held_at = self._held_until = 0.0
        self._refused = 0

    def acquire(self, wait: float | None, again: Permit | None = None, on_hold: OnHold | None = None) -> Permit:
        del again
        began = now = monotonic()
        while self._held_until > now:
            time.sleep(self._nap(wait, began, on_hold))
            now, on_hold = monotonic(), None
        return Permit(began, now, now - began)

    async def acquire_async(
        self, wait: float | None, again: Permit | None = None, on_hold: OnHold | None = None
    ) -> Permit:
        del again
        began = now = monotonic()
        while self._held_until > now:
            import anyio

            await anyio.sleep(self._nap(wait, began, on_hold))
            now, on_hold = monotonic(), None
        return Permit(began, now, now - began)

    def _nap(self, wait: float | None, began: float, on_hold: OnHold | None) -> float:
        """Return the seconds to sleep during a hold, if the caller can wait for so long."""
        now = monotonic()
        held = max(self._held_until - now, 0.0)
        if wait is not None and held > began + wait - now:
            raise QuotaWaitExceeded(held, "held after a 429")
        if on_hold is not None:
            on_hold(held)
        return min(held, NAP)

    def settle(self, permit: Permit, settlement: Settlement) -> None:
        if settlement.outcome != "rejected":
            return
        from conviso_client.quota.ledger import OUTAGE, hold_seconds

        now, hint = monotonic(), settlement.retry_after
        if permit.at <= self._held_at:  # sent before the hold began: this rejection and the one before are one event
            if hint is not None:
                self._held_until = max(self._held_until, now + hold_seconds(hint, 0, 0.0))
            return
        again = self._held_at and now < self._held_until + OUTAGE * PER
        self._refused = min(self._refused + 1, 16) if again else 0
        self._held_at = now
        self._held_until = max(self._held_until, now + hold_seconds(hint, self._refused, random.random()))  # noqa: S311

    async def settle_async(self, permit: Permit, settlement: Settlement) -> None:
        self.settle(permit, settlement)
