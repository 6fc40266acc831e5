"""A server on loopback that misbehaves as it is told, and counts what it received."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol


class Received(NamedTuple):
    """A request that arrived to its last byte."""

    head: str
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        lines = self.head.split("\r\n")[1:]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}

    @property
    def json(self) -> Any:
        return json.loads(self.body)


PATIENCE = 20
"""Seconds after which a test that waits in vain fails; an answer may take 30."""

Action = Callable[["Connection"], None]


class Tls(Protocol):
    """What `ssl.SSLContext` does for a server."""

    def wrap_socket(self, sock: socket.socket, server_side: bool) -> ssl.SSLSocket: ...


class Connection:
    """One connection of the server, as an action sees it."""

    def __init__(self, server: Server, sock: socket.socket) -> None:
        self.server = server
        self.sock = sock

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def finish(self) -> None:
        """Close in an orderly way."""
        self.sock.close()

    def reset(self) -> None:
        """Close with a reset."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def wait_for_the_other_end(self) -> None:
        """Say nothing until the client goes away, or the server stops."""
        while self.sock.recv(65536):
            pass

    def drip(self, data: bytes, seconds: float = 0.02) -> None:
        """Send a byte at a time."""
        for byte in data:
            self.sock.sendall(bytes([byte]))
            time.sleep(seconds)


class Server:
    """Answers each request with the next action of its script, and with `otherwise` when the script is over."""

    def __init__(self, port: int = 0, tls: Tls | None = None) -> None:
        self.script: list[Action] = []
        self.otherwise: Action = answer({"data": {"thing": {"id": "1"}}})
        self.received: list[Received] = []
        self.most_connections = 0
        """The most that were open at once."""
        self.stopped = False
        self.reads = True
        """Whether it reads what it is sent."""
        self.hear_no_tls = True
        """Whether a TLS handshake is met by closing the connection; otherwise by silence."""
        self._tls = tls
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._sockets: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}/graphql"
        self._start(self._accept)

    def _start(self, target: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self.stopped:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, sock)

    def _serve(self, sock: socket.socket) -> None:
        if self._tls:
            try:
                sock = self._tls.wrap_socket(sock, server_side=True)
            except OSError:
                sock.close()
                return
        with self._lock:
            self._sockets.add(sock)
            self.most_connections = max(self.most_connections, len(self._sockets))
        try:
            while not self.stopped:
                received = self._read(sock)
                if received is None:
                    break
                with self._lock:
                    self.received.append(received)
                    action = self.script.pop(0) if self.script else self.otherwise
                action(Connection(self, sock))
        except OSError:
            pass
        finally:
            with self._lock:
                self._sockets.discard(sock)
                sock.close()

    def _read(self, sock: socket.socket) -> Received | None:
        data = b""
        while not self.reads and not self.stopped:
            time.sleep(0.01)
        while b"\r\n\r\n" not in data:
            chunk = sock.recv(65536)
            if not chunk:
                return None
            data += chunk
            if self.hear_no_tls and data.startswith(b"\x16\x03"):
                return None
        head, _, body = data.partition(b"\r\n\r\n")
        text = head.decode()
        headers = {n.lower(): v for n, _, v in (line.partition(": ") for line in text.split("\r\n")[1:])}
        chunked = "transfer-encoding" in headers
        length = int(headers.get("content-length", 0))
        while not body.endswith(b"0\r\n\r\n") if chunked else len(body) < length:
            chunk = sock.recv(65536)
            if not chunk:
                return None
            body += chunk
        return Received(text, dechunked(body) if chunked else body)

    @property
    def open_connections(self) -> int:
        return len(self._sockets)

    def stop(self) -> None:
        self.stopped = True
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for sock in self._sockets:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)


def dechunked(body: bytes) -> bytes:
    content = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size, 16)
        content += body[:length]
        body = body[length + 2 :]
    return content


def raw_answer(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status} Something", f"content-length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Action:
    """Answer in full. `data` is what becomes JSON, or the body itself."""
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    kind = {"content-type": "application/json"} | dict(headers or {})
    return lambda connection: connection.send(raw_answer(status, body, kind))


def raw(data: bytes) -> Action:
    """Send these bytes and close."""

    def act(connection: Connection) -> None:
        connection.send(data)
        connection.finish()

    return act


def raw_then_silence(data: bytes) -> Action:
    """Send these bytes, and then nothing."""

    def act(connection: Connection) -> None:
        connection.send(data)
        connection.wait_for_the_other_end()

    return act


def drip(data: bytes) -> Action:
    """Send these bytes one at a time."""
    return lambda connection: connection.drip(data)


def reset(connection: Connection) -> None:
    """Break the connection off."""
    connection.reset()


def hang_up(connection: Connection) -> None:
    """Close the connection without a word."""
    connection.finish()


def silence(connection: Connection) -> None:
    """Say nothing."""
    connection.wait_for_the_other_end()
