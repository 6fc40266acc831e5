"""What one question of a process to a ledger does: report, ask for permits, and keep a position among the processes.

A ledger knows one entry for each process that uses it: the position of its first waiter, how many wait there, and when
it comes again. See decision 11 for why this is enough for first come, first served over processes.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from conviso_client.quota.ledger import Ledger, Limits, Pace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conviso_client.quota.ledger import Report

__all__ = ["BATCH", "Ask", "Member", "Reply", "State"]

BATCH = 64
"""Permits that one visit gives at most."""
REGRESSION = 1.0
"""Seconds by which a clock must have gone back to be another one: readings of two processors may differ a little."""

_MAGIC = b"cnvquot2"
_FIXED = struct.Struct("<8sqddI")
"""Magic and version, epoch, last time, offset of the clock, how many members; the pace, they and the charges follow."""
_PACE = struct.Struct("<dd?dqdd")
_MEMBER = struct.Struct("<qdddqd")


class Ask(NamedTuple):
    """What a process wants."""

    reports: Sequence[Report] = ()
    tickets: Sequence[float] = ()
    """The positions of its first waiters, lowest first, at most `BATCH`."""
    last: float = 0.0
    """The position of the last of all its waiters."""
    waiting: int = 0
    """Its waiters in all."""


class Reply(NamedTuple):
    """What may be sent now, and when to ask again. Durations are in seconds from the visit."""

    permits: Sequence[float]
    """Times of the permits given now, for the waiters with the lowest tickets."""
    ask_in: float = 0.0
    """When to ask again."""
    first_in: float = 0.0
    """When the first of those that still wait may be served, as far as is known."""
    held_in: float = 0.0
    """Until when everyone is held after a 429."""
    trying: bool = False
    """True from a hold until the server took a request again."""


class Member(NamedTuple):
    """A process that uses the ledger."""

    seen: float
    """When it came last."""
    ticket: float = 0.0
    """The position of its first waiter."""
    last: float = 0.0
    """The position of its last waiter."""
    waiting: int = 0
    due: float = 0.0
    """When it comes again at the latest; if it does not, it has lost its position until it does."""

    def ahead(self, ticket: float) -> int:
        """Return how many of its waiters have a lower ticket, if they came evenly."""
        if ticket <= self.ticket:
            return 0
        if ticket >= self.last:
            return self.waiting
        return 1 + int((self.waiting - 1) * (ticket - self.ticket) / (self.last - self.ticket))


class State:
    """A ledger and the processes that use it, which a store keeps as bytes."""

    __slots__ = ("epoch", "ledger", "members", "offset")

    def __init__(self, ledger: Ledger, epoch: int = 0) -> None:
        self.ledger = ledger
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
            at = _FIXED.size + _PACE.size
            split = at + members * _MEMBER.size
            if magic != _MAGIC:
                raise ValueError("it is not a ledger")
            state = cls(Ledger(limits, last, array("d", image[split:]), Pace(*_PACE.unpack_from(image, _FIXED.size))))
            entries = _MEMBER.iter_unpack(image[at:split])
            state.members = {name: Member(*entry) for name, *entry in entries}
        except struct.error as error:
            raise ValueError(f"it was cut off: {error}") from None
        state.epoch, state.offset = epoch, offset
        return state

    def image(self) -> bytes:
        """Return this as bytes."""
        ledger, members = self.ledger, self.members
        entries = [_MEMBER.pack(name, *member) for name, member in members.items()]
        fixed = _FIXED.pack(_MAGIC, self.epoch, ledger.last, self.offset, len(members))
        return b"".join([fixed, _PACE.pack(*ledger.pace), *entries, ledger.ends.tobytes()])

    def advance(self, clock: float) -> float:
        """Drop what is over by the store's clock, and return the ledger's time, which never goes back."""
        last = self.ledger.last
        if clock + self.offset < last - REGRESSION:
            self.offset = last - clock
        return self.ledger.advance(clock + self.offset)

    def carry(self, ends: Iterable[float]) -> None:
        """Charge what the ledger does not know: it was renewed, or could not be reached when it began."""
        known = self.ledger.ends
        for end in ends:
            found = bisect_left(known, end)
            if end > self.ledger.last and (found == len(known) or known[found] != end):
                known.insert(found, end)

    def visit(self, name: int, ask: Ask) -> Reply:
        """Take note of what the process `name` reports, and give the permits that are due, after `advance`."""
        ledger = self.ledger
        now = ledger.last
        for report in ask.reports:
            ledger.settle(now, report)
        pace = ledger.pace
        held = max(pace.held_until - now, 0.0) if pace.held_at else 0.0
        others = self._meet(now, name)
        if not ask.waiting:
            return Reply((), held_in=held, trying=pace.trying)
        permits, ask_at = self._give(now, ask.tickets, others)
        waiting = ask.waiting - len(permits)
        if not waiting:
            return Reply(permits, held_in=held, trying=pace.trying)
        ticket = ask.tickets[min(len(permits), len(ask.tickets) - 1)]
        ask_at = min(ask_at, now + ledger.limits.spread / (8 if pace.trying else 2))
        first_at = ledger.due(now, _ahead(others, ticket) + 1, hopeful=True)
        self.members[name] = Member(now, ticket, ask.last, waiting, ask_at)
        return Reply(permits, ask_at - now, max(first_at - now, 0.0), held, pace.trying)

    def wait(self, now: float, position: int, name: int) -> float:
        """Return the seconds until a new waiter, `position`-th in its process, is served, as far as is known."""
        others = sum(member.waiting for other, member in self.members.items() if other != name)
        return max(self.ledger.due(now, others + position, hopeful=True) - now, 0.0)

    def _give(self, now: float, tickets: Sequence[float], others: list[Member]) -> tuple[list[float], float]:
        """Give the permits that are due, and return with them when the next one is.

        One is left for each waiter of another process that has waited longer: its process comes when it is due, too.
        """
        ledger = self.ledger
        permits: list[float] = []
        for ticket in tickets:
            due = ledger.due(now, _ahead(others, ticket) + 1)
            if due > now:
                return permits, due
            permits.append(ledger.take(now))
        return permits, now

    def _meet(self, now: float, name: int) -> list[Member]:
        """Note that the process came, and return the others that wait.

        Those that did not come when they were due have lost their position: death, SIGSTOP and an overloaded machine
        are one case. Those that did not come for a window no longer share the quota.
        """
        limits, members = self.ledger.limits, self.members
        members[name] = Member(now)
        waiting: list[Member] = []
        for other, member in list(members.items()) if len(members) > 1 else ():
            if member.seen < now - limits.per - limits.spread:
                del members[other]
            elif member.waiting:
                if member.due + limits.spread / 4 < now:
                    members[other] = Member(member.seen)
                else:
                    waiting.append(member)
        return waiting


def _ahead(others: list[Member], ticket: float) -> int:
    return sum([member.ahead(ticket) for member in others])
