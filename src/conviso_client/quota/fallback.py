"""A ledger that others keep, and what this process does while it cannot be reached.

The process remembers its own permits in a ledger of its own, on the clock of the shared one. It paces itself by that
when the shared one fails, and tells the shared one of them when that is back, or has begun anew.
"""

from __future__ import annotations

import logging
import time
from array import array
from bisect import insort
from typing import TYPE_CHECKING, Protocol

from conviso_client.quota.exchange import Ask, Renewed, Reply
from conviso_client.quota.memory import MemoryLedger, MemoryStore

if TYPE_CHECKING:
    from conviso_client.quota.ledger import Limits

__all__ = ["FallbackStore", "Primary"]

_log = logging.getLogger("conviso_client")

FIRST_PAUSE = 1.0
"""Seconds after which a ledger that failed is tried again; twice as long each time."""
LONGEST_PAUSE = 30.0
OTHER_CLOCK = 1.0
"""Seconds of difference from which on a renewed ledger runs on another clock."""


class Primary(Protocol):
    """A ledger that others keep."""

    @property
    def inline(self) -> bool: ...

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What `exchange` raises when the ledger cannot be reached."""
        ...

    def exchange(self, ask: Ask) -> Reply: ...

    def forked(self) -> None: ...


class FallbackStore:
    """Uses the shared ledger as long as it answers, and its own memory when it does not."""

    def __init__(self, primary: Primary, limits: Limits, where: str) -> None:
        self.primary = primary
        self._limits = limits
        self._where = where
        self._memory = MemoryLedger()
        self._local = MemoryStore(self._limits, self._memory, self._now)
        self._epoch: int | None = None
        self._ahead = 0.0
        """Seconds by which the shared clock is ahead of this process's monotonic one."""
        self._untold = False
        """True if the shared ledger may not know what this process remembers."""
        self._pause = 0.0
        """Seconds between two trials of the shared ledger; 0: it answers."""
        self._retry_at = 0.0

    @property
    def inline(self) -> bool:
        return self.primary.inline

    @property
    def idle(self) -> bool:
        return self._local.idle

    def exchange(self, ask: Ask) -> Reply:
        if time.monotonic() >= self._retry_at:
            try:
                return self._shared(ask)
            except self.primary.failures as error:
                self._fail(error)
        return self._local.exchange(ask)

    def forked(self) -> None:
        self.primary.forked()
        self._local.forked()

    def _now(self) -> float:
        return time.monotonic() + self._ahead

    def _shared(self, ask: Ask) -> Reply:
        ledger = self._memory.state.ledger
        carry = tuple(ledger.ends) if self._untold else ()
        epoch = -1 if carry and self._epoch is None else self._epoch
        try:
            reply = self.primary.exchange(ask._replace(epoch=epoch, carry=carry))
        except Renewed as renewed:
            self._move(renewed.now)
            try:
                reply = self.primary.exchange(ask._replace(epoch=renewed.epoch, carry=tuple(ledger.ends)))
            except Renewed:
                raise ConnectionError("it is renewed again and again") from None
        self._remember(ask, reply)
        return reply

    def _move(self, now: float) -> None:
        """Move what is remembered to the clock of the renewed ledger."""
        ledger = self._memory.state.ledger
        shift = now - self._now()
        if abs(shift) >= OTHER_CLOCK:
            ledger.ends = array("d", [end + shift for end in ledger.ends])
            ledger.last += shift
            self._ahead += shift

    def _remember(self, ask: Ask, reply: Reply) -> None:
        if self._pause:
            self._pause = 0.0
            _log.info("quota: %s can be used again", self._where)
        # A clock that was set forward, or that went on while this machine slept, has ended charges too early.
        self._untold = self._epoch is not None and reply.now > self._now() + OTHER_CLOCK
        if self._untold:
            self._move(reply.now)
        self._epoch = reply.epoch
        self._ahead = reply.now - time.monotonic()
        state, limits = self._memory.state, self._limits
        ledger = state.ledger
        self._local.limits = ledger.limits = limits._replace(permits=max(1, limits.permits // reply.peers))
        now = ledger.advance(reply.now)
        for settled in ask.settled:
            ledger.settle(now, settled)
        for at in reply.permits:
            insort(ledger.ends, at + limits.per + limits.spread)
        ledger.pace = reply.pace
        state.issued = reply.ticket + ask.arrivals - 1

    def _fail(self, error: Exception) -> None:
        if not self._pause:
            message = (
                "quota: %s cannot be used (%s): this process keeps to %d requests in %g seconds by itself until it can"
            )
            _log.warning(message, self._where, error, self._local.limits.permits, self._limits.per)
        self._pause = min(self._pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)
        self._untold = True
        self._retry_at = time.monotonic() + self._pause
