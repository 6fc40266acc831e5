"""The HTTP library, seen from here as "send these bytes".

Every request goes through an `httpx.Client` and, of our own, an `httpx.HTTPTransport`: what mocks, records or traces
httpx puts itself in the place of one or the other. A caller's own client is used as it is.
"""

from __future__ import annotations

import logging
import time
import weakref
from contextlib import closing
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any

from conviso_client.errors import ConfigurationError

from .base import Base, Opened, Route, Slot, read_before, stream_class
from .deadline import adopt, adopted, check_time, time_limit
from .library import address
from .request import Failure, Outcome, Reply, Send, SyncOutgoing, timeouts
from .response import BodyReader

__all__ = ["Transport"]

_log = logging.getLogger("conviso_client")

SLACK = 1.0
"""Seconds, or times the timeout if that is more, beyond which an attempt is said to have no bound."""


class Transport(Base):
    """Sends from threads."""

    _class_name = "Client"
    _tasks = False

    def enter(self, longest: float | None) -> Slot | None:
        """Open the HTTP client, and wait until the call may begin; None says that `longest` seconds went by.

        A call that has begun finds a free connection. Raises `ConfigurationError` if the HTTP client is closed, or
        cannot be made.
        """
        slots = self._open().slots
        waited = 0.0
        try:
            slots.get_nowait()
        except Empty:
            began = time.monotonic()
            try:
                slots.get(timeout=longest)
            except Empty:
                return None
            waited = time.monotonic() - began
        return Slot(waited, partial(slots.put, None))

    def _made_slots(self, most: int) -> SimpleQueue[None]:
        """Make a queue of slots: a semaphore that is not written in Python."""
        slots = SimpleQueue[None]()
        for _ in range(most):
            slots.put(None)
        return slots

    def send(self, send: Send) -> Reply | Failure:
        """Send a request and read its answer to the end. Nothing is sent if nobody waits for it any longer.

        Raises what comes from neither the HTTP library nor the network, as from a hook, a mock or a signal handler.
        """
        try:
            opened = self._open()
        except ConfigurationError as closed:
            return Failure(Outcome.UNSENDABLE, closed.with_traceback(None))
        route = None if opened.backend is not None else Route(address(self._library, self._url), None)
        outgoing = stream_class(SyncOutgoing, self._library.SyncByteStream)(send.request.body, self._check_sendable)
        try:
            return self._exchange(opened, route, send, outgoing)
        except Exception as error:  # noqa: BLE001
            failure = error
        except BaseException as interruption:  # noqa: BLE001  # its frames hold the headers
            interruption.__context__ = None
            raise interruption.with_traceback(None) from None
        return self._ended(failure, send, outgoing, route)

    def _exchange(self, opened: Opened, route: Route | None, send: Send, outgoing: SyncOutgoing) -> Reply:
        total, phases = timeouts(send.timeout, send.left)
        with time_limit(total):
            began = time.monotonic()
            try:
                response = opened.client.send(
                    self._request(opened, send, outgoing, phases, route and route.note),
                    stream=True,
                    follow_redirects=False,
                )
                with closing(response):
                    return _read(response, send)
            finally:
                self._notice(total, time.monotonic() - began)

    def _notice(self, total: float | None, seconds: float) -> None:
        """Say once that a caller's client does not keep to the bound: its transport hides its connections from us."""
        if total is not None and seconds > total + max(total, SLACK) and not self._unbounded:
            self._unbounded = True
            _log.warning(
                "http_client: its transport does not keep to timeout: %.1f s became %.1f s; let it pass on the "
                "request's extensions, or use AsyncConviso, which can end any",
                total,
                seconds,
            )

    def discard(self) -> None:
        """Let go of all connections; those in use are closed after use.

        An exception out of nowhere, as a signal handler raises it, may have left the pool with requests that nobody
        makes, slots that nobody gives back, and a lock that nobody unlocks. So the pool is not asked to close, either.
        """
        opened, self._opened = self._opened, None
        if opened is not None and opened.backend is not None:
            # When the last thread lets go of it: others may be using it.
            weakref.finalize(opened, opened.backend.close).atexit = False

    def close(self) -> None:
        """Close the connections; a caller's own HTTP client is left open."""
        self._closed = True
        opened, self._opened = self._opened, None
        if opened is not None and self._given is None:
            opened.client.close()


def _read(response: Any, send: Send) -> Reply:
    if response.is_closed:
        return Reply(response.status_code, response.headers, read_before(response))
    reader = BodyReader(response.headers.get("content-encoding", ""), send.request.max_response_bytes, check_time)
    known = adopted(stream := response.extensions.get("network_stream"))
    for chunk in response.stream:
        reader.feed(chunk)
    body = reader.end()
    if known is None:
        adopt(stream)
    elif not known.answered_exactly:
        known.close()
    return Reply(response.status_code, response.headers, body)
