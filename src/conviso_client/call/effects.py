"""What a plan asks its driver to do, and what it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from conviso_client.call.options import Timeout
    from conviso_client.errors import ConvisoError
    from conviso_client.http.secret import Secret
    from conviso_client.quota.limiter import Limiter, Permit, Settlement

    from .body import Body
    from .retry import Fate

__all__ = ["Acquire", "AskKey", "Effect", "NoReply", "Reply", "Request", "Send", "Settle", "Sleep"]


class Request(NamedTuple):
    """What all attempts of a call send, but for the key."""

    url: str
    body: Body
    correlation_id: str
    app_name: str | None
    headers: Secret[tuple[tuple[str, str], ...]]
    """The caller's own headers."""


class Reply(NamedTuple):
    """A complete answer."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case, or looked up without regard to case."""
    body: bytes


class NoReply(NamedTuple):
    """No complete answer came."""

    fate: Fate
    error: ConvisoError
    """What is raised if the call ends here and may be repeated."""


class AskKey(NamedTuple):
    """Tell the API key."""

    refused: Secret[str] | None
    """The key that the server refused; None if any will do."""


class Acquire(NamedTuple):
    """Wait for leave to send; the answer is a `Permit`, or `QuotaWaitExceeded` if it cannot come in time."""

    limiter: Limiter
    wait: float | None
    """Seconds; None waits as long as it takes."""
    again: Permit | None
    """The permit of the attempt before, whose place in the queue is kept."""


class Send(NamedTuple):
    """Send the request; the answer is a `Reply` or a `NoReply`."""

    request: Request
    key: Secret[str]
    timeout: Timeout
    left: float | None
    """Seconds until the deadline; None if there is none."""


class Settle(NamedTuple):
    """Say what became of a permit."""

    limiter: Limiter
    permit: Permit
    settlement: Settlement


class Sleep(NamedTuple):
    """Let this many seconds pass."""

    seconds: float


Effect = AskKey | Acquire | Send | Settle | Sleep
