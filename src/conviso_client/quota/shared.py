"""A ledger in a store, as one process sees it, and what the process does while the store is out of reach.

The process remembers the times of its own permits. While the store fails, it counts by itself with its part of the
quota: the quota divided by the processes that it saw last. When the store is back, or has lost the ledger, the process
tells it of what it does not know.
"""

from __future__ import annotations

import logging
import secrets
from array import array
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from conviso_client.quota.clock import monotonic
from conviso_client.quota.ledger import Ledger
from conviso_client.quota.store import PATIENCE, StoreBusy
from conviso_client.quota.visit import Ask, Reply, State

if TYPE_CHECKING:
    from conviso_client.quota.ledger import Limits
    from conviso_client.quota.store import Store

__all__ = ["SharedLedger"]

_log = logging.getLogger("conviso_client")

FIRST_PAUSE = 1.0
"""Seconds after which a store that failed is tried again; twice as long each time."""
LONGEST_PAUSE = 30.0
OTHER_CLOCK = 1.0
"""Seconds of difference from which on a ledger runs on another clock than before."""


class SharedLedger:
    """Visits a ledger in a store. One visit at a time: the caller sees to that."""

    def __init__(self, store: Store, name: str, limits: Limits) -> None:
        self.store = store
        self._name = name
        self._limits = limits
        self._begin()

    def _begin(self) -> None:
        self._me = secrets.randbits(62)
        self._state = State(Ledger(self._limits))
        """As this process saw it last; while the store is out of reach, what it counts by itself."""
        self._image = b""
        """The bytes of `_state`, if the store holds them."""
        self._offset = 0.0
        """Seconds by which the ledger's time is ahead of this process's clock."""
        self._own: deque[float] = deque()
        """The times of this process's permits, as long as they may be charged."""
        self._untold: list[float] = []
        """Those that the store has not heard of."""
        self._peers = 1
        """Processes that share the ledger, as far as is known; this one included."""
        self._busy_since: float | None = None
        self._pause = 0.0
        """Seconds between two trials of a store that fails; 0: it answers."""
        self._retry_at = 0.0

    def after_fork(self) -> None:
        """Begin anew in the child: it is another process, and its parent remembers what was sent."""
        self._begin()

    @property
    def now(self) -> float:
        """The ledger's time, as far as is known."""
        return monotonic() + self._offset

    def wait(self, position: int) -> float:
        """Return the seconds until a new waiter, `position`-th in this process, is served, as far as is known."""
        return self._state.wait(self.now, position, self._me)

    def visit(self, ask: Ask) -> Reply:
        """Ask the ledger once. Raises `StoreBusy` if it cannot be asked at this moment."""
        if monotonic() >= self._retry_at:
            try:
                return self._ask_store(ask)
            except StoreBusy as busy:
                now = monotonic()
                self._busy_since = self._busy_since or now
                if now - self._busy_since < PATIENCE:
                    raise
                self._fail(busy)
            except Exception as error:  # noqa: BLE001  # a store may be anybody's, and no call fails because of it
                self._fail(error)
        return self._ask_alone(ask)

    def _ask_store(self, ask: Ask) -> Reply:
        visits: list[tuple[State, bytes, float, float, Reply]] = []

        def change(image: bytes | None, clock: float) -> bytes:
            state = self._read(image)
            offset = state.advance(clock) - monotonic()
            shift = self._tell(state, offset)
            reply = state.visit(self._me, ask)
            visits.append((state, state.image(), offset, shift, reply))
            return visits[-1][1]

        self.store.update(self._name, change, self._limits.lifetime)
        self._state, self._image, self._offset, shift, reply = visits[-1]
        if shift:
            self._own = deque([at + shift for at in self._own])
        self._untold = []
        self._peers = len(self._state.members)
        self._busy_since = None
        if self._pause:
            self._pause = 0.0
            _log.info("quota: %s can be used again", self.store)
        self._remember(ask, reply)
        return reply

    def _read(self, image: bytes | None) -> State:
        """Return the state that a store holds: the one that is known already, if nobody else was there."""
        known, self._image = self._image, b""  # what follows changes the state, and may come to nothing
        if image is None:
            return self._new()
        if image == known:
            return self._state
        try:
            return State.read(image, self._limits)
        except ValueError as error:
            _log.warning("quota: a ledger in %s was damaged (%s) and starts afresh", self.store, error)
            return self._new()

    def _new(self) -> State:
        return State(Ledger(self._limits), secrets.randbits(62) + 1)

    def _tell(self, state: State, offset: float) -> float:
        """Tell a ledger of the permits that it cannot know, and return the seconds by which its clock was moved."""
        shift = offset - self._offset
        if abs(shift) < OTHER_CLOCK:
            shift = 0.0
        life = self._limits.per + self._limits.spread
        mine, untold = self._state.ledger.pace, self._untold
        if state.epoch != self._state.epoch:  # it was emptied, evicted or restored
            untold = [*self._own]
        elif shift > 0.0:  # its clock was set forward, which ended charges too early
            untold = [at for at in self._own if at + life <= state.ledger.last]
        if untold:
            state.carry(sorted(at + life + shift for at in untold))
        if mine.held_at and (self._pause or untold) and mine.held_at + shift > state.ledger.pace.held_at:
            state.ledger.pace = mine.moved(shift)
        return shift

    def _remember(self, ask: Ask, reply: Reply) -> None:
        own, over = self._own, self.now - self._limits.per - self._limits.spread
        own.extend(reply.permits)
        while own and own[0] <= over:
            own.popleft()
        for report in ask.reports:
            if report.settlement.outcome == "unsent" and report.at in own:
                own.remove(report.at)

    def _ask_alone(self, ask: Ask) -> Reply:
        self._state.advance(self.now)
        reply = self._state.visit(self._me, ask)
        self._remember(ask, reply)
        self._untold += reply.permits
        return reply

    def _fail(self, error: Exception) -> None:
        """Go on alone for a while, with a part of the quota: all who share it must not use the whole each."""
        if not self._pause:
            if isinstance(error, StoreBusy) and error.image:
                with suppress(ValueError):
                    self._peers = len({*State.read(error.image, self._limits).members, self._me})
            limits, known = self._limits, self._state
            ends = array("d", [at + limits.per + limits.spread for at in self._own])
            limits = limits._replace(permits=max(1, limits.permits // self._peers))
            self._state = State(Ledger(limits, known.ledger.last, ends, known.ledger.pace), known.epoch)
            self._image = b""
            message = (
                "quota: %s cannot be used (%s): this process keeps to %d requests in %g seconds by itself until it can"
            )
            _log.warning(message, self.store, str(error) or type(error).__name__, limits.permits, limits.per)
        self._pause = min(self._pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)
        self._retry_at = monotonic() + self._pause
