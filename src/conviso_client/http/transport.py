"""The HTTP library, seen from here as "send these bytes".

httpx is the default. A caller's own `httpx` or `httpx2` client works the same; it is used, and left open.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import aclosing, closing
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

from conviso_client.call.cancellation import Abandoned, check_wanted
from conviso_client.call.effects import NoReply, Reply
from conviso_client.call.options import MAX_CONCURRENT_CALLS
from conviso_client.call.retry import Fate
from conviso_client.errors import ConfigurationError, ConnectionFailed

from .connections import TooSlow, check_time, mend_connections, time_limit
from .fork import renew_after_fork
from .library import address, client_arguments, default_library, library_of, no_reply
from .pool import Pool, pool_of, reply_of, route_of
from .request import AsyncOutgoing, Outgoing, SyncOutgoing, headers_of
from .secret import secrets_of

if TYPE_CHECKING:
    from conviso_client.call.effects import Send
    from conviso_client.call.options import Timeout

__all__ = ["AsyncTransport", "Slot", "Transport"]


class _Seconds(NamedTuple):
    """The bounds of one attempt; None is unbounded."""

    total: float | None
    phases: dict[str, float | None]


def _seconds(timeout: Timeout, left: float | None) -> _Seconds:
    if timeout is None or isinstance(timeout, (int, float)):
        total = _least(timeout, left)
        return _Seconds(total, dict.fromkeys(PHASES, total))
    return _Seconds(left, {phase: _least(getattr(timeout, phase), left) for phase in PHASES})


PHASES = ("connect", "read", "write", "pool")


def _least(first: float | None, second: float | None) -> float | None:
    return second if first is None else first if second is None else min(first, second)


def _joined(chunks: Iterable[bytes]) -> bytes:
    """Read a body to its end, with a look at the clock after each part."""
    parts: list[bytes] = []
    for chunk in chunks:
        parts.append(chunk)
        check_time()
    return b"".join(parts)


class Slot(NamedTuple):
    """Leave to begin a call."""

    waited: float
    """Seconds that it took."""
    release: Callable[[], object]
    """To be called when the call is over."""


class _Opened(NamedTuple):
    """An HTTP client, and what goes with it."""

    client: Any
    pool: Pool | None
    """The connection pool of a client that we made; None if requests go through the client."""
    slots: Any
    """Leave to begin a call, as often as there are connections."""
    place: object
    """The event loop that its connections belong to."""


class _Base:
    """What both transports share: an HTTP client, made on first use, and anew after a fork or in another event loop."""

    _class_name: str

    def __init__(self, url: str, http_client: Any = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._clock = clock
        kind = http_client if isinstance(http_client, type) else type(http_client)
        self._library: Any = None if http_client is None else library_of(kind, self._class_name)
        self._kind = kind if kind is http_client else None
        """The class to make an HTTP client of; None: that of the default library."""
        self._given: Any = None if kind is http_client else http_client
        self._given_used = False
        self._closed = False
        self.after_fork()
        renew_after_fork(self)

    def after_fork(self) -> None:
        """Let go of connections and locks that belong to the parent process."""
        self._making = threading.Lock()
        self._opened: _Opened | None = None
        if self._given_used:
            self._given = None

    def _open(self) -> _Opened:
        """Return the HTTP client for this process and event loop. Raises `ConfigurationError` once it is closed."""
        self._check_open()
        place, opened = self._here(), self._opened
        if opened is not None and opened.place == place:
            return opened
        with self._making:
            opened = self._opened
            if opened is None or opened.place != place:
                client = self._open_client()
                mend_connections(client)
                if "hpack" in sys.modules and (self._given or self._kind):
                    from .unlogged import keep_headers_out_of_logs

                    keep_headers_out_of_logs()
                pool = pool_of(client, self._library, self._url) if self._given is None else None
                opened = self._opened = _Opened(client, pool, self._made_slots(), place)
            return opened

    def _check_open(self) -> None:
        if self._closed or (self._given is not None and self._given.is_closed):
            raise ConfigurationError("this client is closed: make a new one")

    def _no_reply(self, failure: Exception, send: Send, *, started: bool) -> NoReply:
        """Say what an exception of the HTTP library means: if the client was closed meanwhile, that."""
        secrets = secrets_of(send.key, send.request.headers)
        no_answer = no_reply(send.request.body.failure or failure, secrets, self._route, started=started)
        try:
            self._check_open()
        except ConfigurationError as closed:
            closed.__cause__ = no_answer.error if started else None
            return NoReply(Fate.WRONG if started else Fate.UNSENDABLE, closed.with_traceback(None))
        return no_answer

    def _open_client(self) -> Any:
        if self._given is not None:
            self._given_used = True
            return self._given
        if self._given_used:
            raise ConfigurationError("http_client was used before the fork: make a client of your own in each process")
        return self._made()

    def _made_slots(self) -> Any:
        raise NotImplementedError

    def _here(self) -> object:
        """Return what connections cannot be shared across."""
        return None

    def _made(self) -> Any:
        self._library = self._library or default_library()
        kind = self._kind or getattr(self._library, self._class_name)
        try:
            return kind(**client_arguments(self._library, self._url))
        except Exception as error:  # noqa: BLE001
            problem = type(error).__name__
            if problem != "InvalidURL":  # which may quote a proxy's password
                problem = f"{problem}: {error}"
        raise ConfigurationError(
            f"the HTTP client cannot be made; check the proxy and certificate settings ({problem})"
        )

    def _arguments(self, send: Send, outgoing: Outgoing, seconds: _Seconds) -> dict[str, Any]:
        """Return what a caller's own HTTP client makes its request of."""
        return {
            "method": "POST",
            "url": address(self._library, send.request.url),
            "content": outgoing,
            "headers": headers_of(send, self._library),
            "timeout": self._library.Timeout(**seconds.phases),
            "follow_redirects": False,
        }

    def _route(self) -> str:
        """Say where connections lead."""
        opened = self._opened
        return route_of(None if opened is None else opened.client, address(self._library, self._url))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._url!r})"


class Transport(_Base):
    """Sends from threads."""

    _class_name = "Client"

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
            began = self._clock()
            try:
                slots.get(timeout=longest)
            except Empty:
                return None
            waited = self._clock() - began
        return Slot(waited, partial(slots.put, None))

    def _made_slots(self) -> SimpleQueue[None]:
        """Make a queue of slots: a semaphore that is not written in Python."""
        slots = SimpleQueue[None]()
        for _ in range(MAX_CONCURRENT_CALLS):
            slots.put(None)
        return slots

    def send(self, send: Send) -> Reply | NoReply:
        """Send a request and read its answer to the end. Nothing is sent if nobody waits for it any longer."""
        outgoing = SyncOutgoing(send.request.body, self._check_sendable)
        try:
            check_wanted()
            return self._exchange(send, outgoing)
        except Abandoned as abandoned:
            return NoReply(Fate.UNSENDABLE, ConnectionFailed(str(abandoned)))
        except Exception as error:  # noqa: BLE001
            failure = error
        except BaseException as interruption:  # noqa: BLE001  # its frames hold the headers
            interruption.__context__ = None
            raise interruption.with_traceback(None) from None
        return self._no_reply(failure, send, started=outgoing.started)

    def _check_sendable(self) -> None:
        """Refuse to send what was given up while it connected; the connection ends with that failure."""
        check_wanted()
        self._check_open()

    def _exchange(self, send: Send, outgoing: SyncOutgoing) -> Reply:
        opened, seconds = self._open(), _seconds(send.timeout, send.left)
        with time_limit(seconds.total):
            if opened.pool is None:
                with opened.client.stream(**self._arguments(send, outgoing, seconds)) as response:
                    return reply_of(response, _joined(response.iter_bytes()))
            answer = opened.pool.send(opened.pool.request(send, outgoing, seconds.phases))
            with closing(answer):
                return opened.pool.reply(answer, _joined(answer.stream))

    def close(self) -> None:
        """Close the connections; a caller's own HTTP client is left open."""
        self._closed = True
        opened, self._opened = self._opened, None
        if opened is not None and self._given is None:
            opened.client.close()


class AsyncTransport(_Base):
    """Sends from tasks."""

    _class_name = "AsyncClient"

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
        began = self._clock()
        with move_on_after(longest):
            await slots.acquire()
            return Slot(self._clock() - began, slots.release)
        return None

    def _made_slots(self) -> Any:
        from anyio import Semaphore

        return Semaphore(MAX_CONCURRENT_CALLS)

    async def send(self, send: Send) -> Reply | NoReply:
        """Send a request and read its answer to the end."""
        outgoing = AsyncOutgoing(send.request.body, self._check_open)
        try:
            return await self._exchange(send, outgoing)
        except Exception as error:  # noqa: BLE001
            failure = error
        except BaseException as interruption:  # noqa: BLE001  # its frames hold the headers
            interruption.__context__ = None
            raise interruption.with_traceback(None) from None
        return self._no_reply(failure, send, started=outgoing.started)

    async def _exchange(self, send: Send, outgoing: AsyncOutgoing) -> Reply:
        from anyio import move_on_after

        opened, seconds = self._open(), _seconds(send.timeout, send.left)
        with move_on_after(seconds.total):
            if opened.pool is None:
                async with opened.client.stream(**self._arguments(send, outgoing, seconds)) as response:
                    return reply_of(response, b"".join([chunk async for chunk in response.aiter_bytes()]))
            answer = await opened.pool.send(opened.pool.request(send, outgoing, seconds.phases))
            async with aclosing(answer):
                return opened.pool.reply(answer, b"".join([chunk async for chunk in answer.stream]))
        raise TooSlow(f"the {seconds.total:g} s for the attempt are over")

    def _here(self) -> object:
        from anyio.lowlevel import current_token

        return current_token()

    async def close(self) -> None:
        """Close the connections; a caller's own HTTP client is left open."""
        self._closed = True
        opened = self._opened
        if opened is not None and self._given is None and opened.place == self._here():
            await opened.client.aclose()
