"""What a process and the keeper of the ledger say to each other: one question and one answer for each visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conviso_client.quota.ledger import Ledger, Pace, Settled

__all__ = ["BATCH", "Ask", "Busy", "Member", "Renewed", "Reply", "State", "Store", "serve"]

BATCH = 64
"""Permits that one visit gives at most."""


class Ask(NamedTuple):
    """What a process has to say and wants to know."""

    settled: Sequence[Settled] = ()
    arrivals: int = 0
    """Waiters that need a ticket."""
    tickets: Sequence[int] = ()
    """The lowest tickets of the waiters that have one, sorted, at most `BATCH`."""
    waiting: int = 0
    """Waiters in all, the arrivals among them."""
    epoch: int | None = None
    """The ledger that the process knows; None: any."""
    carry: Sequence[float] = ()
    """Ends of charges that the ledger may not know: it was renewed, or could not be reached when they began."""


class Reply(NamedTuple):
    """What may be sent now, and when to ask again. Durations are in seconds from `now`."""

    now: float
    """The ledger's time."""
    epoch: int
    ticket: int
    """The ticket of the first arrival; the others follow it."""
    permits: Sequence[float]
    """Times of the permits given now, for the waiters with the lowest tickets."""
    ask_in: float
    """When to ask again."""
    first_in: float
    """When the first of those that still wait may be served, as far as is known."""
    last_in: float
    """When the last of them may be served, as far as is known."""
    pace: Pace
    peers: int = 1
    """Processes that use this ledger, where that is known."""


class Busy(Exception):  # noqa: N818
    """Another process is in the ledger at this moment: ask again shortly."""


class Renewed(Exception):  # noqa: N818
    """The ledger is not the one that the process knew: ask again with what is to be carried over."""

    def __init__(self, epoch: int, now: float) -> None:
        super().__init__(epoch, now)
        self.epoch = epoch
        self.now = now


class Store(Protocol):
    """Where a ledger is kept, seen from one process. One visit at a time."""

    @property
    def inline(self) -> bool:
        """True if a visit takes microseconds, so that it may happen in an event loop."""
        ...

    @property
    def idle(self) -> bool:
        """True if nothing that this process knows of is charged or held any more."""
        ...

    def exchange(self, ask: Ask) -> Reply:
        """Take note of what is settled, hand out tickets and give the permits that are due. Raises `Busy`."""
        ...

    def forked(self) -> None:
        """Begin anew in the child of a fork."""
        ...


class Member(NamedTuple):
    """A process in line."""

    ticket: int
    """The lowest of its tickets."""
    waiting: int
    due: float
    """When it comes again at the latest; if it does not, it has lost its place until it does."""


class State:
    """A ledger and the processes in line for it."""

    __slots__ = ("epoch", "issued", "ledger", "members")

    def __init__(
        self, ledger: Ledger, epoch: int = 0, issued: int = 0, members: dict[int, Member] | None = None
    ) -> None:
        self.ledger = ledger
        self.epoch = epoch
        """Tells one ledger from the one that took its place."""
        self.issued = issued
        """The last ticket."""
        self.members = {} if members is None else members

    def ahead(self, ticket: int) -> int:
        """Return how many waiters of other processes have a lower ticket, at most: room is kept for them."""
        before = [member for member in self.members.values() if member.ticket < ticket]
        if not before:
            return 0
        lowest = min(member.ticket for member in before)
        return min(ticket - lowest, sum(min(member.waiting, ticket - member.ticket) for member in before))


def serve(state: State, now: float, name: int, ask: Ask) -> Reply:
    """Answer the question of the process `name`."""
    ledger = state.ledger
    now = ledger.advance(now)
    for settled in ask.settled:
        ledger.settle(now, settled)
    ticket = max(state.issued, ask.tickets[-1] if ask.tickets else 0) + 1
    state.issued = ticket + ask.arrivals - 1
    if state.members:
        _dismiss(state, now, name)
    if not ask.waiting:
        return Reply(now, state.epoch, ticket, (), 0.0, 0.0, 0.0, ledger.pace)
    tickets = [*ask.tickets, *range(ticket, ticket + ask.arrivals)]
    permits, first_at = _give(state, now, tickets[:BATCH])
    waiting = ask.waiting - len(permits)
    ask_at = last_at = first_at
    if waiting:
        next_ticket = tickets[min(len(permits), len(tickets) - 1)]
        ask_at = min(first_at, now + ledger.limits.spread / (8 if ledger.pace.trying else 2))
        first_at = ledger.due(now, state.ahead(next_ticket) + 1, hopeful=True)
        last_at = max(first_at, ledger.due(now, state.ahead(tickets[-1]) + waiting, hopeful=True))
        state.members[name] = Member(next_ticket, waiting, ask_at)
    return Reply(now, state.epoch, ticket, permits, ask_at - now, first_at - now, last_at - now, ledger.pace)


def _give(state: State, now: float, tickets: Sequence[int]) -> tuple[list[float], float]:
    """Give the permits that are due, and return with them when the next one is."""
    permits: list[float] = []
    for ticket in tickets:
        due = state.ledger.due(now, state.ahead(ticket) + 1 if state.members else 1)
        if due > now:
            return permits, due
        permits.append(state.ledger.take(now))
    return permits, now


def _dismiss(state: State, now: float, name: int) -> None:
    """Take the asker out of the line, and those that did not come when they were due."""
    grace = state.ledger.limits.spread / 4
    state.members.pop(name, None)
    for other in [other for other, member in state.members.items() if member.due + grace < now]:
        del state.members[other]
