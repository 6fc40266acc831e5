"""A server that costs as little as can be, the same for all: canned answers over keep-alive connections.

`python -m benchmarks.server` prints its port and serves until its standard input ends. The path chooses the answer:
`/<rows>`, or `/<rows>/of/<total>` for a list, whose rows have ids of their own on each page; with `/after/<ms>` behind
that, an answer comes so much later.
"""

from __future__ import annotations

import re
import selectors
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from typing import Any

from benchmarks.answers import PAGE_MARK, page

__all__ = ["main"]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
NUMBER = re.compile(rb'"page": *(\d+)')


def main() -> None:
    """Serve until nobody reads the port any more."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(listener.getsockname()[1], flush=True)
    selector = selectors.DefaultSelector()
    later: deque[tuple[float, Callable[[], None]]] = deque()
    selector.register(sys.stdin, selectors.EVENT_READ, sys.exit)
    selector.register(listener, selectors.EVENT_READ, partial(_welcome, listener, selector, later))
    while True:
        for key, _ in selector.select(max(0.0, later[0][0] - time.monotonic()) if later else None):
            key.data()
        while later and later[0][0] <= time.monotonic():
            later.popleft()[1]()


def _welcome(listener: socket.socket, selector: selectors.BaseSelector, later: deque[Any]) -> None:
    connection, _ = listener.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    selector.register(connection, selectors.EVENT_READ, Guest(connection, selector, later).read)


class Guest:
    """One client; its requests come one after another."""

    def __init__(self, connection: socket.socket, selector: selectors.BaseSelector, later: deque[Any]) -> None:
        self.connection = connection
        self.selector = selector
        self.later = later
        self.received = b""

    def read(self) -> None:
        try:
            data = self.connection.recv(262_144)
        except OSError:
            data = b""
        if not data:
            self.selector.unregister(self.connection)
            self.connection.close()
            return
        self.received += data
        head, end, body = self.received.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if end and length and len(body) >= int(length[1]):
            self.received = b""
            self.answer(head.split(b" ", 2)[1].removesuffix(b"/graphql").decode(), body)

    def answer(self, target: str, body: bytes) -> None:
        path, _, milliseconds = target.partition("/after/")
        answer = _canned(path)
        if "/of/" in path:
            number = NUMBER.search(body)
            answer = answer.replace(PAGE_MARK, b"%06d" % int(number[1]) if number else b"000001")
        if milliseconds:
            self.later.append((time.monotonic() + int(milliseconds) / 1000, partial(self.send, answer)))
        else:
            self.send(answer)

    def send(self, answer: bytes) -> None:
        with suppress(OSError):  # a client that has gone
            self.connection.sendall(answer)


@cache
def _canned(path: str) -> bytes:
    rows, _, total = path.strip("/").partition("/of/")
    body = page(int(rows), total=int(total) if total else None)
    return HEAD % len(body) + body


if __name__ == "__main__":
    main()
