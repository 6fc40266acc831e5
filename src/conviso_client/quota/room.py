"""The waiting room of one process: its threads and tasks in line for permits, and the one thread that asks for them.

Whoever finds nobody waiting asks the ledger itself. Those that must wait sleep until they are woken; a thread of the room, which lives
only while somebody waits, sleeps until the ledger said that the first of them is due.
"""

from __future__ import annotations

import os
import random as _random
import threading
import time
import weakref
from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from conviso_client.quota.exchange import Ask, Busy, Reply
from conviso_client.quota.ledger import Settled
from conviso_client.quota.limiter import QuotaWaitExceeded
from conviso_client.quota.waiter import TaskWaiter, ThreadWaiter

if TYPE_CHECKING:
    from collections.abc import Callable

    from conviso_client.quota.exchange import Store
    from conviso_client.quota.limiter import Permit, Settlement
    from conviso_client.quota.waiter import Waiter

__all__ = ["Room"]

RETRY = 0.001
"""Seconds after which a ledger that was busy is asked again."""


class Room:
    """Permits for the threads and tasks of this process, first come, first served. It is a `Limiter`."""

    def __init__(self, store: Store, random: Callable[[], float] = _random.random) -> None:
        self.store = store
        self._random = random
        self._reset()
        _rooms.add(self)

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._line: list[Waiter] = []
        """By ticket."""
        self._new: list[Waiter] = []
        """Without a ticket yet, as they came."""
        self._settled: list[Settled] = []
        self._owed = False
        """True if the ledger must hear of something even if nobody waits."""
        self._visit_at = 0.0
        self._thread: threading.Thread | None = None

    def acquire(self, wait: float | None, again: Permit | None = None) -> Permit:
        waiter = ThreadWaiter(wait, again)
        try:
            self._enter(waiter)
            if (permit := waiter.result()) is None:
                waiter.sleep()
                permit = self._end(waiter)
        except BaseException:
            self._leave(waiter)
            raise
        return permit

    async def acquire_async(self, wait: float | None, again: Permit | None = None) -> Permit:
        waiter = TaskWaiter(wait, again)
        try:
            self._enter(waiter)
            if (permit := waiter.result()) is None:
                await waiter.sleep()
                permit = self._end(waiter)
        except BaseException:
            self._leave(waiter)
            raise
        return permit

    def settle(self, permit: Permit, settlement: Settlement) -> None:
        with self._lock:
            self._note(Settled(permit.at, settlement.outcome, settlement.retry_after, self._random()))

    async def settle_async(self, permit: Permit, settlement: Settlement) -> None:
        self.settle(permit, settlement)

    @property
    def empty(self) -> bool:
        """True if nobody waits and the ledger has heard of everything."""
        return not (self._line or self._new or self._settled or self._owed)

    def _enter(self, waiter: Waiter) -> None:
        with self._lock:
            if waiter.ticket:
                insort(self._line, waiter, key=_ticket)
            else:
                self._new.append(waiter)
            waiter.prepare()
            self._ask_now()

    def _end(self, waiter: Waiter) -> Permit:
        with self._lock:
            if (permit := waiter.result()) is not None:
                return permit
        raise QuotaWaitExceeded(max(self._visit_at - time.monotonic(), 0.0), "the wait is over")

    def _leave(self, waiter: Waiter) -> None:
        with self._lock:
            if waiter.permit is not None:
                self._note(Settled(waiter.permit.at, "unsent"))
            elif waiter in self._new:
                self._new.remove(waiter)
            elif self._remove(waiter):
                self._owed = True
                self._ask_now()

    def _remove(self, waiter: Waiter) -> bool:
        """Take a waiter out of the line and return whether it was the first."""
        place = bisect_left(self._line, waiter.ticket, key=_ticket)
        while place < len(self._line) and self._line[place].ticket == waiter.ticket:
            if self._line[place] is waiter:
                del self._line[place]
                return place == 0
            place += 1
        return False

    def _note(self, settled: Settled) -> None:
        self._settled.append(settled)
        self._ask_now()

    def _ask_now(self) -> None:
        """Ask the ledger at once if that takes microseconds, else let the thread ask."""
        if self.store.inline and self._visit():
            return
        self._visit_at = 0.0
        self._call_thread()

    def _call_thread(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="conviso-client-quota", daemon=True)
            self._thread.start()
        else:
            self._changed.notify()

    def _run(self) -> None:
        with self._lock:
            try:
                while not self.empty:
                    if (delay := self._visit_at - time.monotonic()) > 0:
                        self._changed.wait(delay)
                    elif not self._visit():
                        self._visit_at = time.monotonic() + RETRY
            finally:
                self._thread = None

    def _visit(self) -> bool:
        """Ask the ledger once, with the lock held, and hand out what it gave; return False if it was busy."""
        new = self._new[
            : 1 + next((i for i, waiter in enumerate(self._new) if waiter.wait is not None), len(self._new))
        ]
        line, settled = self._line, self._settled
        ask = Ask(settled, len(new), len(line) + len(new), line[0].ticket if line else None)
        self._settled, self._owed = [], False
        try:
            reply = self.store.exchange(ask)
        except Busy:
            self._settled, self._owed = settled + self._settled, True
            return False
        del self._new[: len(new)]
        for ticket, waiter in enumerate(new, reply.ticket):
            waiter.ticket = ticket
            insort(line, waiter, key=_ticket)
        self._hand_out(reply)
        self._refuse(reply, new)
        if line or self._new or self._settled:
            self._visit_at = time.monotonic() + (0.0 if self._new or self._settled else reply.next_in)
            self._call_thread()
        return True

    def _hand_out(self, reply: Reply) -> None:
        for at in reply.permits:
            served = False
            while self._line and not served:
                waiter = self._line[0]
                if not waiter.done:
                    waiter.grant(at)
                    served = waiter.wake()
                del self._line[0]
            if not served:
                self._settled.append(Settled(at, "unsent"))

    def _refuse(self, reply: Reply, new: list[Waiter]) -> None:
        """End the waits that cannot come to their end in time."""
        late = [(waiter, reply.last_in) for waiter in new[-1:]]
        if reply.held or any(waiter.wait is not None for waiter in self._line[:1]):
            late += [(waiter, reply.next_in) for waiter in self._line]
        for waiter, seconds in late:
            left = waiter.left()
            if not waiter.done and left is not None and seconds > left:
                waiter.refuse(seconds, reply)
                self._remove(waiter)
                waiter.wake()


_rooms: weakref.WeakSet[Room] = weakref.WeakSet()


def _after_fork() -> None:
    for room in _rooms:
        room._reset()  # noqa: SLF001


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _ticket(waiter: Waiter) -> int:
    return waiter.ticket
