"""A ledger in a store, as one process sees it, and how the process goes on while the store is out of reach.

The process remembers the times of its own permits. While the store fails, it counts by itself with its part of the
quota: the quota divided by the processes that it saw last. When the store is back, or has lost the ledger, the process
tells it of what it does not know.
"""

from __future__ import annotations

import logging
import secrets
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from math import inf

from conviso_client.quota.ledger import Ledger, Limits, PermitReport
from conviso_client.quota.limiter import monotonic
from conviso_client.quota.store import PATIENCE, Store, StoreBusy

__all__ = ["SharedLedger"]

_log = logging.getLogger("conviso_client")

FIRST_PAUSE = 1.0
"""Seconds after which a store that failed is tried again; twice as long each time."""
LONGEST_PAUSE = 30.0
OTHER_CLOCK = 1.0
"""Seconds of difference from which on a ledger runs on another clock than before."""


class SharedLedger:
    """Takes permits from a ledger in a store. One caller at a time: who calls sees to that."""

    def __init__(self, store: Store, name: str, limits: Limits) -> None:
        self.store = store
        self._name = name
        self._limits = limits
        self._life = limits.per + limits.spread
        self._lifetime = limits.lifetime
        self.after_fork()

    def after_fork(self) -> None:
        """Begin anew in the child: it is another process, and its parent remembers what was sent."""
        self.me = secrets.randbits(62)
        self.ledger = Ledger(self._limits)
        """As this process saw it last; while the store is out of reach, what it counts by itself. It never changes: the
        next one takes its place, so that threads may read it without a lock."""
        self.offset = 0.0
        """Seconds by which the ledger's time is ahead of this process's clock."""
        self._own: deque[float] = deque()
        """The times of this process's permits, as long as they may be charged."""
        self._untold: list[float] = []
        """Those that the store has not heard of."""
        self._busy: tuple[float, bytes | None] = inf, None
        """Since when the store has been busy without a change, and with which ledger."""
        self._pause = 0.0
        """Seconds between two trials of a store that fails; 0: it answers."""
        self._retry_at = 0.0

    def take(self, reports: Sequence[PermitReport] = (), waiting: int = 0, since: float = 0.0) -> list[float]:
        """Report, and return the times of the permits that are due for those who wait here, the first `since` then.

        Raises `StoreBusy` if the ledger cannot be asked at this moment.
        """
        if self._pause and monotonic() < self._retry_at:
            return self._take_alone(reports, waiting, since)
        ledger, offset, shift = self.ledger, 0.0, 0.0
        permits: list[float] = []

        def change(image: bytes | None, clock: float) -> bytes:
            nonlocal ledger, offset, shift, permits  # a store may make the change more than once: the last one counts
            ledger = self._read(image)
            offset = ledger.advance(clock) - monotonic()
            shift = offset - self.offset
            if abs(shift) < OTHER_CLOCK:
                shift = 0.0
            if self._untold or shift > 0.0 or ledger.epoch != self.ledger.epoch:
                self._tell(ledger, shift)
            permits = ledger.serve(self.me, reports, waiting, since)
            return ledger.image()

        try:
            self.store.update(self._name, change, self._lifetime)
        except Exception as error:  # a store may be anybody's, and no call fails because of it
            if isinstance(error, StoreBusy) and not self._is_stopped(error):
                raise
            self._fail(error)
            return self._take_alone(reports, waiting, since)
        self.ledger, self.offset = ledger, offset
        if shift:
            self._own = deque([at + shift for at in self._own])
        self._untold, self._busy = [], (inf, None)
        if self._pause:
            self._pause = 0.0
            _log.info("quota: %s can be used again", self.store)
        self._remember(permits, reports)
        return permits

    def _is_stopped(self, busy: StoreBusy) -> bool:
        """Say whether whoever is in the store has been stopped there: for so long, nobody else has come and gone."""
        now, (since, image) = monotonic(), self._busy
        since = min(since, now) if busy.image == image else now
        self._busy = since, busy.image
        return now - since >= PATIENCE

    def _take_alone(self, reports: Sequence[PermitReport], waiting: int, since: float) -> list[float]:
        ledger = Ledger.read(self.ledger.image(), self.ledger.limits)
        ledger.advance(monotonic() + self.offset - ledger.offset)
        permits = ledger.serve(self.me, reports, waiting, since)
        self.ledger = ledger
        self._remember(permits, reports)
        self._untold += permits
        return permits

    def _read(self, image: bytes | None) -> Ledger:
        if image is not None:
            try:
                return Ledger.read(image, self._limits)
            except ValueError as error:
                _log.warning("quota: a ledger in %s was damaged (%s) and starts afresh", self.store, error)
        return Ledger(self._limits, secrets.randbits(62) + 1)

    def _tell(self, ledger: Ledger, shift: float) -> None:
        """Tell a ledger, whose clock was moved by so many seconds, of the permits that it cannot know."""
        untold = self._untold
        if ledger.epoch != self.ledger.epoch:  # it was emptied, evicted or restored
            untold = [*self._own]
        elif shift > 0.0:  # its clock was set forward, which ended charges too early
            untold = [at for at in self._own if at + self._life <= ledger.last]
        ledger.carry(at + self._life + shift for at in untold)
        mine = self.ledger.pace
        if (self._pause or untold) and not shift and mine.held_at > ledger.pace.held_at:
            ledger.pace = mine

    def _remember(self, permits: Iterable[float], reports: Iterable[PermitReport]) -> None:
        own, over = self._own, self.ledger.last - self._life
        own.extend(permits)
        while own and own[0] <= over:
            own.popleft()
        for report in reports:
            if report.settlement.outcome == "unsent" and report.at in own:
                own.remove(report.at)

    def _fail(self, error: Exception) -> None:
        """Go on alone for a while, with a part of the quota: all who share it must not use the whole each."""
        if not self._pause:
            known = self.ledger
            members = {*known.members, self.me}
            if isinstance(error, StoreBusy) and error.image:
                with suppress(ValueError):
                    members |= Ledger.read(error.image, self._limits).members.keys()
            limits = self._limits._replace(permits=max(1, self._limits.permits // len(members)))
            ends = [at + self._life for at in self._own]
            self.ledger = Ledger(limits, known.epoch, known.last, ends, known.pace)
            message = (
                "quota: %s cannot be used (%s): this process keeps to %d requests in %g seconds by itself until it can"
            )
            _log.warning(message, self.store, str(error) or type(error).__name__, limits.permits, limits.per)
        self._pause = min(self._pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)
        self._retry_at = monotonic() + self._pause
