"""What happened during a call, for logs, metrics and traces."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import logging

__all__ = [
    "AttemptAnswered",
    "AttemptFailed",
    "AttemptStarted",
    "CallDone",
    "CallStarted",
    "Event",
    "OnEvent",
    "Waiting",
]


class CallStarted(NamedTuple):
    """A call begins; it has no permit yet."""

    call: int
    """Tells the calls of this process apart."""
    operation: str
    kind: Literal["query", "mutation"]
    endpoint: str
    correlation_id: str


class AttemptStarted(NamedTuple):
    """A request is about to be sent."""

    call: int
    operation: str
    correlation_id: str
    attempt: int
    """1 for the first request of the call."""
    waited: float
    """Seconds that this attempt waited for its permit."""


class AttemptAnswered(NamedTuple):
    """The server answered, whatever it said."""

    call: int
    operation: str
    correlation_id: str
    attempt: int
    status: int
    seconds: float
    """From sending to the last byte."""
    size: int
    """Bytes of the answer's body."""


class AttemptFailed(NamedTuple):
    """No complete answer came, or none that can be used."""

    call: int
    operation: str
    correlation_id: str
    attempt: int
    error: str
    """The name of the error's class, such as `ServerError`."""
    message: str
    seconds: float


class Waiting(NamedTuple):
    """The call is going to wait before it sends again, or, after a 429 to any call on its key, before it begins."""

    call: int
    operation: str
    correlation_id: str
    reason: Literal["backoff", "rate limited"]
    seconds: float | None
    """How long; None if the quota decides."""


class CallDone(NamedTuple):
    """The call is over."""

    call: int
    operation: str
    correlation_id: str
    error: str | None
    """The name of the class of what was raised; None if there is a result."""
    status: int | None
    """HTTP status of the last answer; None if none came."""
    attempts: int
    seconds: float
    """From the start of the call, the wait for the first permit included."""


Event = CallStarted | AttemptStarted | AttemptAnswered | AttemptFailed | Waiting | CallDone
OnEvent = Callable[[Event], object]

DEBUG = 10
"""The level at which events are logged, without importing `logging` for it."""


@cache
def logger() -> logging.Logger:
    """Return the one logger: silent unless the program configures it, or `CONVISO_LOG=debug` is set."""
    import logging
    import os

    log = logging.getLogger("conviso_client")
    log.addHandler(logging.NullHandler())
    level = os.environ.get("CONVISO_LOG", "").upper()
    if level in ("DEBUG", "INFO", "WARNING", "ERROR"):
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        log.addHandler(handler)
        log.setLevel(level)
    return log
