"""The bound of an attempt, kept by the connections themselves: what httpcore's lack.

Synchronous ones bound only each read, so that a server which sends a byte now and then is never too slow; they give
each address of a host the whole time to connect; and closing a pool closes sockets at which threads still wait, which
wakes none of them, and the number of such a socket may soon be another's. Asynchronous ones leave the socket open when
a TLS handshake is cancelled, and lose an answer that comes before the request was sent whole. Neither notices that a
server sent more than its answer, which would be read as the answer to the next request.

So our own connection pools open connections through `Backend` and `AsyncBackend`, and `adopt` bounds those of a
caller's client. What they do for a thread with a `time_limit` gets the time that is left.
"""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from typing import Any

__all__ = ["AsyncBackend", "Backend", "TooSlow", "adopt", "adopted", "check_time", "time_limit"]

CHUNK = 65_536
"""Bytes that are written between two looks at the clock."""
MOST = 1 << 20
"""Bytes of an answer up to which it is looked through for its end; after a larger one the connection is closed."""
TURNS = 4
"""Turns of the event loop until what has arrived is read. It may be of TLS and no answer, so there is no waiting."""

_thread = threading.local()


class TooSlow(Exception):  # noqa: N818
    """The answer was not complete in time."""


@contextmanager
def time_limit(seconds: float | None) -> Generator[None]:
    """End all network operations of this thread within so many seconds; None sets no limit."""
    outer = getattr(_thread, "end", None)  # of a call whose upload is read through another call
    _thread.end = None if seconds is None else time.monotonic() + seconds
    try:
        yield
    finally:
        _thread.end = outer


def check_time(timeout: float | None = None, end: float | None = None) -> float | None:
    """Return the seconds that the next operation may take. Raises `TooSlow` if none are left.

    `end` is a time of `time.monotonic`; None is the end of this thread's `time_limit`, if there is one.
    """
    if end is None and (end := getattr(_thread, "end", None)) is None:
        return timeout
    left = end - time.monotonic()
    if left <= 0:
        raise TooSlow("the time for the attempt is over")
    return left if timeout is None else min(left, timeout)


def adopt(stream: Any, core: Any = None) -> None:
    """Do for a connection of a caller's HTTP client what ours do, by the public methods that it has.

    `core` is given for those of tasks: `httpcore` or its twin.
    """
    if stream is not None and adopted(stream) is None:
        by = Stream(stream) if core is None else AsyncStream(stream, core)
        stream.read, stream.write = by.read, by.write


def adopted(stream: Any) -> Any:
    """Return the `Stream` or `AsyncStream` that a connection is or was put behind, if any."""
    by = getattr(getattr(stream, "read", None), "__self__", None)
    return by if isinstance(by, _Connection) else None


def chain(error: BaseException) -> Iterator[BaseException]:
    """Give an exception, and those that it came from."""
    link: BaseException | None = error
    seen: set[int] = set()
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def of_signal_handler(error: BaseException) -> BaseException | None:
    """Return the exception of a signal handler that httpcore took for the socket's, as it does with a TimeoutError."""
    for link in chain(error):
        frames: set[Any] = set()
        traceback = link.__traceback__
        while isinstance(link, OSError) and traceback is not None:
            frames.add(traceback.tb_frame.f_code)
            traceback = traceback.tb_next
        if frames and any(_code_of(signal.getsignal(number)) in frames for number in signal.valid_signals()):
            return link
    return None


def _code_of(handler: Any) -> Any:
    called = getattr(handler, "__call__", None)  # noqa: B004  # of an object that is a handler
    return getattr(handler, "__code__", None) or getattr(called, "__code__", None)


class _Connection:
    """What both kinds of connections share."""

    def __init__(self, inner: Any) -> None:
        # Methods, for `adopt` puts others in their places.
        self._inner, self._read, self._write = inner, inner.read, inner.write
        self._closed = False
        self._answer: list[bytes] = []
        self._received = 0
        self._socket = inner.get_extra_info("socket")
        self._poll: Any = None
        number = -1 if self._socket is None else self._socket.fileno()
        if number >= 0 and hasattr(select, "poll"):
            self._poll = select.poll()
            self._poll.register(number, select.POLLIN)

    def get_extra_info(self, info: str) -> Any:
        """Tell what is asked; of an idle connection, in a tenth of the time, that the server has closed it."""
        if info != "is_readable" or self._poll is None:
            return self._inner.get_extra_info(info)
        return self._closed or self._socket.fileno() < 0 or bool(self._poll.poll(0))

    @property
    def answered_exactly(self) -> bool:
        """Whether what was read since the request is one answer, to the byte; HTTP/2 numbers its answers."""
        answer = b"".join(self._answer)
        return self._received <= MOST and (not answer.startswith(b"HTTP/") or _is_one_answer(answer))


LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)[ \t]*\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.IGNORECASE)
SIZE = re.compile(rb"([0-9a-f]+)[^\r\n]*\r\n", re.IGNORECASE)


def _is_one_answer(data: bytes) -> bool:
    start = data.find(b"\r\n\r\n") + 4
    while data[start - 4 : start] == b"\r\n\r\n" and data[9:10] == b"1":  # such as 103 Early Hints: a head alone
        data = data[start:]
        start = data.find(b"\r\n\r\n") + 4
    head = data[:start]
    if not CHUNKED.search(head):
        length = LENGTH.search(head)
        return len(data) == start + (int(length[1]) if length else 0)
    while (size := SIZE.match(data, start)) and (length_of := int(size[1], 16)):
        start = size.end() + length_of + 2
    return size is not None and data[size.end() :] == b"\r\n"  # trailers, which nobody sends, end the connection too


class Backend:
    """Opens the connections of threads."""

    def __init__(self, core: Any, inner: Any = None) -> None:
        """Take `httpcore` or its twin, and what opens connections; None is its own."""
        self._core = core
        self._inner = inner or core.SyncBackend()
        self._streams: weakref.WeakSet[Stream] = weakref.WeakSet()

    def close(self) -> None:
        """Close all connections, without asking the pool, which may be out of order."""
        for stream in list(self._streams):
            stream.close()

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **options: Any) -> Stream:
        timeout = check_time(timeout)
        if timeout is None:
            return Stream(self._inner.connect_tcp(host, port, **options), self._streams)
        end = time.monotonic() + timeout
        addresses = _addresses(host, port)
        for later in range(len(addresses) - 1, 0, -1):
            try:
                return self._connected(addresses[-1 - later], port, (end - time.monotonic()) / (later + 1), options)
            except (self._core.ConnectError, self._core.ConnectTimeout) as error:  # noqa: PERF203
                if of_signal_handler(error) is not None:
                    raise
        return self._connected(addresses[-1], port, end - time.monotonic(), options)

    def _connected(self, host: str, port: int, timeout: float, options: dict[str, Any]) -> Stream:
        if timeout <= 0:
            raise TooSlow("the time to connect is over")
        return Stream(self._inner.connect_tcp(host, port, timeout=timeout, **options), self._streams)


def _addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host, or its name if that cannot be looked up: connecting to it then says so."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return [host]
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Stream(_Connection):
    """Is closed by the last thread that reads or writes: until then a socket's number must not become another's."""

    def __init__(self, inner: Any, opened: weakref.WeakSet[Stream] | None = None) -> None:
        """Take a connection of httpcore, and where to note this one among those that a backend opened."""
        super().__init__(inner)
        self._opened: weakref.WeakSet[Stream] = weakref.WeakSet() if opened is None else opened
        self._opened.add(self)
        self._process = os.getpid()
        self._lock = threading.RLock()  # of one process: see `close`
        self._threads: set[int] = set()
        """Those that read, write or shake hands."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received: bytes = self._use(self._read, max_bytes, timeout=timeout)
        self._received += len(received)
        if self._received <= MOST:
            self._answer.append(received)
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._answer:  # of the request before
            self._answer, self._received = [], 0
        for start in range(0, len(buffer), CHUNK):
            self._use(self._write, buffer[start : start + CHUNK], timeout=timeout)

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Stream:
        inner = self._use(self._inner.start_tls, ssl_context, server_hostname, timeout=timeout)
        return Stream(inner, self._opened)

    def close(self) -> None:
        """Close the connection; while other threads wait at it, end that, and leave closing to them."""
        if self._process != os.getpid():
            self._inner.close()  # after a fork: what the connection does, and who waits at it, is the parent's
            return
        with self._lock:
            self._closed = True
            if self._threads and isinstance(self._socket, socket.socket):
                with suppress(OSError):
                    # Not the method of a TLS socket, which would let its threads read on without TLS.
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            else:
                self._inner.close()

    def _use(self, operation: Callable[..., Any], *arguments: Any, timeout: float | None) -> Any:
        me = threading.get_ident()
        try:
            with self._lock:
                if self._closed:
                    self.close()  # so that the operation fails, with an error of the HTTP library
                self._threads.add(me)
            return operation(*arguments, timeout=check_time(timeout))
        except Exception as error:
            interruption = of_signal_handler(error)
            if interruption is None:
                raise
        finally:
            with self._lock:
                self._threads.discard(me)
                if self._closed:
                    self.close()
        raise interruption  # and not the socket's error, which httpcore swallows while it writes


class AsyncBackend:
    """Opens the connections of tasks."""

    def __init__(self, core: Any) -> None:
        """Take `httpcore` or its twin."""
        self._core = core
        self._inner = core.AnyIOBackend()

    async def connect_tcp(self, *arguments: Any, **options: Any) -> AsyncStream:
        return AsyncStream(await self._inner.connect_tcp(*arguments, **options), self._core)


class AsyncStream(_Connection):
    """Listens while it sends much, and closes the socket of a handshake that ends early."""

    def __init__(self, inner: Any, core: Any) -> None:
        """Take a connection of httpcore, and that."""
        super().__init__(inner)
        self._core = core
        self._listens = True
        """While it sends: not with HTTP/2, whose answers come in any order."""
        self._large: bool | None = None
        """Whether more is sent than goes at once; None before a request."""
        self._early: bytes | None = None
        self._tls = inner.get_extra_info("ssl_object") is not None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received, self._early = self._early, None
        if received is None:
            # More than asked: what the event loop has received already is taken whole, and seen by `ends_here`.
            received = await self._read(max(max_bytes, MOST), timeout=timeout)
        self._received += len(received)
        if self._received <= MOST:
            self._answer.append(received)
        return received

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._answer:  # of the request before
            self._answer, self._received, self._large = [], 0, None
        if self._large is None:  # the head of a request, before which there is no answer
            self._listens = self._listens and not buffer.startswith(b"PRI * HTTP/2")
            length = LENGTH.search(buffer)
            self._large = self._listens and (int(length[1]) > CHUNK if length else CHUNKED.search(buffer) is not None)
            await self._write(buffer, timeout=timeout)
        elif not self._large:
            await self._write(buffer, timeout=timeout)
        else:
            await self._write_listening(buffer, timeout)
        if self._early is not None:  # pragma: no cover  # before 3.12 nothing traces what follows a throw
            raise self._core.WriteError("the server answered before the request was sent whole")  # httpcore then reads

    async def _write_listening(self, buffer: bytes, timeout: float | None) -> None:
        """Write, unless an answer comes meanwhile: the event loop forgets it when writing to a closed socket fails."""
        from anyio import create_task_group
        from anyio.lowlevel import checkpoint

        failure: Exception | None = None
        async with create_task_group() as group:
            group.start_soon(self._listen, group.cancel_scope)
            if self.get_extra_info("is_readable"):
                for _ in range(TURNS):
                    await checkpoint()
            try:
                await self._write(buffer, timeout=timeout)
            except Exception as error:  # noqa: BLE001  # pragma: no cover  # the group would raise it as one of several
                failure = error
            group.cancel_scope.cancel()
        if failure is not None and self._early is None:  # pragma: no cover
            raise failure

    async def _listen(self, writing: Any) -> None:
        with suppress(self._core.ReadError):  # writing fails, too, and says so
            self._early = await self._read(MOST)
        writing.cancel()

    async def start_tls(self, *arguments: Any, **options: Any) -> AsyncStream:
        try:
            return AsyncStream(await self._inner.start_tls(*arguments, **options), self._core)
        except BaseException:
            await self._discard()
            raise

    async def _discard(self) -> None:
        from anyio import CancelScope

        with CancelScope(shield=True):
            await self._inner.aclose()

    async def aclose(self) -> None:
        self._closed = True
        await self._inner.aclose()

    async def ends_here(self) -> bool:
        """Say whether the connection holds nothing but the answer that was read."""
        if not self.answered_exactly or not self._tls:
            return self.answered_exactly
        from anyio import CancelScope

        with CancelScope() as at_once:  # what is decrypted already is read without waiting; the socket cannot tell
            at_once.cancel()
            await self._read(1)
        return at_once.cancelled_caught
