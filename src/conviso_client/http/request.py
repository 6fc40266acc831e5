"""What is sent and what comes back, as the call above sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from conviso_client.errors import ConvisoError

    from .secret import Secret

__all__ = ["Body", "Failure", "Outcome", "Reply", "Request", "Send", "Timeout", "timeouts"]

MAX_CONCURRENT_CALLS = 100
"""Calls of one client that are under way at once, as many as it opens connections; others wait before their permit."""
PHASES = ("connect", "read", "write", "pool")


class PhaseTimeouts(Protocol):
    """What `httpx.Timeout` has: seconds for each phase of an attempt; None waits as long as it takes."""

    @property
    def connect(self) -> float | None: ...
    @property
    def read(self) -> float | None: ...
    @property
    def write(self) -> float | None: ...
    @property
    def pool(self) -> float | None: ...


Timeout = float | PhaseTimeouts | None


def timeouts(timeout: Timeout, left: float | None) -> tuple[float | None, dict[str, float | None]]:
    """Return the seconds of one attempt and those of its phases; None is unbounded."""
    if timeout is None or isinstance(timeout, (int, float)):
        total = left if timeout is None else timeout if left is None else min(timeout, left)
        return total, dict.fromkeys(PHASES, total)
    bounds = {phase: [each for each in (getattr(timeout, phase), left) if each is not None] for phase in PHASES}
    return left, {phase: min(both, default=None) for phase, both in bounds.items()}


class Body(Protocol):
    """The body of a request. It is read once per attempt."""

    @property
    def content_type(self) -> str: ...

    @property
    def json(self) -> bytes:
        """The JSON of the request; null stands for each file."""
        ...

    @property
    def uploads(self) -> Mapping[str, Any]:
        """The files by their path in the JSON."""
        ...

    @property
    def replayable(self) -> bool:
        """Whether it can be sent (again)."""
        ...

    @property
    def failure(self) -> ConvisoError | None:
        """Why the latest reading ended early, if the body was the reason."""
        ...

    def length(self) -> int | None:
        """Return the size in bytes; None if only the end of a stream will tell."""
        ...

    def chunks(self) -> Iterator[bytes]:
        """Read it from the beginning."""
        ...


class Request(NamedTuple):
    """What all attempts of a call send, but for the key."""

    url: str
    body: Body
    correlation_id: str
    app_name: str | None
    headers: Secret[tuple[tuple[str, str], ...]]
    """The caller's own headers."""
    max_response_bytes: int | None = None
    """Bytes of the answer, unpacked; None for no bound."""
    method: str = "POST"
    accept: str = "application/graphql-response+json, application/json;q=0.9"
    key_header: str = "x-api-key"
    """Name of the header that carries the key, in lower case."""


class Send(NamedTuple):
    """Send the request; the answer is a `Reply` or a `Failure`."""

    request: Request
    key: Secret[str]
    timeout: Timeout
    left: float | None
    """Seconds until the deadline; None if there is none."""


class Reply(NamedTuple):
    """A complete answer."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case, or looked up without regard to case."""
    body: bytes


class Outcome(Enum):
    """What an attempt without a result says about the request."""

    LIMITED = "the quota refused it: it did not run"
    UNSENT = "it never left: it did not run"
    UNSENDABLE = "it cannot be sent at all: it did not run"
    KEY_REFUSED = "the key was refused: it did not run"
    REFUSED = "the server refused it: it did not run"
    EXECUTED = "the server executed it, and said what came of it"
    BROKEN = "it may have run, and asking again may help"
    WRONG = "it may have run, and asking again would not help"

    @property
    def ran(self) -> bool | None:
        """Whether the server executed the request; None if nobody can tell."""
        return None if self in (Outcome.BROKEN, Outcome.WRONG) else self is Outcome.EXECUTED


class Failure(NamedTuple):
    """An attempt without a result."""

    outcome: Outcome
    error: ConvisoError
    """What is raised if the call ends here."""
    retry_after: float | None = None
    """Seconds that the server asks to wait; None if it did not say."""
