"""What a call needs of the quota: permission to send one request, and a way to report what became of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple, Protocol

__all__ = ["Limiter", "OnHold", "Permit", "QuotaWaitExceeded", "Settlement", "monotonic"]

# Waits are real, so a test that freezes time must not stop them. Libraries that do so replace the functions of `time`
# in every module that has them; they leave `clock_gettime` alone, and a `partial`.
monotonic = (
    partial(time.clock_gettime, time.CLOCK_MONOTONIC) if hasattr(time, "clock_gettime") else partial(time.monotonic)
)
"""Return seconds that never go back, counted from some moment that all processes of the machine share."""

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
