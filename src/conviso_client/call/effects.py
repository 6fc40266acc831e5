"""What a plan asks its driver to do, and what it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conviso_client.http.request import Failure, Reply, Request, Send

if TYPE_CHECKING:
    from conviso_client.http.secret import Secret
    from conviso_client.quota.limiter import Limiter, OnHold, Permit, Settlement

__all__ = ["Acquire", "AskKey", "Effect", "Failure", "Reply", "Request", "Send", "Settle", "Sleep"]


class AskKey(NamedTuple):
    """Tell the API key that follows one that the server refused."""

    refused: Secret[str]


class Acquire(NamedTuple):
    """Wait for permission to send; the answer is a `Permit`, or `QuotaWaitExceeded` if it cannot come in time."""

    limiter: Limiter
    wait: float | None
    """Seconds; None waits as long as it takes."""
    again: Permit | None
    """The permit of the attempt before, whose position in the queue is kept."""
    on_hold: OnHold | None
    """Is told the seconds of a wait that a 429 has caused; None if nobody listens."""


class Settle(NamedTuple):
    """Say what became of a permit."""

    limiter: Limiter
    permit: Permit
    settlement: Settlement


class Sleep(NamedTuple):
    """Let this many seconds pass."""

    seconds: float


Effect = AskKey | Acquire | Send | Settle | Sleep
