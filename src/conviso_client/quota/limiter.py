"""What a call needs of the quota: permission to send one request, and a way to report what became of it.

`HoldOnly` is what is left of it when it is off.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from conviso_client.quota.ledger import Ledger

__all__ = ["HoldOnly", "Limiter", "OnHold", "Permit", "QuotaWaitExceeded", "Settlement", "monotonic"]

# Waits are real, so a test that freezes time must not stop them. Libraries that do so replace the functions of `time`
# in every module that has them; they leave `clock_gettime` alone, and a `partial`.
monotonic = (
    partial(time.clock_gettime, time.CLOCK_MONOTONIC) if hasattr(time, "clock_gettime") else partial(time.monotonic)
)
"""Return seconds that never go back, counted from some moment that all processes of the machine share."""

NAP = 1.0
"""Seconds after which a waiter looks again whether a hold was prolonged."""

OnHold = Callable[[float], object]
"""Is told, once, the seconds that a caller waits because the server answered 429."""


class Permit(NamedTuple):
    """Permission to send one request now."""

    ticket: float
    """The position in the queue: the lower, the earlier. A call that is rejected or retries keeps it."""
    at: float
    """When it was given, in seconds of the ledger's own clock; no two permits of a ledger have the same."""
    waited: float = 0.0
    """Seconds that the caller waited for it."""


class Settlement(NamedTuple):
    """What became of a permit."""

    outcome: Literal["answered", "rejected", "unsent"]
    """`answered`: the server took the request, or may have. `rejected`: it answered 429. `unsent`: it never left."""
    retry_after: float | None = None
    """The server's hint in seconds, after `rejected`; None if it gave none."""


class Limiter(Protocol):
    """Permits for one endpoint and key. Every method may be called from any thread or task."""

    def acquire(self, wait: float | None, again: Permit | None = None, on_hold: OnHold | None = None) -> Permit:
        """Wait for permission to send one request.

        `wait` is in seconds, None waits as long as it takes; `again` is the permit of the attempt before, whose
        position is kept; `on_hold` is called before a wait that a 429 has caused. Raises `QuotaWaitExceeded` at once
        if permission cannot come in time. A wait that is interrupted gives its position back.
        """
        ...

    async def acquire_async(
        self, wait: float | None, again: Permit | None = None, on_hold: OnHold | None = None
    ) -> Permit:
        """Do what `acquire` does without blocking the event loop."""
        ...

    def settle(self, permit: Permit, settlement: Settlement) -> None:
        """Report what became of a permit; after a rejection everyone on the key is held. Never raises."""
        ...

    async def settle_async(self, permit: Permit, settlement: Settlement) -> None:
        """Do what `settle` does without blocking the event loop."""
        ...


class QuotaWaitExceeded(Exception):  # noqa: N818
    """Permission cannot come within the wait that the caller allowed. A call turns it into `DeadlineExceeded`."""

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(f"the next request may be sent in {seconds:.1f} s ({reason})")
        self.seconds = seconds
        self.reason = reason


class HoldOnly:
    """Permits at once, except during a hold. It is a `Limiter`.

    There is no lock: each field is written at once, and two holds that begin together are as good as one.
    """

    def __init__(self) -> None:
        self._held_until = 0.0
        self._ledger: Ledger | None = None
        """Tells how long holds last; None until the first 429."""

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
        if self._ledger is None and settlement.outcome != "rejected":
            return
        from conviso_client.quota.ledger import Ledger, Limits, PermitReport

        ledger = self._ledger = self._ledger or Ledger(Limits(1, 60.0, 2.0))
        ledger.settle(monotonic(), PermitReport(permit.at, settlement, jitter=random.random()))  # noqa: S311
        self._held_until = ledger.pace.held_until

    async def settle_async(self, permit: Permit, settlement: Settlement) -> None:
        self.settle(permit, settlement)
