"""One process of callers: `python -m benchmarks.quota.worker '<json>'`, then a line on standard input starts it."""

from __future__ import annotations

import asyncio
import json
import random
import socket
import sqlite3  # noqa: F401  # what a process loads once, when it asks for its first permit
import sys
import threading
import time
from typing import Any, NamedTuple

import anyio  # noqa: F401

from benchmarks.quota.baselines import Adaptive, BackOff, Pacer
from conviso_client.quota import Quota, redis
from conviso_client.quota.limiter import QuotaWaitExceeded, Settlement

__all__ = ["Job", "main"]

ANSWERED = Settlement("answered")
ATTEMPTS = 8
"""Of a call that backs off by itself."""
ENDPOINT = "http://127.0.0.1/graphql"


class Job(NamedTuple):
    """What one process does."""

    name: str
    port: int
    policy: str
    requests: int
    per: float
    processes: int
    workers: int
    """Threads, or tasks."""
    tasks: bool = False
    calls: int | None = None
    """Calls in all; None: until `seconds` have passed."""
    seconds: float = 0.0
    redis: str = ""
    key: str = "benchmark"
    spread: float | None = None
    """Seconds; None: two seconds of full scale."""
    patience: float | None = None
    """Seconds for which an answer of Redis is waited for; None: as long as always."""

    @property
    def scale(self) -> float:
        return 60 / self.per


class Outcome(NamedTuple):
    durations: list[float]
    failed: int
    cpu: float
    began: float
    ended: float


def limiter(job: Job) -> Any:
    options: dict[str, Any] = {
        "requests": job.requests,
        "per": job.per,
        "spread": 2.0 / job.scale if job.spread is None else job.spread,
    }
    if job.policy == "shared":
        return Quota.shared(**options).limiter(ENDPOINT, job.key)
    if job.policy == "redis":
        if job.patience is not None:
            redis.TIMEOUT = job.patience
        return Quota.redis(job.redis, **options).limiter(ENDPOINT, job.key)
    if job.policy == "local":
        return Quota.local(**options).limiter(ENDPOINT, job.key)
    if job.policy == "static split":
        return Quota.local(share=1 / job.processes, **options).limiter(ENDPOINT, job.key)
    if job.policy == "off":
        return Quota.off().limiter(ENDPOINT, job.key)
    rate = job.requests / job.per
    return {"back-off": BackOff, "pacer": lambda: Pacer(rate), "adaptive": lambda: Adaptive(rate, job.scale)}[
        job.policy
    ]()


class Run:
    """The calls of one process: who takes the next, and what became of them."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.limiter = limiter(job)
        self.lock = threading.Lock()
        self.durations: list[float] = []
        self.failed = 0
        self.taken = 0
        self.random = random.Random(job.name)
        self.until = 0.0
        self.backs_off = getattr(self.limiter, "backs_off", False)
        """Whether a rejected call sleeps by itself; our limiters own the wait."""

    def next_call(self) -> str | None:
        with self.lock:
            if time.monotonic() >= self.until if self.job.calls is None else self.taken >= self.job.calls:
                return None
            self.taken += 1
            return f"{self.job.name}.{self.taken}"

    def done(self, began: float, *, ok: bool) -> None:
        with self.lock:
            self.durations.append(time.monotonic() - began)
            self.failed += not ok

    def deadline(self) -> float:
        return 120 / self.job.scale

    def run(self) -> Outcome:
        cpu, began = time.process_time(), time.monotonic()
        self.until = began + self.job.seconds
        if self.job.tasks:
            asyncio.run(self.run_tasks())
        else:
            threads = [threading.Thread(target=self.run_thread) for _ in range(self.job.workers)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        return Outcome(self.durations, self.failed, time.process_time() - cpu, began, time.monotonic())

    def run_thread(self) -> None:
        with socket.create_connection(("127.0.0.1", self.job.port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while call := self.next_call():
                began = time.monotonic()
                self.done(began, ok=self.attempt(connection, call))

    def attempt(self, connection: socket.socket, call: str) -> bool:
        """Send a call until it is answered; return False if that does not happen in time."""
        permit = None
        for attempt in range(ATTEMPTS if self.backs_off else sys.maxsize):
            try:
                permit = self.limiter.acquire(None if permit is None else self.deadline(), permit)
            except QuotaWaitExceeded:
                return False
            connection.sendall(self.request(call))
            settlement = _settlement(_read(connection))
            self.limiter.settle(permit, settlement)
            if settlement.outcome == "answered":
                return True
            if self.backs_off:
                time.sleep(self.random.uniform(0, min(8.0, 0.1 * 2**attempt)) / self.job.scale)
        return False

    async def run_tasks(self) -> None:
        # All connect first: a server that is busy with that counts the first requests late.
        streams = [await asyncio.open_connection("127.0.0.1", self.job.port) for _ in range(self.job.workers)]
        await asyncio.gather(*(self.run_task(*stream) for stream in streams))

    async def run_task(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while call := self.next_call():
            began = time.monotonic()
            self.done(began, ok=await self.attempt_async(reader, writer, call))
        writer.close()
        await writer.wait_closed()

    async def attempt_async(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, call: str) -> bool:
        permit = None
        while True:
            try:
                permit = await self.limiter.acquire_async(None if permit is None else self.deadline(), permit)
            except QuotaWaitExceeded:
                return False
            writer.write(self.request(call))
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(_length(head))
            settlement = _settlement(head)
            await self.limiter.settle_async(permit, settlement)
            if settlement.outcome == "answered":
                return True

    def request(self, call: str) -> bytes:
        return f"POST /{self.job.name}/{call} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n".encode()


def _read(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data or len(data.partition(b"\r\n\r\n")[2]) < _length(data):
        if not (more := connection.recv(4096)):
            raise ConnectionError("the server went away")
        data += more
    return data


def _length(head: bytes) -> int:
    return int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])


def _settlement(head: bytes) -> Settlement:
    if head.startswith(b"HTTP/1.1 200"):
        return ANSWERED
    hint = head.partition(b"Retry-After: ")[2].partition(b"\r\n")[0]
    return Settlement("rejected", float(hint) if hint else None)


def main() -> None:
    run = Run(Job(**json.loads(sys.argv[1])))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(run.run()) + "\n")


if __name__ == "__main__":
    main()
