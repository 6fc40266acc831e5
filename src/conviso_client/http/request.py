"""What is sent and what comes back, as the call above sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple, Protocol

from pydantic_core import to_json

from conviso_client.errors import ConfigurationError, ConvisoError
from conviso_client.upload import Upload

from .secret import Secret

__all__ = [
    "Body",
    "Failure",
    "JsonBody",
    "MultipartBody",
    "Outcome",
    "Reply",
    "Request",
    "Send",
    "Timeout",
    "timeouts",
]

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


class JsonBody(NamedTuple):
    """A body without files."""

    json: bytes
    content_type: str = "application/json"
    uploads: Mapping[str, Upload] = MappingProxyType({})
    failure: None = None
    replayable: bool = True

    def length(self) -> int:
        """Return the size in bytes."""
        return len(self.json)

    def chunks(self) -> Iterator[bytes]:
        """Give it in one piece."""
        return iter((self.json,))


class MultipartBody:
    """A body with files, by the GraphQL multipart request specification."""

    __slots__ = ("_end", "_parts", "_sizes", "content_type", "failure", "json", "uploads")

    def __init__(self, operations: bytes, uploads: Mapping[str, Upload]) -> None:
        """Take the JSON of the request with null for each file, and the files by their path in it."""
        import secrets

        boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self.json = operations
        self.uploads = uploads
        self.failure: ConfigurationError | None = None
        """Why the latest reading ended early, if a file was the reason."""
        line = f"\r\n--{boundary}\r\nContent-Disposition: form-data; name="
        paths = to_json({str(number): [path] for number, path in enumerate(uploads)})
        head = f'{line[2:]}"operations"\r\n\r\n'.encode() + operations
        head += f'{line}"map"\r\n\r\n'.encode() + paths
        self._parts: list[tuple[bytes, Upload]] = []
        for number, upload in enumerate(uploads.values()):
            name = f'"{number}"; filename="{quoted(upload.filename)}"\r\nContent-Type: {upload.content_type}'
            self._parts.append((head + f"{line}{name}\r\n\r\n".encode(), upload))
            head = b""
        self._end = f"\r\n--{boundary}--\r\n".encode()
        self.length()

    @property
    def replayable(self) -> bool:
        """Whether it can be sent (again): False if a stream was read that cannot be rewound."""
        return not any(upload.spent for upload in self.uploads.values())

    def length(self) -> int | None:
        """Look how long it is now, in bytes, and hold the next reading to that; None if the end of a stream will tell.

        Raises `ConfigurationError` if a file cannot be read any more.
        """
        self._sizes = [upload.size() for _, upload in self._parts]
        known = [size for size in self._sizes if size is not None]
        heads = sum(len(head) for head, _ in self._parts)
        return heads + sum(known) + len(self._end) if len(known) == len(self._sizes) else None

    def chunks(self) -> Iterator[bytes]:
        """Read it from the beginning.

        Raises `ConfigurationError` if a file cannot be read, or is not of the size that was announced; that is kept as
        `failure`, for an HTTP library may put an exception of its own in its place.
        """
        self.failure = None
        try:
            for (head, upload), size in zip(self._parts, self._sizes, strict=True):
                yield head
                yield from upload.chunks(size)
        except ConfigurationError as error:
            # The server was promised more, by a length or by the last chunk: it cannot take this for a request.
            self.failure = ConfigurationError(f"{error.message}; the request did not leave whole, so it did not run")
            raise self.failure from None
        yield self._end


def quoted(filename: str) -> str:
    """Escape a file name for a header, in the way of browsers.

    Rack undoes escapes only where each percent sign begins one, so as soon as there is one all percent signs become
    escapes; a name without any stays as it is.
    """
    if not re.search(r'["\r\n]|%[0-9A-Fa-f]{2}', filename):
        return filename
    return re.sub(r'["\r\n%]', lambda found: f"%{ord(found[0]):02X}", filename)


Body = JsonBody | MultipartBody
"""The body of a request. It is read once per attempt."""


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
