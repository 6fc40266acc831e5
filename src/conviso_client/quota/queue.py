"""The wait queue of one process: its threads and tasks, first come, first served.

Whoever is first in line visits the ledger, sleeps until it is due, and visits it again. A visit hands permits to those
behind as well, and wakes the one that has become the first. There is no thread of the queue's own: if the first does
not come when it is due, because its event loop stands still, those behind it visit the ledger in its stead.
"""

from __future__ import annotations

import logging
import random as _random
import sys
import threading
import time
from bisect import insort
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from conviso_client.http.fork import renew_after_fork
from conviso_client.quota.clock import monotonic
from conviso_client.quota.ledger import Report
from conviso_client.quota.limiter import Permit, QuotaWaitExceeded, Settlement
from conviso_client.quota.store import PATIENCE, StoreBusy
from conviso_client.quota.visit import BATCH, Ask, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    import anyio

    from conviso_client.quota.limiter import OnHold
    from conviso_client.quota.shared import SharedLedger

__all__ = ["WaitQueue"]

_log = logging.getLogger("conviso_client")

RETRY = 0.002
"""Seconds within which a busy ledger is asked again."""
DEPUTY = 0.25
"""Seconds after which a waiter visits the ledger if the one before it does not."""
ASKING = 2.0
"""Seconds that the first question to a busy or distant ledger may take beyond the wait."""
LONG_HOLD = 10.0
"""Seconds of a hold from which on the log warns of it."""
UNSENT = Settlement("unsent")


class Waiter:
    """One caller in line."""

    __slots__ = ("again", "joined", "judged", "on_hold", "permit", "refusal", "since", "ticket", "wait", "wake")

    def __init__(self, wait: float | None, again: Permit | None, on_hold: OnHold | None, joined: int) -> None:
        self.wait = wait
        self.again = again is not None
        self.ticket = 0.0 if again is None else again.ticket
        self.on_hold = on_hold
        self.joined = joined
        """How many visits there had been when it came."""
        self.judged = False
        """True from when it is known whether its permit can come in time."""
        self.since = monotonic()
        self.wake: Callable[[], object] | None = None
        """Wakes it, from any thread; None until it sleeps."""
        self.permit: Permit | None = None
        self.refusal: QuotaWaitExceeded | None = None

    @property
    def done(self) -> bool:
        return self.permit is not None or self.refusal is not None

    @property
    def left(self) -> float:
        """The seconds that it may still wait."""
        return float("inf") if self.wait is None else max(self.wait - (monotonic() - self.since), 0.0)

    def grant(self, at: float) -> bool:
        """Give it a permit; return False if its event loop has been closed."""
        self.permit = Permit(self.ticket, at, monotonic() - self.since if self.wake else 0.0)
        return self.wake is None or self.rouse()

    def refuse(self, seconds: float, held: bool) -> None:
        self.refusal = QuotaWaitExceeded(seconds, "held after a 429" if held else "the quota is used up")
        self.rouse()

    def rouse(self) -> bool:
        try:
            if self.wake is not None:
                self.wake()
        except RuntimeError:
            return False
        return True


class WaitQueue:
    """Permits for the threads and tasks of this process. It is a `Limiter`."""

    def __init__(self, shared: SharedLedger, random: Callable[[], float] = _random.random) -> None:
        self.shared = shared
        self._random = random
        self._begin()
        renew_after_fork(self)

    def _begin(self) -> None:
        # The garbage collector may end an abandoned task on a thread that is changing the line: it must get in.
        self._lock = threading.RLock()
        """Guards the line, for an instant."""
        self._visiting = threading.Lock()
        """Held during a visit."""
        self._line: list[Waiter] = []
        self._reports: deque[tuple[Permit, Settlement, float]] = deque()
        """What the ledger has not heard yet, and when it happened. A deque is changed without a lock."""
        self._owed = False
        """True if the ledger must hear of something even if nobody waits."""
        self._visits = 0
        self._reply = Reply(())
        self._replied_at = self._ask_at = self._warned_until = 0.0

    def after_fork(self) -> None:
        """Begin anew in the child: those who waited are in the parent."""
        self.shared.after_fork()
        self._begin()

    def acquire(self, wait: float | None, again: Permit | None = None, on_hold: OnHold | None = None) -> Permit:
        waiter = self._join(wait, again, on_hold)
        try:
            while not waiter.done:
                if self._delay(waiter) <= 0.0:
                    self._visit()
                    continue
                event = threading.Event()
                waiter.wake = event.set
                # Looked at once more: who changed it before `wake` was set could not wake this thread.
                if not waiter.done and (delay := self._delay(waiter)) > 0.0:
                    event.wait(delay)
            return self._end(waiter)
        except BaseException:
            self._abandon(waiter)
            raise

    async def acquire_async(
        self, wait: float | None, again: Permit | None = None, on_hold: OnHold | None = None
    ) -> Permit:
        waiter = self._join(wait, again, on_hold)
        try:
            while not waiter.done:
                if self._delay(waiter) <= 0.0:
                    await self._visit_async()
                    continue
                import anyio

                event = anyio.Event()
                waiter.wake = _waker(event)
                if not waiter.done and (delay := self._delay(waiter)) > 0.0:
                    with anyio.move_on_after(delay):
                        await event.wait()
            return self._end(waiter)
        except BaseException:
            self._abandon(waiter)
            raise

    def settle(self, permit: Permit, settlement: Settlement) -> None:
        self._reports.append((permit, settlement, monotonic()))
        until = monotonic() + 2 * PATIENCE
        while self._urgent(settlement) and not self._visit() and monotonic() < until:
            time.sleep(RETRY)

    async def settle_async(self, permit: Permit, settlement: Settlement) -> None:
        self._reports.append((permit, settlement, monotonic()))
        until = monotonic() + 2 * PATIENCE
        while self._urgent(settlement) and not await self._visit_async() and monotonic() < until:
            import anyio

            await anyio.sleep(RETRY)

    def _urgent(self, settlement: Settlement) -> bool:
        """Say whether others wait for what is reported. An answer ends a charge a minute later: that can wait."""
        return settlement.outcome != "answered" or self._reply.trying or len(self._reports) >= BATCH

    def _join(self, wait: float | None, again: Permit | None, on_hold: OnHold | None) -> Waiter:
        waiter = Waiter(wait, again, on_hold, self._visits)
        if again is None:
            waiter.ticket = self.shared.now
        with self._lock:
            insort(self._line, waiter, key=_position)
        return waiter

    def _end(self, waiter: Waiter) -> Permit:
        if waiter.permit is None:
            assert waiter.refusal is not None
            raise waiter.refusal
        return waiter.permit

    def _abandon(self, waiter: Waiter) -> None:
        """Take out of the line who gave up, and give its permit back if it has got one."""
        with self._lock:
            first = self._line[:1] == [waiter]
            with suppress(ValueError):
                self._line.remove(waiter)
        if waiter.permit is not None:
            self._reports.append((waiter.permit, UNSENT, monotonic()))
        if first or waiter.permit is not None:
            self._owed = True
            if not (self.shared.store.quick and self._visit(patience=0.0)):
                self._wake_first()

    def _delay(self, waiter: Waiter) -> float:
        """Return the seconds until this waiter visits the ledger, 0 for now; and refuse it if it waits in vain."""
        try:
            position = self._line.index(waiter)
        except ValueError:
            return 0.0 if waiter.done else DEPUTY  # served by another thread at this moment
        now, reply = monotonic(), self._reply
        if self._visits > (0 if position else waiter.joined):
            self._judge(waiter, position, now)
        left = waiter.left
        if waiter.on_hold is not None and (held := self._replied_at + reply.held_in - now) > 0.0 and waiter.judged:
            on_hold, waiter.on_hold = waiter.on_hold, None
            on_hold(held)
        if position == 0 and self._owed:
            return 0.0
        delay = max(self._ask_at + DEPUTY * position - now, 0.0)
        return min(delay, max(left, 1e-6) if waiter.judged else left + ASKING, threading.TIMEOUT_MAX)

    def _judge(self, waiter: Waiter, position: int, now: float) -> None:
        """Refuse a waiter whose permit cannot come in time, as far as is known; ask it once, and at its end."""
        left = waiter.left
        if waiter.judged and left > 0.0:
            return
        waiter.judged = True
        seconds = max(self._replied_at + self._reply.first_in - now, 0.0)
        if position and not waiter.again:
            seconds = self.shared.wait(position + 1)
        if seconds > left or left == 0.0:
            waiter.refuse(seconds, self._reply.trying)

    async def _visit_async(self) -> bool:
        if self.shared.store.quick:
            return self._visit()
        import anyio

        return await anyio.to_thread.run_sync(self._visit)

    def _visit(self, patience: float = PATIENCE) -> bool:
        """Ask the ledger once and hand out what it gives; return False if it could not be asked."""
        if not self._visiting.acquire(timeout=patience):
            return False
        try:
            self._ask_at = monotonic() + PATIENCE  # meanwhile nobody else need come
            self._owed = False
            reports = [self._reports.popleft() for _ in range(len(self._reports))]
            with self._lock:
                tickets, waiting = [waiter.ticket for waiter in self._line[:BATCH]], len(self._line)
                last = self._line[-1].ticket if waiting else 0.0
            try:
                reply = self.shared.visit(Ask(self._told(reports), tickets, last, waiting))
            except BaseException as error:
                self._reports.extendleft(reversed(reports))
                self._owed = bool(reports)
                self._ask_at = monotonic() + RETRY * self._random()
                if isinstance(error, StoreBusy):
                    return False
                raise
            self._note(reply)
            self._hand_out(reply)
        finally:
            self._visiting.release()
        if self._line:
            self._wake_first()
        return True

    def _told(self, reports: list[tuple[Permit, Settlement, float]]) -> list[Report]:
        now = monotonic() if reports else 0.0
        return [
            Report(permit.at, settlement, now - when, self._random() if settlement.outcome == "rejected" else 0.0)
            for permit, settlement, when in reports
        ]

    def _note(self, reply: Reply) -> None:
        self._visits += 1
        self._reply = reply
        self._replied_at = now = monotonic()
        self._ask_at = now + reply.ask_in
        until = now + reply.held_in
        if reply.held_in >= LONG_HOLD and until > self._warned_until + 1.0:
            self._warned_until = until
            _log.warning("quota: the server answered 429, and nobody on this key sends for %.0f s", reply.held_in)

    def _hand_out(self, reply: Reply) -> None:
        with self._lock:
            for at in reply.permits:
                while self._line:
                    waiter = self._line.pop(0)
                    if not waiter.done and waiter.grant(at):
                        break
                else:
                    self._reports.append((Permit(0.0, at), UNSENT, monotonic()))
                    self._owed = True
            if reply.trying:
                for waiter in self._line:
                    if reply.first_in > waiter.left:
                        waiter.refuse(reply.first_in, held=True)

    def _wake_first(self) -> None:
        with self._lock:
            while self._line and not self._line[0].rouse():
                del self._line[0]  # its event loop has been closed


def _position(waiter: Waiter) -> tuple[bool, float]:
    """Who has had a permit before came before all who still wait for their first."""
    return not waiter.again, waiter.ticket


def _waker(event: anyio.Event) -> Callable[[], object]:
    """Return what sets the event of a task from any thread. (anyio itself can only do so and wait for it.)"""
    trio = sys.modules.get("trio")
    if trio is not None and trio.lowlevel.in_trio_task():
        token = trio.lowlevel.current_trio_token()
        return lambda: token.run_sync_soon(event.set)
    import asyncio

    loop = asyncio.get_running_loop()
    return lambda: loop.call_soon_threadsafe(event.set)
