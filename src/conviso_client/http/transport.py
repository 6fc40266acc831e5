"""The HTTP library, seen from here as "send these bytes", for threads and for tasks, of asyncio or trio.

Every request goes through an `httpx.Client` and, of our own, an `httpx.HTTPTransport`: what mocks, records or traces
httpx puts itself in the place of one or the other. A caller's own client is used as it is.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any

from .base import AsyncOutgoing, Base, Opened, Slot, SyncOutgoing, log, read_before
from .deadline import TooSlow, adopt, attempt
from .request import Failure, Reply, Send, timeouts
from .response import BodyReader

__all__ = ["AsyncTransport", "Transport"]

SLACK = 1.0
"""Seconds, or times the timeout if that is more, beyond which an attempt is said to have no bound."""


class Transport(Base):
    """Sends from threads."""

    _tasks = False
    _body_class = SyncOutgoing
    _unbounded = False

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
        outgoing: Any = None
        try:
            opened = self._opened or self._open()
            outgoing = opened.body_class(send.request.body, self._check_sendable, opened)
            return self._exchange(opened, send, outgoing)
        except Exception as error:  # noqa: BLE001
            failure = error
        except BaseException as interruption:  # noqa: BLE001  # its frames hold the headers
            interruption.__context__ = None
            raise interruption.with_traceback(None) from None
        return self._ended(failure, send, outgoing)

    def _exchange(self, opened: Opened, send: Send, outgoing: SyncOutgoing) -> Reply:
        total, phases = timeouts(send.timeout, send.left)
        end = None if total is None else time.monotonic() + total
        outer, attempt.end = attempt.end, end  # the outer one is of a call whose upload is read through this one
        try:
            request = self._request(opened, send, outgoing, phases)
            response = opened.client.send(request, stream=True, follow_redirects=False)
            try:
                if response.is_closed:
                    return read_before(response)
                reader = BodyReader(response.headers.get("content-encoding", ""), send.request.max_response_bytes, end)
                for chunk in response.stream:
                    reader.feed(chunk)
                connection = adopt(response.extensions.get("network_stream"), opened.core)
                if connection is not None and not connection.answered_exactly:
                    connection.close()
                return Reply(response.status_code, response.headers, reader.end())
            finally:
                response.close()
        finally:
            attempt.end = outer
            if total is not None and end is not None and time.monotonic() - end > max(total, SLACK):
                self._notice(total)

    def _notice(self, total: float) -> None:
        """Say once that a caller's client does not keep to the bound: its transport hides its connections from us."""
        if not self._unbounded:
            self._unbounded = True
            log.warning(
                "http_client: its transport does not keep to timeout: an attempt of %.1f s took more than twice as "
                "long; let it pass on the request's extensions, or use AsyncConviso, which can end any",
                total,
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


class AsyncTransport(Base):
    """Sends from tasks."""

    _tasks = True
    _body_class = AsyncOutgoing

    async def enter(self, longest: float | None) -> Slot | None:
        """Do what `Transport.enter` does."""
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

    def _loop(self) -> object:
        from anyio.lowlevel import current_token

        return current_token()

    async def send(self, send: Send) -> Reply | Failure:
        """Do what `Transport.send` does."""
        outgoing: Any = None
        try:
            opened = self._open()
            outgoing = opened.body_class(send.request.body, self._check_sendable, opened)
            return await _cancelled_orderly(self._exchange(opened, send, outgoing))
        except Exception as error:  # noqa: BLE001
            failure = error
        except BaseException as interruption:  # noqa: BLE001  # its frames hold the headers
            interruption.__context__ = None
            raise interruption.with_traceback(None) from None
        return self._ended(failure, send, outgoing)

    async def _exchange(self, opened: Opened, send: Send, outgoing: AsyncOutgoing) -> Reply:
        from anyio import move_on_after

        total, phases = timeouts(send.timeout, send.left)
        end = None if total is None else time.monotonic() + total
        if opened.backend is not None and not hasattr(send.timeout, "connect"):
            phases = {}  # the scope bounds them alike, and a timer for each would cost more than the bound
        with move_on_after(total):
            request = self._request(opened, send, outgoing, phases)
            response = await opened.client.send(request, stream=True, follow_redirects=False)
            try:
                if response.is_closed:
                    return read_before(response)
                reader = BodyReader(response.headers.get("content-encoding", ""), send.request.max_response_bytes, end)
                async for chunk in response.stream:
                    reader.feed(chunk)
                connection = adopt(response.extensions.get("network_stream"), opened.core)
                if connection is not None and not await connection.ends_here():
                    await connection.aclose()
                return Reply(response.status_code, response.headers, reader.end())
            finally:
                await response.aclose()
        raise TooSlow(f"the {total:g} s for the attempt are over")

    async def close(self) -> None:
        """Close the connections; a caller's own HTTP client is left open."""
        self._closed = True
        opened, self._opened = self._opened, None
        if opened is not None and self._given is None and opened.loop == self._loop():
            await opened.client.aclose()


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
