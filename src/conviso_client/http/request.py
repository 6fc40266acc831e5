"""A request on its way out: its headers, and its body as the HTTP library reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any

from .library import user_agent

if TYPE_CHECKING:
    from conviso_client.call.body import Body
    from conviso_client.call.effects import Send

__all__ = ["AsyncOutgoing", "Outgoing", "SyncOutgoing", "headers_of"]


class Outgoing:
    """A body on its way out; it notes when the HTTP library begins to read it.

    Until then no byte of it can have left, whatever the library says went wrong: a request without its body cannot run.
    """

    __slots__ = ("body", "check", "started")

    def __init__(self, body: Body, check: Callable[[], object]) -> None:
        """Take a body, and what raises an error if it must not be sent any more when its turn has come."""
        self.body = body
        self.check = check
        self.started = False


class SyncOutgoing(Outgoing):
    def __iter__(self) -> Iterator[bytes]:
        self.check()
        self.started = True
        return self.body.chunks()


class AsyncOutgoing(Outgoing):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.check()
        self.started = True
        for chunk in self.body.chunks():
            yield chunk


def headers_of(send: Send, library: Any) -> dict[str, str]:
    """Return the headers that we set, and those that the caller added, by their names in lower case."""
    request = send.request
    length = request.body.length()
    return {
        "accept": "application/graphql-response+json, application/json;q=0.9",
        "user-agent": user_agent(library, request.app_name),
        **{name.lower(): value for name, value in request.headers.reveal()},
        "content-type": request.body.content_type,
        **({"transfer-encoding": "chunked"} if length is None else {"content-length": str(length)}),
        "x-correlation-id": request.correlation_id,
        "x-api-key": send.key.reveal(),
    }
