"""One caller that waits for a permit: a thread, or a task of asyncio or trio."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING

from conviso_client.quota.limiter import Permit, QuotaWaitExceeded

if TYPE_CHECKING:
    import asyncio

    import trio

__all__ = ["TaskWaiter", "ThreadWaiter", "TrioWaiter", "Waiter", "in_trio"]

ASKING = 2.0
"""Seconds that the first question to a busy or distant ledger may take beyond the wait."""


def in_trio() -> bool:
    """Say whether this is a task of trio, rather than of asyncio."""
    trio = sys.modules.get("trio")
    return trio is not None and bool(trio.lowlevel.in_trio_task())


class Waiter:
    """A place in the line of one process."""

    __slots__ = ("asked", "asleep", "error", "gone", "permit", "since", "ticket", "wait")

    def __init__(self, wait: float | None, again: Permit | None) -> None:
        self.ticket = 0 if again is None else again.ticket
        """0 until the ledger gave one."""
        self.wait = wait
        self.since = time.monotonic()
        self.permit: Permit | None = None
        self.error: Exception | None = None
        self.asked = False
        """True from when the ledger has been asked for it."""
        self.asleep = False
        """True from when it must be woken."""
        self.gone = False
        """True if it was given up."""

    @property
    def done(self) -> bool:
        return self.permit is not None or self.error is not None

    @property
    def patience(self) -> float | None:
        """The seconds to sleep: asking the ledger takes a moment that is no wait for the quota."""
        left = self.left()
        return left if left is None or self.asked else left + ASKING

    @property
    def over(self) -> bool:
        return self.done or self.left() == 0

    def left(self) -> float | None:
        """Return the seconds that it may still wait; None: as long as it takes."""
        return None if self.wait is None else max(self.wait - (time.monotonic() - self.since), 0.0)

    def grant(self, at: float) -> None:
        self.permit = Permit(self.ticket, at, time.monotonic() - self.since if self.asleep else 0.0)

    def refuse(self, seconds: float, held: bool) -> None:
        self.error = QuotaWaitExceeded(seconds, "held after a 429" if held else "the quota is used up")

    def fall_asleep(self) -> None:
        """Make ready to be woken."""
        self.asleep = True

    def wake(self) -> bool:
        """Wake it, from any thread; return False if nobody is there any more."""
        raise NotImplementedError


class ThreadWaiter(Waiter):
    __slots__ = ("_event",)

    def fall_asleep(self) -> None:
        super().fall_asleep()
        self._event = threading.Event()

    def wake(self) -> bool:
        if self.asleep:
            self._event.set()
        return True

    def sleep(self) -> None:
        """Sleep until it is served or has waited as long as it may."""
        while not self.done and (patience := self.patience) != 0:
            self._event.wait(patience if patience is None else min(patience, threading.TIMEOUT_MAX))
            if not (self.asked or self.done):
                return
            self._event.clear()


class TaskWaiter(Waiter):
    __slots__ = ("_future", "_loop")

    def fall_asleep(self) -> None:
        import asyncio

        super().fall_asleep()
        self._loop = asyncio.get_running_loop()
        self._future: asyncio.Future[None] = self._loop.create_future()

    def wake(self) -> bool:
        try:
            if self.asleep:
                self._loop.call_soon_threadsafe(self._done)
        except RuntimeError:
            return False
        return True

    def _done(self) -> None:
        if not self._future.done():
            self._future.set_result(None)

    async def sleep(self) -> None:
        """Do what `ThreadWaiter.sleep` does in a task."""
        import asyncio

        while not self.done and (patience := self.patience) != 0:
            await asyncio.wait([self._future], timeout=patience)
            if not (self.asked or self.done):
                return
            self._future = self._loop.create_future()


class TrioWaiter(Waiter):
    __slots__ = ("_event", "_token")

    def fall_asleep(self) -> None:
        import trio

        super().fall_asleep()
        self._token = trio.lowlevel.current_trio_token()
        self._event: trio.Event = trio.Event()

    def wake(self) -> bool:
        try:
            if self.asleep:
                self._token.run_sync_soon(self._done)
        except RuntimeError:
            return False
        return True

    def _done(self) -> None:
        self._event.set()

    async def sleep(self) -> None:
        """Do what `ThreadWaiter.sleep` does in a task."""
        import trio

        while not self.done and (patience := self.patience) != 0:
            with trio.move_on_after(float("inf") if patience is None else patience):
                await self._event.wait()
            if not (self.asked or self.done):
                return
            self._event = trio.Event()
