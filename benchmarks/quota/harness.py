"""Runs a case: a server, the processes, and the figures of what the server saw."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.quota.redis_server import RedisServer, programs
from benchmarks.quota.server import Seen, Settings
from benchmarks.quota.worker import Job, Outcome
from conviso_client.quota import Quota

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Figures", "Observed", "figures", "observe", "redis_server", "run", "run_jobs", "server"]

ROOT = Path(__file__).parents[2]


class Observed(NamedTuple):
    """What the server and the processes report of one run."""

    settings: Settings
    seen: list[Seen]
    hidden: list[tuple[float, bool]]
    outcomes: list[Outcome]


class Figures(NamedTuple):
    """One row of the table."""

    share: float
    """Of the quota, over whole windows."""
    rejected: float
    """429 in 10,000 requests."""
    failed: int
    p50: float
    p99: float
    jain: float
    most: int
    """Requests in any window as the server saw them."""
    cpu: float
    """Microseconds of the processes' time for a request, the HTTP exchange included."""
    duplicates: int
    """Calls that were accepted twice."""


def environment(directory: str) -> dict[str, str]:
    return {**os.environ, "XDG_RUNTIME_DIR": directory, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}


@contextlib.contextmanager
def server(settings: Settings) -> Iterator[int]:
    """Start a server and give its port."""
    command = [sys.executable, "-m", "benchmarks.quota.server", json.dumps(settings._asdict())]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment("")
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(10)


@contextlib.contextmanager
def redis_server(directory: str) -> Iterator[str]:
    """Start the machine's Redis, or the Valkey that stands for it, on a free loopback port and give its address."""
    *_, program = programs().values()
    server = RedisServer(program, Path(directory))
    try:
        yield server.url
    finally:
        server.stop()


def run(settings: Settings, jobs: Sequence[Job], directory: str | None = None) -> Observed:
    """Run the jobs, one process each, at the same time."""
    with contextlib.ExitStack() as stack:
        place = directory or stack.enter_context(tempfile.TemporaryDirectory())
        port = stack.enter_context(server(settings))
        return observe(settings, port, run_jobs([job._replace(port=port) for job in jobs], place))


def observe(settings: Settings, port: int, outcomes: list[Outcome]) -> Observed:
    """Ask a server what it saw."""
    report = _report(port)
    return Observed(settings, [Seen(*seen) for seen in report["seen"]], report["hidden"], outcomes)


def run_jobs(jobs: Sequence[Job], directory: str) -> list[Outcome]:
    """Start all processes, then let them go at once."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.quota.worker", json.dumps(job._asdict())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment(directory),
        )
        for job in jobs
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    outcomes = [Outcome(*json.loads(process.communicate()[0])) for process in processes]
    for process in processes:
        if process.returncode:
            raise RuntimeError(f"a worker ended with {process.returncode}")
    return outcomes


def figures(observed: Observed, begin: float = 0.0, end: float | None = None, quota: float | None = None) -> Figures:
    """Measure a run, or its part from `begin` to `end`, in seconds from the first request.

    `quota` is in requests a second; None: the whole.
    """
    settings = observed.settings
    first = observed.seen[0].at
    seen = [one for one in observed.seen if begin <= one.at - first < (end or float("inf"))]
    accepted = [one.at for one in seen if one.accepted]
    rate = settings.requests / settings.per if quota is None else quota
    if end is None:
        permits = Quota.local(requests=settings.requests, per=settings.per).permits
        whole = (len(accepted) - 1) // permits * permits
        share = whole / (accepted[whole] - accepted[0]) / rate if whole else float("nan")
    else:
        share = len(accepted) / (end - begin) / rate
    durations = sorted(duration for outcome in observed.outcomes for duration in outcome.durations) or [0.0]
    calls = [one.call for one in observed.seen if one.accepted]
    return Figures(
        share,
        1e4 * (len(seen) - len(accepted)) / len(seen),
        sum(outcome.failed for outcome in observed.outcomes),
        durations[len(durations) // 2],
        durations[int(len(durations) * 0.99)],
        _jain([len(outcome.durations) - outcome.failed for outcome in observed.outcomes]),
        _most([one.at for one in observed.seen], settings.per),
        1e6 * sum(outcome.cpu for outcome in observed.outcomes) / max(1, len(observed.seen)),
        len(calls) - len(set(calls)),
    )


def _jain(counts: Sequence[int]) -> float:
    squares = len(counts) * sum(count**2 for count in counts)
    return sum(counts) ** 2 / squares if squares else float("nan")


def _most(times: Sequence[float], per: float) -> int:
    most = begin = 0
    for end, time_ in enumerate(times):
        while times[begin] <= time_ - per:
            begin += 1
        most = max(most, end - begin + 1)
    return most


def _report(port: int) -> Any:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += connection.recv(65536)
    return json.loads(body)
