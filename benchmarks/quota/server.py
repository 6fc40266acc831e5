"""A loopback server that enforces a quota and remembers what it saw: `python -m benchmarks.quota.server '<json>'`."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from typing import Any, NamedTuple

from benchmarks.quota.kinds import KINDS

__all__ = ["Hidden", "Seen", "Settings", "main"]

OK = b'{"data": {"ok": true}}'
REJECTED = b"Retry later\n"


class Hidden(NamedTuple):
    """Somebody else who uses the key: `rate` a second from `begin` to `end`, in seconds from the first request."""

    rate: float
    begin: float
    end: float


class Settings(NamedTuple):
    kind: str = "fixed"
    requests: int = 120
    per: float = 6.0
    round_trip: float = 0.02
    """Seconds from sending to answer; each half varies by half of itself."""
    hint: bool = False
    """Whether a 429 has a Retry-After."""
    hidden: Hidden | None = None


class Seen(NamedTuple):
    """One request."""

    at: float
    process: str
    call: str
    accepted: bool


class Server:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.kind = KINDS[settings.kind](settings.requests, settings.per)
        self.seen: list[Seen] = []
        self.hidden: list[tuple[float, bool]] = []
        self.random = random.Random(1)
        self.tasks: set[asyncio.Task[None]] = set()

    def delay(self) -> float:
        return self.settings.round_trip / 2 * self.random.uniform(0.5, 1.5)

    def count(self, process: str, call: str) -> bytes:
        now = time.monotonic()
        if not self.seen and self.settings.hidden:
            self.tasks.add(asyncio.get_running_loop().create_task(self.consume(self.settings.hidden)))
        accepted = self.kind.accepts(now)
        self.seen.append(Seen(now, process, call, accepted))
        if accepted:
            return _answer("200 OK", "application/json", OK)
        hint = f"Retry-After: {self.kind.retry_after(now):.3f}\r\n" if self.settings.hint else ""
        return _answer("429 Too Many Requests", "text/plain", REJECTED, hint)

    async def consume(self, hidden: Hidden) -> None:
        start = time.monotonic()
        await asyncio.sleep(hidden.begin)
        while (now := time.monotonic()) - start < hidden.end:
            self.hidden.append((now, self.kind.accepts(now)))
            await asyncio.sleep(max(0.0, start + hidden.begin + len(self.hidden) / hidden.rate - time.monotonic()))

    def report(self) -> dict[str, Any]:
        return {"seen": self.seen, "hidden": self.hidden}


class Connection(asyncio.Protocol):
    """Reads requests one after another; the body is short and comes with its head."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.loop = asyncio.get_running_loop()
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, end, rest = self.buffer.partition(b"\r\n\r\n")
        if not end:
            return
        self.buffer = rest
        method, path, _ = head.split(b" ", 2)
        if method == b"GET":
            self.write(_answer("200 OK", "application/json", json.dumps(self.server.report()).encode()))
            return
        _, process, call = path.decode().split("/")
        self.loop.call_later(self.server.delay(), self.arrive, process, call)

    def arrive(self, process: str, call: str) -> None:
        answer = self.server.count(process, call)
        self.loop.call_later(self.server.delay(), self.write, answer)

    def write(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)


def _answer(status: str, kind: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


async def serve(settings: Settings) -> None:
    server = Server(settings)
    loop = asyncio.get_running_loop()
    listener = await loop.create_server(lambda: Connection(server), "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"{listener.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    given = json.loads(sys.argv[1])
    hidden = given.pop("hidden", None)
    asyncio.run(serve(Settings(**given, hidden=Hidden(*hidden) if hidden else None)))


if __name__ == "__main__":
    main()
