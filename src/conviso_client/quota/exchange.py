"""What a process and the place where the ledger is kept say to each other: one question and one answer for each visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conviso_client.quota.ledger import Ledger, Settled

__all__ = ["Ask", "Busy", "Reply", "Store", "serve"]


class Ask(NamedTuple):
    """What a process has to say and wants to know."""

    settled: Sequence[Settled] = ()
    arrivals: int = 0
    """Waiters that need a ticket."""
    waiting: int = 0
    """Waiters in all, the arrivals among them: the permits that are wanted."""
    first: int | None = None
    """The lowest ticket among the waiters that have one."""


class Reply(NamedTuple):
    """What may be sent now, and when to ask again."""

    now: float
    ticket: int
    """The ticket of the first arrival; the others follow it."""
    permits: Sequence[float]
    """Times of the permits given now, for the waiters with the lowest tickets."""
    next_in: float
    """Seconds until the first of those that still wait may be served."""
    last_in: float
    """Seconds until the last of them may be served, as far as is known."""
    held: float
    """Seconds for which a hold lasts; 0: none."""


class Busy(Exception):  # noqa: N818
    """Another process is in the ledger at this moment: ask again shortly."""


class Store(Protocol):
    """Where a ledger is kept. One visitor at a time."""

    @property
    def inline(self) -> bool:
        """True if an exchange takes microseconds, so that it may happen in an event loop."""
        ...

    def exchange(self, ask: Ask) -> Reply:
        """Take note of what is settled, hand out tickets and give the permits that are due. Raises `Busy`."""
        ...


def serve(ledger: Ledger, now: float, ask: Ask, ticket: int, ahead: int = 0) -> Reply:
    """Answer a question from a ledger; `ahead` counts those in line before the asker, for whom room is kept."""
    now = ledger.advance(now)
    for settled in ask.settled:
        ledger.settle(now, settled)
    permits: list[float] = []
    waiting = ask.waiting
    next_at = last_at = now
    while waiting:
        next_at = ledger.due(now, ahead + 1)
        if next_at > now:
            last_at = ledger.due(now, ahead + waiting)
            break
        permits.append(ledger.take(now))
        waiting -= 1
    held = ledger.pace.held_until - now if ledger.pace.held_at else 0.0
    return Reply(now, ticket, permits, next_at - now, last_at - now, max(held, 0.0))
