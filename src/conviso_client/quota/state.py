"""A ledger and the processes that share it, as a store keeps them.

Between processes, permits go to the one that has used the least of late: see decision 11.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from conviso_client.quota.ledger import CALM, Ledger, Limits, Pace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conviso_client.quota.ledger import Report

__all__ = ["BATCH", "Member", "State"]

BATCH = 64
"""Permits that a process gets at a time, at most."""
REGRESSION = 1.0
"""Seconds by which a clock must have gone back to be another one: readings of two processors may differ a little."""

_MAGIC = b"cnvquot3"
_FIXED = struct.Struct("<8sqddI")
"""Magic and version, epoch, last time, offset of the clock, how many members; the pace, they and the charges follow."""
_PACE = struct.Struct("<dd?dqdd")
_MEMBER = struct.Struct("<qddqdd")


class Member(NamedTuple):
    """A process that uses the ledger."""

    seen: float
    """When it came last."""
    used: float = 0.0
    """Permits that it had got by then. A permit counts half after `per` seconds, a quarter after two times that."""
    waiting: int = 0
    since: float = 0.0
    """When the first of its waiters came."""
    due: float = 0.0
    """When it comes again at the latest; if it does not, nobody waits for it until it does."""


class State(Ledger):
    """A ledger and its members. Whoever has one never sees it change: each update makes another from the bytes."""

    __slots__ = ("epoch", "members", "offset")

    def __init__(
        self, limits: Limits, epoch: int, last: float = 0.0, ends: array[float] | None = None, pace: Pace = CALM
    ) -> None:
        super().__init__(limits, last, ends, pace)
        self.epoch = epoch
        """Tells one ledger from the one that took its place."""
        self.offset = 0.0
        """What is added to the store's clock, which may have been set back, or begun anew with its machine."""
        self.members: dict[int, Member] = {}

    @classmethod
    def read(cls, image: bytes, limits: Limits) -> State:
        """Read what `image` wrote. Raises `ValueError` if it is something else."""
        try:
            magic, epoch, last, offset, members = _FIXED.unpack_from(image)
            if magic != _MAGIC:
                raise ValueError("it is not a ledger")
            at = _FIXED.size + _PACE.size
            split = at + members * _MEMBER.size
            pace = Pace(*_PACE.unpack_from(image, _FIXED.size))
            state = cls(limits, epoch, last, array("d", image[split:]), pace)
            for name, *entry in _MEMBER.iter_unpack(image[at:split]):
                state.members[name] = Member(*entry)
        except struct.error as error:
            raise ValueError(f"it was cut off: {error}") from None
        state.offset = offset
        return state

    def image(self) -> bytes:
        """Return this as bytes."""
        parts = [_FIXED.pack(_MAGIC, self.epoch, self.last, self.offset, len(self.members)), _PACE.pack(*self.pace)]
        for name, member in self.members.items():
            parts.append(_MEMBER.pack(name, *member))
        return b"".join((*parts, self.ends.tobytes()))

    def advance(self, now: float) -> float:
        """Drop what is over by the store's clock, and return the ledger's time, which never goes back."""
        if now + self.offset < self.last - REGRESSION:
            self.offset = self.last - now
        now, limits = super().advance(now + self.offset), self.limits
        if len(self.members) > 1:  # who did not come for a window no longer shares the quota
            over = now - limits.per - limits.spread
            self.members = {name: member for name, member in self.members.items() if member.seen >= over}
        return now

    def carry(self, ends: Iterable[float]) -> None:
        """Charge what the ledger does not know: it was renewed, or could not be reached when it began."""
        known = self.ends
        for end in ends:
            found = bisect_left(known, end)
            if end > self.last and (found == len(known) or known[found] != end):
                known.insert(found, end)

    def serve(self, name: int, reports: Iterable[Report], waiting: int = 0, since: float = 0.0) -> list[float]:
        """Take note of what a process reports; return the permits that are due for those who wait in it.

        To be called after `advance`. `since` is when the first of the `waiting` came.
        """
        now, limits, members = self.last, self.limits, self.members
        for report in reports:
            self.settle(now, report)
        used = self._used(members[name], now) if name in members else 0.0
        others = self._others(name, now) if len(members) > (name in members) else ()
        permits: list[float] = []
        due = now
        while len(permits) < min(waiting, BATCH):
            ahead = _ahead(others, round(used) + len(permits), since) if others else 0
            if (due := self.due(now, ahead + 1)) > now:
                break
            permits.append(self.take(now))
        # A permit may come earlier than it is due: others give up, or their answers come.
        due = min(due, now + limits.spread / (8 if self.pace.trying else 2))
        members[name] = Member(now, used + len(permits), waiting - len(permits), since, due)
        return permits

    def wait(self, name: int, now: float, position: int = 1) -> float:
        """Return the seconds until the waiter that is `position`-th in its process is served, as far as is known."""
        mine = self.members[name]
        ahead = _ahead(self._others(name, now), round(self._used(mine, now)) + position - 1, mine.since)
        return max(self.due(now, position + ahead, hopeful=True) - now, 0.0)

    def _used(self, member: Member, now: float) -> float:
        return member.used * float(0.5 ** ((now - member.seen) / self.limits.per))

    def _others(self, name: int, now: float) -> list[tuple[int, int, float]]:
        """Return what the other processes have used, how many wait there, and since when.

        Those that did not come when they were due are left out: death, SIGSTOP and an overloaded machine are one case.
        """
        late = now - self.limits.spread / 4
        return [
            (round(self._used(member, now)), member.waiting, member.since)
            for other, member in self.members.items()
            if other != name and member.waiting and member.due >= late
        ]


def _ahead(others: Iterable[tuple[int, int, float]], used: int, since: float) -> int:
    """Return how many waiters elsewhere come before one whose process has used so much, and waits since then.

    The second in a process counts as if the first had its permit. Who has waited longer comes first among equals.
    """
    return sum([max(0, min(waiting, used - theirs + (first < since))) for theirs, waiting, first in others])
