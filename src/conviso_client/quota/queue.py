"""The wait queue of one process: its threads and tasks, first come, first served.

Whoever is first in line asks the ledger, sleeps until it is due, and asks again. It takes permits for those behind it
as well, and wakes the one that has become the first. The queue has no thread of its own: if the first does not come
when it is due, because its event loop stands still, those behind it ask in its stead.
"""

from __future__ import annotations

import logging
import random
import sys
import threading
import time
from bisect import insort
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from math import inf
from operator import attrgetter
from typing import TYPE_CHECKING

from conviso_client.http.fork import renew_after_fork
from conviso_client.quota.ledger import BATCH, Pace, PermitReport
from conviso_client.quota.limiter import OnHold, Permit, QuotaWaitExceeded, Settlement, monotonic
from conviso_client.quota.shared import SharedLedger
from conviso_client.quota.store import PATIENCE, StoreBusy

if TYPE_CHECKING:
    import anyio

__all__ = ["WaitQueue"]

_log = logging.getLogger("conviso_client")

RETRY = 0.002
"""Seconds within which a busy ledger is asked again."""
DEPUTY = 0.25
"""Seconds after which a waiter asks the ledger if the one before it does not."""
ASKING = 2.0
"""Seconds that the first question to a busy or distant ledger may take beyond the wait."""
LONG_HOLD = 10.0
"""Seconds of a hold from which on the log warns of it."""
UNSENT = Settlement("unsent")

_order = attrgetter("order")


class Waiter:
    """One caller in line."""

    __slots__ = ("began", "checked", "joined", "on_hold", "order", "permit", "until", "wake")

    def __init__(self, began: float, wait: float | None, order: tuple[bool, float], joined: int) -> None:
        self.began = began
        self.until = inf if wait is None else began + wait
        self.order = order
        """A call that has had a permit before (False) came before all who wait for their first; then the ticket."""
        self.joined = joined
        """How often the ledger had answered when it came."""
        self.on_hold: OnHold | None = None
        self.checked = False
        """True from when it is known that its permit can come in time."""
        self.wake: Callable[[], object] | None = None
        """Wakes it, from any thread; None until it sleeps."""
        self.permit: Permit | None = None

    def rouse(self) -> bool:
        """Wake it, if it sleeps; return False if its event loop has been closed."""
        try:
            if self.wake is not None:
                self.wake()
        except RuntimeError:
            return False
        return True


class WaitQueue:
    """Permits for the threads and tasks of this process. It is a `Limiter`."""

    def __init__(self, shared: SharedLedger) -> None:
        self.shared = shared
        self.after_fork()
        renew_after_fork(self)

    def after_fork(self) -> None:
        """Begin anew in the child: those who waited are in the parent."""
        self.shared.after_fork()
        # The garbage collector may end an abandoned task on a thread that is changing the list: it must get in.
        self._lock = threading.RLock()
        """Guards the waiters, for an instant."""
        self._asking = threading.Lock()
        """Held while the ledger is asked. Whoever has it may take `_lock`, but never the other way round."""
        self._waiters: list[Waiter] = []
        """In the order in which they are served."""
        self._reports: deque[PermitReport] = deque()
        """What the ledger has not heard yet. A deque is changed without a lock."""
        self._asker: int | None = None
        """The thread that asks at this moment."""
        self._asked = 0
        """How often the ledger has answered."""
        self._ask_at = self._warned_until = 0.0

    def acquire(self, wait: float | None, again: Permit | None = None, on_hold: OnHold | None = None) -> Permit:
        waiter = self._join(wait, again, on_hold)
        try:
            while waiter.permit is None:
                if self._delay(waiter) <= 0.0:
                    self._ask()
                    continue
                event = threading.Event()
                waiter.wake = event.set
                # Looked at once more: who changed it before `wake` was set could not wake this thread.
                if waiter.permit is None and (delay := self._delay(waiter)) > 0.0:
                    event.wait(delay)
        except BaseException:
            self._abandon(waiter)
            raise
        return waiter.permit

    async def acquire_async(
        self, wait: float | None, again: Permit | None = None, on_hold: OnHold | None = None
    ) -> Permit:
        waiter = self._join(wait, again, on_hold)
        try:
            while waiter.permit is None:
                if self._delay(waiter) <= 0.0:
                    await self._ask_async()
                    continue
                import anyio

                event = anyio.Event()
                waiter.wake = _waker(event)
                if waiter.permit is None and (delay := self._delay(waiter)) > 0.0:
                    with anyio.move_on_after(delay):
                        await event.wait()
        except BaseException:
            self._abandon(waiter)
            raise
        return waiter.permit

    def settle(self, permit: Permit, settlement: Settlement) -> None:
        until = self._note(permit, settlement)
        while until and not self._ask() and monotonic() < until:
            time.sleep(RETRY)

    async def settle_async(self, permit: Permit, settlement: Settlement) -> None:
        until = self._note(permit, settlement)
        while until and not await self._ask_async() and monotonic() < until:
            import anyio

            await anyio.sleep(RETRY)

    def _note(self, permit: Permit, settlement: Settlement) -> float:
        """Keep a report for the ledger, and return until when to try to tell it, 0 if nobody waits for it.

        An answer ends a charge a minute later: that can wait until the ledger is asked for the next permit.
        """
        now, outcome = monotonic(), settlement.outcome
        jitter = random.random() if outcome == "rejected" else 0.0  # noqa: S311
        self._reports.append(PermitReport(permit.at, settlement, now + self.shared.offset, jitter))
        urgent = outcome != "answered" or len(self._reports) >= BATCH or self.shared.ledger.pace.trying
        return now + 2 * PATIENCE if urgent else 0.0

    def _join(self, wait: float | None, again: Permit | None, on_hold: OnHold | None) -> Waiter:
        now = monotonic()
        order = (True, now + self.shared.offset) if again is None else (False, again.ticket)
        waiter = Waiter(now, wait, order, self._asked)
        waiter.on_hold = on_hold
        with self._lock:
            insort(self._waiters, waiter, key=_order)
        return waiter

    def _abandon(self, waiter: Waiter) -> None:
        """Take out of the line who gave up, and give its permit back if it has got one."""
        with self._lock:
            first = self._waiters[:1] == [waiter]
            with suppress(ValueError):
                self._waiters.remove(waiter)
        if waiter.permit is not None:
            self._note(waiter.permit, UNSENT)
        if first or waiter.permit is not None:
            self._ask_at = 0.0  # others may have its permit or its turn
            if not (self.shared.store.quick and self._ask(patience=0.0)):
                self._wake_first()

    def _delay(self, waiter: Waiter) -> float:
        """Return the seconds until this waiter asks the ledger, 0 or less for now.

        Raises `QuotaWaitExceeded` if it waits in vain.
        """
        try:
            position = self._waiters.index(waiter)
        except ValueError:
            return 0.0 if waiter.permit else DEPUTY  # another thread is giving it its permit at this moment
        now = monotonic()
        left = max(waiter.until - now, 0.0)
        if self._asked > (0 if position else waiter.joined):
            self._check(waiter, position, now, left)
        longest = max(left, 1e-6) if waiter.checked else left + ASKING
        delay = min(self._ask_at + DEPUTY * position - now, longest, threading.TIMEOUT_MAX)
        if delay <= 0.0 and self._asker == threading.get_ident():
            # A signal handler calls, and this thread cannot go on beneath it: a wait would never end.
            raise QuotaWaitExceeded(PATIENCE, "a signal handler interrupted a call that is asking for its permit")
        return delay

    def _check(self, waiter: Waiter, position: int, now: float, left: float) -> None:
        """Refuse a waiter whose permit cannot come in time, as far as is known, and tell it of a hold: once each."""
        shared, pace = self.shared, self.shared.ledger.pace
        if not waiter.checked or not left:
            newcomer, _ = waiter.order
            seconds = shared.ledger.wait(shared.me, now + shared.offset, position + 1 if newcomer else 1)
            if seconds > left or not left:
                raise QuotaWaitExceeded(seconds, "held after a 429" if pace.trying else "the quota is used up")
            waiter.checked = True
        if waiter.on_hold is not None and pace.held_at and (held := pace.held_until - now - shared.offset) > 0.0:
            on_hold, waiter.on_hold = waiter.on_hold, None
            on_hold(held)

    async def _ask_async(self) -> bool:
        if self.shared.store.quick:
            return self._ask()
        import anyio

        return await anyio.to_thread.run_sync(self._ask)

    def _ask(self, patience: float = PATIENCE) -> bool:
        """Ask the ledger once and hand out what it gives; return False if it could not be asked."""
        if not self._asking.acquire(timeout=patience):
            return False
        try:
            self._asker = threading.get_ident()
            self._ask_at = monotonic() + PATIENCE  # meanwhile nobody else need come
            first = self._waiters[:1]
            waiting, since = (len(self._waiters), first[0].order[1]) if first else (0, 0.0)
            reports = [*self._reports]  # which stay until the ledger has heard them
            try:
                permits = self.shared.take(reports, waiting, since)
            except BaseException as error:
                self._ask_at = monotonic() + RETRY * random.random()  # noqa: S311
                if isinstance(error, StoreBusy):
                    return False
                raise
            for _ in reports:
                self._reports.popleft()
            self._asked += 1
            self._ask_at = self.shared.ledger.members[self.shared.me].due - self.shared.offset
            for at in permits:
                self._grant(at)
            if self.shared.ledger.pace.held_at:
                self._tell_of_hold(self.shared.ledger.pace)
        finally:
            self._asker = None
            self._asking.release()
        if self._waiters:
            self._wake_first()
        return True

    def _grant(self, at: float) -> None:
        """Give a permit to the first in line; give it back if everyone has left."""
        with self._lock:
            while self._waiters:
                waiter = self._waiters.pop(0)
                waiter.permit = Permit(waiter.order[1], at, monotonic() - waiter.began if waiter.wake else 0.0)
                if waiter.wake is None or waiter.rouse():
                    return
        self._note(Permit(0.0, at), UNSENT)
        self._ask_at = 0.0

    def _tell_of_hold(self, pace: Pace) -> None:
        """Log a long hold, and wake those whose wait ends before it does, to find that out."""
        now = monotonic()
        held = pace.held_until - now - self.shared.offset
        if held >= LONG_HOLD and now + held > self._warned_until + 1.0:
            self._warned_until = now + held
            _log.warning("quota: the server answered 429, and nobody on this key sends for %.0f s", held)
        for waiter in self._waiters[:] if pace.trying else ():
            if waiter.until - now < held:
                waiter.checked = False
                waiter.rouse()

    def _wake_first(self) -> None:
        with self._lock:
            while self._waiters and not self._waiters[0].rouse():
                del self._waiters[0]  # its event loop has been closed


def _waker(event: anyio.Event) -> Callable[[], object]:
    """Return what sets the event of a task from any thread. (anyio itself can only do so and wait for it.)"""
    trio = sys.modules.get("trio")
    if trio is not None and trio.lowlevel.in_trio_task():
        token = trio.lowlevel.current_trio_token()
        return lambda: token.run_sync_soon(event.set)
    import asyncio

    loop = asyncio.get_running_loop()
    return lambda: loop.call_soon_threadsafe(event.set)
