"""How an attempt of the synchronous client ends in time, though its HTTP library bounds only each read.

A server that sends a byte now and then never lets a read take long. Between the parts of a body the transport looks at
the clock; but the head of an answer is read inside httpcore, for whose network backend httpx has no argument. So the
backend of the connection pool is wrapped: what it does for a thread with a limit gets the time that is left. Without a
limit, as when a caller uses their HTTP client for something else, nothing changes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

__all__ = ["TooSlow", "limit_connections", "time_limit"]

CHUNK = 65_536
"""Bytes that are written between two looks at the clock."""

_thread = threading.local()


class TooSlow(Exception):  # noqa: N818
    """The answer was not complete in time."""


@contextmanager
def time_limit(seconds: float | None) -> Generator[None]:
    """End all network operations of this thread within so many seconds; None sets no limit."""
    _thread.end = None if seconds is None else time.monotonic() + seconds
    try:
        yield
    finally:
        _thread.end = None


def check_time(timeout: float | None = None) -> float | None:
    """Return the seconds that the next operation may take. Raises `TooSlow` if none are left."""
    end: float | None = getattr(_thread, "end", None)
    if end is None:
        return timeout
    left = end - time.monotonic()
    if left <= 0:
        raise TooSlow("the time for the attempt is over")
    return left if timeout is None else min(left, timeout)


def limit_connections(client: Any) -> None:
    """Make the connections that a synchronous HTTP client will open heed `time_limit`, if they are httpcore's."""
    for transport in (getattr(client, "_transport", None), *getattr(client, "_mounts", {}).values()):
        pool = getattr(transport, "_pool", None)
        backend = getattr(pool, "_network_backend", None)
        if pool is not None and backend is not None and not isinstance(backend, _Backend):
            pool._network_backend = _Backend(backend)  # noqa: SLF001  # see above


class _Backend:
    """A network backend of httpcore that heeds the limit."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **options: Any) -> _Stream:
        return _Stream(self._backend.connect_tcp(host, port, timeout=check_time(timeout), **options))

    def connect_unix_socket(self, path: str, timeout: float | None = None, **options: Any) -> _Stream:
        return _Stream(self._backend.connect_unix_socket(path, timeout=check_time(timeout), **options))

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class _Stream:
    """A network stream of httpcore that heeds the limit."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.close = stream.close
        self.get_extra_info = stream.get_extra_info

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received: bytes = self._stream.read(max_bytes, timeout=check_time(timeout))
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), CHUNK):
            self._stream.write(buffer[start : start + CHUNK], timeout=check_time(timeout))

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> _Stream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, check_time(timeout)))
