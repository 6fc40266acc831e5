"""A server that costs as little as can be, the same for all: canned answers over keep-alive connections.

`python -m benchmarks.server` prints its port and serves until its standard input ends. The path chooses the answer:
`/<rows>`, `/<rows>/detail`, or `/<rows>/of/<total>` for a list, whose rows have ids of their own on each page.
"""

from __future__ import annotations

import re
import selectors
import socket
import sys
from functools import cache

from benchmarks.answers import PAGE_MARK, page

__all__ = ["main"]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
NUMBER = re.compile(rb'"page": *(\d+)')


def main() -> None:
    """Serve until nobody reads the port any more."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    selector = selectors.DefaultSelector()
    selector.register(sys.stdin, selectors.EVENT_READ, None)
    selector.register(listener, selectors.EVENT_READ, Door(listener, selector))
    while True:
        for key, _ in selector.select():
            if key.data is None:
                return
            key.data.ready()


class Door:
    """Lets clients in."""

    def __init__(self, listener: socket.socket, selector: selectors.BaseSelector) -> None:
        self.listener = listener
        self.selector = selector

    def ready(self) -> None:
        connection, _ = self.listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(connection, selectors.EVENT_READ, Guest(connection, self.selector))


class Guest:
    """One client; its requests come one after another."""

    def __init__(self, connection: socket.socket, selector: selectors.BaseSelector) -> None:
        self.connection = connection
        self.selector = selector
        self.received = b""

    def ready(self) -> None:
        try:
            data = self.connection.recv(262_144)
            self.received += data
            head, end, body = self.received.partition(b"\r\n\r\n")
            length = LENGTH.search(head)
            if end and length and len(body) >= int(length[1]):
                self.received = b""
                self.connection.sendall(_answer(head, body))
        except OSError:
            data = b""
        if not data:
            self.selector.unregister(self.connection)
            self.connection.close()


def _answer(head: bytes, body: bytes) -> bytes:
    path = head.split(b" ", 2)[1].removesuffix(b"/graphql").decode()
    if "/of/" not in path:
        return _canned(path)
    number = NUMBER.search(body)
    return _canned(path).replace(PAGE_MARK, b"%06d" % int(number[1]) if number else b"000001")


@cache
def _canned(path: str) -> bytes:
    match path.strip("/").split("/"):
        case [rows, "detail"]:
            body = page(int(rows), detail=True)
        case [rows, "of", total]:
            body = page(int(rows), total=int(total))
        case _:
            body = page(int(path.strip("/")))
    return HEAD % len(body) + body


if __name__ == "__main__":
    main()
