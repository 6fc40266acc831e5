"""The HTTP library for tasks, of asyncio or trio: see `transport`."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from contextlib import aclosing, suppress
from functools import partial
from typing import Any

from conviso_client.errors import ConfigurationError

from .base import Base, Opened, Route, Slot, read_before, stream_class
from .deadline import TooSlow, adopt, adopted, check_time
from .environment import core_of
from .library import address
from .request import AsyncOutgoing, Failure, Outcome, Reply, Send, timeouts
from .response import BodyReader

__all__ = ["AsyncTransport"]


class AsyncTransport(Base):
    """Sends from tasks."""

    _class_name = "AsyncClient"
    _tasks = True

    async def enter(self, longest: float | None) -> Slot | None:
        """Open the HTTP client, and wait until the call may begin; None says that `longest` seconds went by.

        A call that has begun finds a free connection. Raises `ConfigurationError` if the HTTP client is closed, or
        cannot be made.
        """
        from anyio import move_on_after

        slots = self._open().slots
        if slots.value > 0:
            slots.acquire_nowait()
            return Slot(0.0, slots.release)
        began = time.monotonic()
        with move_on_after(longest):
            await slots.acquire()
            return Slot(time.monotonic() - began, slots.release)
        return None

    def _made_slots(self, most: int) -> Any:
        from anyio import Semaphore

        return Semaphore(most)

    async def send(self, send: Send) -> Reply | Failure:
        """Send a request and read its answer to the end.

        Raises what comes from neither the HTTP library nor the network, as from a hook, a mock or a signal handler.
        """
        try:
            opened = self._open()
        except ConfigurationError as closed:
            return Failure(Outcome.UNSENDABLE, closed.with_traceback(None))
        library = self._library
        route = None if opened.backend is not None else Route(address(library, self._url), None, core_of(library))
        outgoing = stream_class(AsyncOutgoing, library.AsyncByteStream)(send.request.body, self._check_sendable)
        try:
            return await _cancelled_orderly(self._exchange(opened, route, send, outgoing))
        except Exception as error:  # noqa: BLE001
            failure = error
        except BaseException as interruption:  # noqa: BLE001  # its frames hold the headers
            interruption.__context__ = None
            raise interruption.with_traceback(None) from None
        return self._ended(failure, send, outgoing, route)

    async def _exchange(self, opened: Opened, route: Route | None, send: Send, outgoing: AsyncOutgoing) -> Reply:
        from anyio import move_on_after

        total, phases = timeouts(send.timeout, send.left)
        # The event loop does not look at the clock while much is unpacked.
        check = partial(check_time, None, None if total is None else time.monotonic() + total)
        with move_on_after(total):
            response = await opened.client.send(
                self._request(opened, send, outgoing, phases, route and route.note_async),
                stream=True,
                follow_redirects=False,
            )
            async with aclosing(response):
                return await _read(response, send, check, core_of(self._library))
        raise TooSlow(f"the {total:g} s for the attempt are over")

    def _here(self) -> object:
        from anyio.lowlevel import current_token

        return current_token()

    async def close(self) -> None:
        """Close the connections; a caller's own HTTP client is left open."""
        self._closed = True
        opened = self._opened
        if opened is not None and self._given is None and opened.place == self._here():
            await opened.client.aclose()


async def _read(response: Any, send: Send, check: Callable[[], object], core: Any) -> Reply:
    if response.is_closed:
        return Reply(response.status_code, response.headers, read_before(response))
    reader = BodyReader(response.headers.get("content-encoding", ""), send.request.max_response_bytes, check)
    known = adopted(stream := response.extensions.get("network_stream"))
    async for chunk in response.stream:
        reader.feed(chunk)
    body = reader.end()
    if known is None and response.http_version != "HTTP/2":  # which numbers its answers
        adopt(stream, core)
    elif known is not None and not await known.ends_here():
        await known.aclose()
    return Reply(response.status_code, response.headers, body)


async def _cancelled_orderly(work: Coroutine[Any, Any, Reply]) -> Reply:
    """Do the work in a task of its own, which is cancelled by its scope alone.

    httpcore puts its pool in order behind a shield of anyio's, which `task.cancel()` of asyncio goes through: each
    such cancellation could leave a connection that the pool believes to be in use for ever.
    """
    import asyncio

    from anyio import CancelScope

    try:
        asyncio.current_task()
    except RuntimeError:  # of another library, such as trio, where scopes are the only way to cancel
        return await work
    scope = CancelScope()

    async def run() -> Reply | BaseException:
        with scope:
            try:
                return await work
            except asyncio.CancelledError:
                raise
            except BaseException as error:  # noqa: BLE001  # asyncio would let an interruption out past who waits
                return error
        raise asyncio.CancelledError

    task = asyncio.ensure_future(run())
    try:
        await asyncio.wait((task,))
    except asyncio.CancelledError:
        scope.cancel()
        with CancelScope(shield=True):
            while not task.done():
                with suppress(asyncio.CancelledError):  # the first one is raised below
                    await asyncio.wait((task,))
        raise
    result = task.result()
    if isinstance(result, BaseException):
        raise result
    return result
