"""What the connections of httpx lack.

Synchronous ones bound only each read, so that a server which sends a byte now and then is never too slow. Between the
parts of a body the transport looks at the clock; but the head of an answer is read inside httpcore, for whose network
backend httpx has no argument. They also give each address of a host the whole time to connect, one after the other.
Asynchronous ones leave the socket open when a TLS handshake is cancelled. For each request the pool asks every idle
connection whether its server has closed it, and gets the answer by a long way. And a pool that is closed closes
sockets at which threads still wait: that wakes none of them, and the number of such a socket may soon be another's.

So the network backend of the connection pool is wrapped. What it does for a thread with a `time_limit` gets the time
that is left; without a limit, as when a caller uses their HTTP client for something else, only closing it changes: that
ends what threads wait for.
"""

from __future__ import annotations

import os
import select
import socket
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from inspect import iscoroutinefunction
from typing import Any

__all__ = ["TooSlow", "check_time", "mend_connections", "time_limit"]

CHUNK = 65_536
"""Bytes that are written between two looks at the clock."""

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


def check_time(timeout: float | None = None) -> float | None:
    """Return the seconds that the next operation may take. Raises `TooSlow` if none are left."""
    end: float | None = getattr(_thread, "end", None)
    if end is None:
        return timeout
    left = end - time.monotonic()
    if left <= 0:
        raise TooSlow("the time for the attempt is over")
    return left if timeout is None else min(left, timeout)


def mend_connections(client: Any) -> None:
    """Mend the connections that an HTTP client will open, if they are httpcore's."""
    for transport in (getattr(client, "_transport", None), *getattr(client, "_mounts", {}).values()):
        pool = getattr(transport, "_pool", None)
        backend = getattr(pool, "_network_backend", None)
        if pool is None or backend is None or isinstance(backend, (_Backend, _AsyncBackend)):
            continue
        mended = _AsyncBackend if iscoroutinefunction(backend.connect_tcp) else _Backend
        pool._network_backend = mended(backend)  # noqa: SLF001  # see above


class _Wrapped:
    """Passes on what is not mended."""

    def __init__(self, mended: Any) -> None:
        self._mended = mended

    def __getattr__(self, name: str) -> Any:
        return getattr(self._mended, name)


def _addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host, or its name if that cannot be looked up: connecting to it then says so."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return [host]
    once: dict[str, None] = {}
    for *_, address in found:
        once[str(address[0])] = None
    return list(once)


class _Backend(_Wrapped):
    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **options: Any) -> _Stream:
        timeout = check_time(timeout)
        if timeout is None:
            return _Stream(self._mended.connect_tcp(host, port, **options))
        end = time.monotonic() + timeout
        addresses = _addresses(host, port)
        for later in range(len(addresses) - 1, 0, -1):
            with suppress(Exception):
                return self._connected(addresses[-1 - later], port, (end - time.monotonic()) / (later + 1), options)
        return self._connected(addresses[-1], port, end - time.monotonic(), options)

    def _connected(self, host: str, port: int, timeout: float, options: dict[str, Any]) -> _Stream:
        if timeout <= 0:
            raise TooSlow("the time to connect is over")
        return _Stream(self._mended.connect_tcp(host, port, timeout=timeout, **options))

    def connect_unix_socket(self, path: str, timeout: float | None = None, **options: Any) -> _Stream:
        return _Stream(self._mended.connect_unix_socket(path, timeout=check_time(timeout), **options))


class _Connection(_Wrapped):
    """Tells sooner whether there is something to read: of an idle connection, that the server has closed it."""

    def __init__(self, mended: Any) -> None:
        super().__init__(mended)
        self._socket = mended.get_extra_info("socket")
        self._poll: Any = None
        number = -1 if self._socket is None else self._socket.fileno()
        if number >= 0 and hasattr(select, "poll"):
            self._poll = select.poll()
            self._poll.register(number, select.POLLIN)

    def get_extra_info(self, info: str) -> Any:
        if info != "is_readable" or self._poll is None:
            return self._mended.get_extra_info(info)
        return self._socket.fileno() < 0 or bool(self._poll.poll(0))


class _Stream(_Connection):
    """Is closed by the last thread that reads or writes: until then a socket's number must not become another's."""

    def __init__(self, mended: Any) -> None:
        super().__init__(mended)
        self._process = os.getpid()
        self._lock = threading.RLock()
        self._threads: set[int] = set()
        """Those that read, write or shake hands."""
        self._closed = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received: bytes = self._use(self._mended.read, max_bytes, timeout=timeout)
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), CHUNK):
            self._use(self._mended.write, buffer[start : start + CHUNK], timeout=timeout)

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> _Stream:
        return _Stream(self._use(self._mended.start_tls, ssl_context, server_hostname, timeout=timeout))

    def close(self) -> None:
        """Close the connection; while other threads wait at it, end that, and leave closing to them."""
        if self._process != os.getpid():
            self._mended.close()  # after a fork: what the connection does, and who waits at it, is the parent's
            return
        with self._lock:
            self._closed = True
            if self._threads and isinstance(self._socket, socket.socket):
                with suppress(OSError):
                    # Not the method of a TLS socket, which would let its threads read on without TLS.
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            else:
                self._mended.close()

    def _use(self, operation: Callable[..., Any], *arguments: Any, timeout: float | None) -> Any:
        me = threading.get_ident()
        try:
            with self._lock:
                if self._closed:
                    self.close()  # so that the operation fails, with an error of the HTTP library
                self._threads.add(me)
            return operation(*arguments, timeout=check_time(timeout))
        finally:
            with self._lock:
                self._threads.discard(me)
                if self._closed:
                    self.close()


class _AsyncBackend(_Wrapped):
    async def connect_tcp(self, *arguments: Any, **options: Any) -> _AsyncStream:
        return _AsyncStream(await self._mended.connect_tcp(*arguments, **options))

    async def connect_unix_socket(self, *arguments: Any, **options: Any) -> _AsyncStream:
        return _AsyncStream(await self._mended.connect_unix_socket(*arguments, **options))


class _AsyncStream(_Connection):
    async def start_tls(self, *arguments: Any, **options: Any) -> _AsyncStream:
        try:
            return _AsyncStream(await self._mended.start_tls(*arguments, **options))
        except BaseException:
            from anyio import CancelScope

            with CancelScope(shield=True):
                await self._mended.aclose()
            raise
