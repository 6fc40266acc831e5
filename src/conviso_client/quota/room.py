"""The waiting room of one process: its threads and tasks in line for permits, and the one thread that asks for them.

Whoever finds nobody waiting asks the ledger itself. Those that must wait sleep until they are woken; a thread of the
room, which lives only while somebody waits, sleeps until the ledger said that the first of them is due.
"""

from __future__ import annotations

import contextlib
import logging
import random as _random
import threading
import time
from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from conviso_client.quota.exchange import BATCH, Ask, Busy, Reply
from conviso_client.quota.ledger import Settled
from conviso_client.quota.lock import is_mine
from conviso_client.quota.waiter import TaskWaiter, ThreadWaiter, TrioWaiter, in_trio

if TYPE_CHECKING:
    from collections.abc import Callable

    from conviso_client.quota.exchange import Store
    from conviso_client.quota.limiter import OnHold, Permit, Settlement
    from conviso_client.quota.waiter import Waiter

__all__ = ["Room"]

_log = logging.getLogger("conviso_client")

RETRY = 0.001
"""Seconds after which a ledger that was busy is asked again."""
LINGER = 1.0
"""Seconds for which the thread of a ledger that only it may visit stays without work."""


class Room:
    """Permits for the threads and tasks of this process, first come, first served. It is a `Limiter`."""

    def __init__(self, store: Store, random: Callable[[], float] = _random.random) -> None:
        self.store = store
        self._random = random
        self._begin()

    def _begin(self) -> None:
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._line: list[Waiter] = []
        """By ticket."""
        self._new: list[Waiter] = []
        """Without a ticket yet, as they came."""
        self._settled: list[tuple[Settled, float]] = []
        """What the ledger has not heard yet, with the time of this process at which it happened."""
        self._owed = False
        """True if the ledger must hear of something even if nobody waits."""
        self._visit_at = 0.0
        self._first_at = 0.0
        self._trying = False
        self._thread: threading.Thread | None = None

    def acquire(self, wait: float | None, again: Permit | None = None, on_hold: OnHold | None = None) -> Permit:
        waiter = ThreadWaiter(wait, again)
        try:
            if not self._enter(waiter):
                self._tell(on_hold)
                if self._thread is None:
                    self._run(waiter)
                else:
                    waiter.sleep()
            permit = self._end(waiter)
        except BaseException:
            self._leave(waiter)
            raise
        return permit

    async def acquire_async(
        self, wait: float | None, again: Permit | None = None, on_hold: OnHold | None = None
    ) -> Permit:
        waiter = TrioWaiter(wait, again) if in_trio() else TaskWaiter(wait, again)
        try:
            if not self._enter(waiter):
                self._tell(on_hold)
                await waiter.sleep()
            permit = self._end(waiter)
        except BaseException:
            self._leave(waiter)
            raise
        return permit

    def settle(self, permit: Permit, settlement: Settlement) -> None:
        jitter = self._random() if settlement.outcome == "rejected" else 0.0
        self._settle(Settled(permit.at, settlement.outcome, 0.0, settlement.retry_after, jitter))

    async def settle_async(self, permit: Permit, settlement: Settlement) -> None:
        self.settle(permit, settlement)

    @property
    def idle(self) -> bool:
        """True if forgetting this room would change nothing for anyone."""
        with self._lock:
            return self._empty and self.store.idle

    def forked(self) -> None:
        """Begin anew in the child of a fork: those who waited are in the parent."""
        self.store.forked()
        self._begin()

    @property
    def _empty(self) -> bool:
        return not (self._line or self._new or self._owed)

    def _enter(self, waiter: Waiter) -> bool:
        """Get in line, and return whether the wait is over already."""
        with self._lock:
            if waiter.ticket:
                insort(self._line, waiter, key=_ticket)
            else:
                self._new.append(waiter)
            self._ask()
            if not waiter.done:
                waiter.fall_asleep()
            return waiter.done

    def _tell(self, on_hold: OnHold | None) -> None:
        if on_hold is not None and self._trying:
            on_hold(max(self._first_at - time.monotonic(), 0.0))

    def _end(self, waiter: Waiter) -> Permit:
        with self._lock:
            if waiter.error is None and waiter.permit is None:
                waiter.refuse(max(self._first_at - time.monotonic(), 0.0), held=self._trying)
            if waiter.error is not None:
                raise waiter.error
            assert waiter.permit is not None
            return waiter.permit

    def _leave(self, waiter: Waiter) -> None:
        waiter.gone = True
        if waiter.permit is not None:
            self._settle(Settled(waiter.permit.at, "unsent"))
        elif is_mine(self._lock):
            self._owed = True
        else:
            with self._lock:
                if waiter in self._new:
                    self._new.remove(waiter)
                elif self._remove(waiter):
                    self._owed = True
                    self._ask()

    def _remove(self, waiter: Waiter) -> bool:
        """Take a waiter out of the line and return whether it was the first."""
        place = bisect_left(self._line, waiter.ticket, key=_ticket)
        if place < len(self._line) and self._line[place] is waiter:
            del self._line[place]
            return place == 0
        return False

    def _settle(self, settled: Settled) -> None:
        """Tell the ledger at once what others wait for; the rest it hears at the next visit."""
        if is_mine(self._lock):
            self._settled.append((settled, time.monotonic()))
            self._owed = True
            return
        with self._lock:
            self._settled.append((settled, time.monotonic()))
            if settled.outcome != "answered" or self._trying or len(self._settled) >= BATCH:
                self._owed = True
                self._ask()

    def _ask(self) -> None:
        """Visit the ledger at once if that takes microseconds, else let the thread do it."""
        while self.store.inline and self._visit():
            if not self._owed:
                return
        self._visit_at = 0.0
        self._call_thread()

    def _call_thread(self) -> None:
        if self._thread is None:
            thread = threading.Thread(target=self._serve, name="conviso-client-quota", daemon=True)
            with contextlib.suppress(
                RuntimeError
            ):  # the interpreter is shutting down: threads that wait serve themselves
                thread.start()
                self._thread = thread
        elif self._thread is not threading.current_thread():
            self._changed.notify()

    def _serve(self) -> None:
        """Do the work of the room's thread."""
        try:
            self._run(None)
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
            _log.exception("quota: asking for permits failed")
            self._give_up(error)

    def _run(self, until: Waiter | None) -> None:
        """Visit the ledger whenever it is time, as long as somebody waits or until that one has waited."""
        with self._lock:
            while not (until.over if until else self._empty and not self._linger()):
                delay = self._visit_at - time.monotonic()
                if until and (left := until.left()) is not None:
                    delay = min(delay, left)
                if delay > 0:
                    self._changed.wait(delay)
                elif not self._visit():
                    self._visit_at = time.monotonic() + RETRY
            if until is None:
                self._thread = None

    def _linger(self) -> bool:
        """Wait for work where only the thread may visit the ledger, and return whether there is some."""
        if not self.store.inline:
            self._changed.wait(LINGER)
        return not self._empty

    def _visit(self) -> bool:
        """Ask the ledger once, with the lock held; return False if it was busy."""
        line, settled = self._line, self._settled
        self._settled, self._owed = [], False
        while line and line[0].gone:
            del line[0]
        new = self._new[
            : 1 + next((i for i, waiter in enumerate(self._new) if waiter.wait is not None), len(self._new))
        ]
        now = time.monotonic() if settled else 0.0
        ask = Ask(
            [what._replace(ago=now - when) for what, when in settled],
            len(new),
            [waiter.ticket for waiter in line[:BATCH]],
            len(line) + len(new),
        )
        del self._new[: len(new)]
        try:
            reply = self._exchange(ask)
        except BaseException as error:
            self._new[:0] = [waiter for waiter in new if not waiter.gone]
            self._settled[:0] = settled
            self._owed = True
            if isinstance(error, Busy):
                return False
            raise
        for ticket, waiter in enumerate(new, reply.ticket):
            waiter.ticket = ticket
            if not waiter.gone:
                insort(line, waiter, key=_ticket)
        self._trying = reply.pace.trying
        self._hand_out(reply)
        self._refuse(reply, new)
        for waiter in (*line[:BATCH], *new):
            if not waiter.asked:
                waiter.asked = True
                if waiter.wait is not None and not waiter.done:
                    waiter.wake()
        self._plan(reply)
        return True

    def _exchange(self, ask: Ask) -> Reply:
        if self.store.inline:
            return self.store.exchange(ask)
        self._lock.release()
        try:
            return self.store.exchange(ask)
        finally:
            self._lock.acquire()

    def _plan(self, reply: Reply) -> None:
        """Decide when to visit the ledger again, and see to it that somebody does if anybody waits."""
        now = time.monotonic()
        self._first_at = now + reply.first_in
        self._visit_at = 0.0 if self._new or self._owed else now + reply.ask_in
        if self._line or self._new or self._thread is not None:
            self._call_thread()

    def _hand_out(self, reply: Reply) -> None:
        for at in reply.permits:
            served = False
            while self._line and not served:
                waiter = self._line[0]
                if not (waiter.done or waiter.gone):
                    waiter.grant(at)
                    served = waiter.wake()
                del self._line[0]
            if not served:
                self._settled.append((Settled(at, "unsent"), 0.0))
                self._owed = True

    def _refuse(self, reply: Reply, new: list[Waiter]) -> None:
        """End the waits that cannot come to their end in time."""
        late = [(waiter, reply.last_in) for waiter in new[-1:]]
        if reply.pace.trying:
            late += [(waiter, reply.first_in) for waiter in self._line]
        for waiter, seconds in late:
            left = waiter.left()
            if not waiter.done and left is not None and seconds > left:
                waiter.refuse(seconds, held=reply.pace.trying)
                self._owed = self._remove(waiter) or self._owed
                waiter.wake()

    def _give_up(self, error: Exception) -> None:
        """Wake all with an error of our own making, so that nobody waits for ever."""
        with self._lock:
            self._thread = None
            for waiter in [*self._line, *self._new]:
                waiter.error = error
                waiter.wake()
            self._line, self._new, self._owed = [], [], False


def _ticket(waiter: Waiter) -> int:
    return waiter.ticket
