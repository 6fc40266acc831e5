"""The bound of an attempt, kept by the connections themselves: what httpcore's lack.

Synchronous ones bound only each read, so that a server which sends a byte now and then is never too slow; they give
each address of a host the whole time to connect; and closing a pool closes sockets at which threads still wait, which
wakes none of them, and the number of such a socket may soon be another's. Asynchronous ones leave the socket open when
a TLS handshake is cancelled, and lose an answer that comes before the request was sent whole. Neither notices that a
server sent more than its answer, which would be read as the answer to the next request.

So our own connection pools open connections through `Backend` and `AsyncBackend`, and `adopt` bounds those of a
caller's client: `docs/decisions/0091-requests-that-httpx-sees.md`.
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
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

__all__ = ["AsyncBackend", "Backend", "TooSlow", "adopt", "attempt"]

CHUNK = 65_536
"""Bytes that are written between two looks at the clock."""
MOST = 1 << 20
"""Bytes of an answer up to which it is looked through for its end; after a larger one the connection is closed."""
TURNS = 4
"""Turns of the event loop until what has arrived is read. It may be of TLS and no answer, so there is no waiting."""


class TooSlow(Exception):  # noqa: N818
    """The answer was not complete in time."""


class _Attempt(threading.local):
    end: float | None = None
    """When the attempt of this thread ends, in seconds of `time.monotonic`; None if nothing bounds it."""


attempt = _Attempt()


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


def adopt(stream: Any, core: Any = None) -> Any:
    """Return the `Stream` or `AsyncStream` that a connection is, or is put behind from now on.

    Connections of a caller's HTTP client stay theirs: two of their public methods are replaced. `core` is given for
    those of tasks: `httpcore` or its twin. Returns None for None, as a mock has it.
    """
    ours = getattr(getattr(stream, "read", None), "__self__", None)
    if stream is not None and not isinstance(ours, _Connection):
        ours = Stream(stream) if core is None else AsyncStream(stream, core)
        stream.read, stream.write = ours.read, ours.write
    return ours


class _Connection:
    """What both kinds of connections share."""

    def __init__(self, inner: Any) -> None:
        # Methods, for `adopt` puts others in their places.
        self._inner, self._read, self._write = inner, inner.read, inner.write
        self._closed = False
        self._answer = bytearray()
        """What was read since the last request, up to `MOST` and one read more."""
        self._socket = inner.get_extra_info("socket")
        self._poll: Any = None
        if self._socket is not None and self._socket.fileno() >= 0 and hasattr(select, "poll"):
            self._poll = select.poll()
            self._poll.register(self._socket, select.POLLIN)

    def get_extra_info(self, info: str) -> Any:
        """Tell what is asked; of an idle connection, in a tenth of the time, that the server has closed it."""
        if info != "is_readable" or self._poll is None:
            return self._inner.get_extra_info(info)
        return self._closed or self._socket.fileno() < 0 or bool(self._poll.poll(0))

    @property
    def answered_exactly(self) -> bool:
        """Whether what was read since the request is one answer, to the byte; HTTP/2 numbers its answers."""
        data = bytes(self._answer)
        if len(data) > MOST or not data.startswith(b"HTTP/"):
            return not data.startswith(b"HTTP/")
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
        return size is not None and data[size.end() :] == b"\r\n"  # trailers, which nobody sends, end it too


HEAD = re.compile(rb"[A-Z]+ \S+ HTTP/1\.")
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)[ \t]*\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.IGNORECASE)
SIZE = re.compile(rb"([0-9a-f]+)[^\r\n]*\r\n", re.IGNORECASE)


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
        """Connect to the first address that answers. Each may take its part of the time that is left."""
        ends = [attempt.end, None if timeout is None else time.monotonic() + timeout]
        end = min((each for each in ends if each is not None), default=None)
        if end is None:
            return Stream(self._inner.connect_tcp(host, port, **options), self._streams)
        addresses = _addresses(host, port)
        while True:
            seconds = (end - time.monotonic()) / len(addresses)
            if seconds <= 0:
                raise TooSlow("the time to connect is over")
            try:
                inner = self._inner.connect_tcp(addresses.pop(0), port, timeout=seconds, **options)
            except (self._core.ConnectError, self._core.ConnectTimeout) as error:
                if not addresses or of_signal_handler(error) is not None:
                    raise
            else:
                return Stream(inner, self._streams)


def _addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host, or its name if that cannot be looked up: connecting to it then says so."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return [host]
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Stream(_Connection):
    """Is closed by the thread that uses it: until then a socket's number must not become another's.

    One thread uses it at a time, for our pools speak HTTP/1.1. Whoever uses it says so before it looks whether it is
    closed, and whoever closes it says that before it looks for a user. So one of both sees the other, without a lock:
    an interruption could leave that locked, and so could a fork.
    """

    def __init__(self, inner: Any, opened: weakref.WeakSet[Stream] | None = None) -> None:
        """Take a connection of httpcore, and where to note this one among those that a backend opened."""
        super().__init__(inner)
        self._opened: weakref.WeakSet[Stream] = weakref.WeakSet() if opened is None else opened
        self._opened.add(self)
        self._process = os.getpid()
        self._in_use = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received: bytes = self._use(self._read, max_bytes, timeout=timeout)
        if len(self._answer) <= MOST:
            self._answer += received
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._answer:  # to the request before
            self._answer = bytearray()
        for start in range(0, len(buffer), CHUNK):
            self._use(self._write, buffer[start : start + CHUNK], timeout=timeout)

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Stream:
        inner = self._use(self._inner.start_tls, ssl_context, server_hostname, timeout=timeout)
        return Stream(inner, self._opened)

    def close(self) -> None:
        """Close the connection; while another thread waits at it, end that, and leave closing to it."""
        self._closed = True
        # After a fork, what the connection does is the parent's: to shut it down would end it there, too.
        if self._in_use and self._process == os.getpid() and isinstance(self._socket, socket.socket):
            with suppress(OSError):
                # Not the method of a TLS socket, which would let its thread read on without TLS.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        else:
            self._inner.close()

    def _use(self, operation: Callable[..., Any], *arguments: Any, timeout: float | None) -> Any:
        if attempt.end is not None:
            left = attempt.end - time.monotonic()
            if left <= 0:
                raise TooSlow("the time for the attempt is over")
            timeout = left if timeout is None else min(left, timeout)
        try:
            self._in_use = True
            if self._closed:
                self._inner.close()  # so that the operation fails, with an error of the HTTP library
            return operation(*arguments, timeout=timeout)
        except Exception as error:
            interruption = of_signal_handler(error)
            if interruption is None:
                raise
        finally:
            self._in_use = False
            if self._closed:
                self._inner.close()
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
        self._large: bool | None = None
        """Whether more is sent than goes at once; None before the first request. HTTP/2 needs no listening."""
        self._early: bytes | None = None
        self._tls = inner.get_extra_info("ssl_object") is not None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received, self._early = self._early, None
        if received is None:
            # More than asked: what the event loop has received already is taken whole, and seen by `ends_here`.
            received = await self._read(max(max_bytes, MOST), timeout=timeout)
        if len(self._answer) <= MOST:
            self._answer += received
        return received

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        listening = self._large
        if self._answer or listening is None:  # the head of a request, before which there is no answer
            self._answer, listening = bytearray(), False
            length = LENGTH.search(buffer)
            many = int(length[1]) > CHUNK if length else CHUNKED.search(buffer) is not None
            self._large = many and HEAD.match(buffer) is not None
        await (self._write_listening(buffer, timeout) if listening else self._write(buffer, timeout=timeout))
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
            await close_shielded(self._inner)
            raise

    async def aclose(self) -> None:
        self._closed = True
        await self._inner.aclose()

    async def ends_here(self) -> bool:
        """Say whether the connection holds nothing but the answer that was read."""
        if not self.answered_exactly or not self._tls or not self._answer.startswith(b"HTTP/"):
            return self.answered_exactly
        from anyio import CancelScope

        with CancelScope() as at_once:  # what is decrypted already is read without waiting; the socket cannot tell
            at_once.cancel()
            await self._read(1)
        return at_once.cancelled_caught


async def close_shielded(stream: Any) -> None:
    """Close a connection, also for a task that is cancelled: its handshake leaves it open."""
    from anyio import CancelScope

    with CancelScope(shield=True):
        await stream.aclose()
