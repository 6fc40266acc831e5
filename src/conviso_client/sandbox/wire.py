"""Answers as they go over the wire, whole or broken on purpose."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from pydantic_core import to_json
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from .faults import Fault

__all__ = ["Protocol", "deliver", "status_of"]

_TRANSPORT = "conviso_client.sandbox.transport"
_PIECE = 16
Sleep = Callable[[float], Awaitable[Any]]


class Protocol(H11Protocol):
    """HTTP/1.1 that lets the application reach its connection, in order to break it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called by the event loop for each connection."""
        super().connection_made(transport)
        self.app: ASGIApp = _with_transport(self.app, transport)


def _with_transport(app: ASGIApp, transport: asyncio.Transport) -> ASGIApp:
    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        scope[_TRANSPORT] = transport
        await app(scope, receive, send)

    return call


def status_of(response: Response | None, fault: Fault | None) -> int:
    """The status that will be sent; 0 if there will be none."""
    if fault is not None and (fault.hang or fault.reset):
        return 0
    if response is not None and (fault is None or fault.status is None):
        return response.status_code
    return fault.status or 200 if fault is not None else 0


async def deliver(
    response: Response | None, fault: Fault | None, scope: Scope, receive: Receive, send: Send, sleep: Sleep
) -> None:
    """Send an answer, spoilt as the fault says."""
    if fault is None:
        assert response is not None
        await response(scope, receive, send)
        return
    await sleep(fault.delay)
    if fault.hang:
        try:
            await _until_disconnected(receive)
        finally:
            _break(scope, reset=False)
    elif fault.reset:
        _break(scope, reset=True)
    elif fault.truncate is not None:
        await _send_cut(_spoilt(response, fault), fault.truncate, scope, send, sleep)
    elif fault.drip:
        await _send_dripping(_spoilt(response, fault), fault.drip, send, sleep)
    else:
        await _spoilt(response, fault)(scope, receive, send)


def _spoilt(response: Response | None, fault: Fault) -> Response:
    """The answer that is sent: that of the fault, or the real one as the fault changes it."""
    status = status_of(response, fault)
    if fault.status is None and fault.body is None and response is not None:
        body, kind = bytes(response.body), response.headers.get("content-type")
    else:
        text = HTTPStatus(status).phrase + "\n" if fault.body is None and status in set(HTTPStatus) else fault.body
        body = text.encode() if isinstance(text, str) else to_json(text)
        kind = "text/plain; charset=utf-8" if isinstance(text, str) else "application/json; charset=utf-8"
    headers = {
        "content-type": fault.content_type or kind or "text/plain",
        **{k.lower(): v for k, v in fault.headers.items()},
    }
    return Response(body, status, headers)


async def _until_disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _break(scope: Scope, *, reset: bool) -> None:
    """Close a connection at once; with `reset`, so that the client is told that it was reset."""
    transport: asyncio.Transport | None = scope.get(_TRANSPORT)
    if transport is None:
        return
    connection = transport.get_extra_info("socket")
    if reset and connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _send_cut(response: Response, length: int, scope: Scope, send: Send, sleep: Sleep) -> None:
    """Promise the whole body and send the beginning."""
    await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})
    piece = bytes(response.body)[:length]
    if piece:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    transport: asyncio.Transport | None = scope.get(_TRANSPORT)
    while transport is not None and transport.get_write_buffer_size() > 0:
        await sleep(0.001)
    _break(scope, reset=False)


async def _send_dripping(response: Response, pause: float, send: Send, sleep: Sleep) -> None:
    await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})
    body = bytes(response.body)
    for at in range(0, len(body), _PIECE):
        await send({"type": "http.response.body", "body": body[at : at + _PIECE], "more_body": True})
        await sleep(pause)
    await send({"type": "http.response.body", "body": b""})
