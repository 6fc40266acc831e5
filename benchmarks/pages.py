"""Lists, read whole: `python -m benchmarks.pages [--quick]`. Exits with 1 if a goal is missed.

A sandbox in a process of its own holds the issues. A fresh process for each client reads them all, in order, and tells
by how much its memory grew at the peak, after a first page had loaded what a client needs. Then a list is read behind
50 ms of latency, page by page and with pages asked for ahead.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from conviso_client import AsyncConviso, Conviso, Quota

ISSUES, QUICK_ISSUES = 100_000, 10_000
GROWTH_GOAL = 30.0
"""MB that reading all issues may need at the peak, beyond what one page needs."""
LATENCY = 0.05
PREFETCH_GOAL = 3.0
PAGES, PAGE_SIZE, ROUNDS = 40, 10, 3
KEY = "benchmark-key"
COMPANY = 443
ADDRESS = re.compile(r"http://\S+/graphql")


class Reading(NamedTuple):
    """What reading a whole list came to."""

    rows: int
    in_order: bool
    seconds: float
    growth: float
    """MB at the peak."""


def main() -> int:
    """Measure, print, and say whether the goals were met."""
    parser = argparse.ArgumentParser(prog="benchmarks.pages", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ISSUES:,} issues instead of {ISSUES:,}")
    parser.add_argument("--read", choices=("sync", "async"), help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(_read(options.read, options.url)))
        return 0
    count = QUICK_ISSUES if options.quick else ISSUES
    met = True
    with _sandbox("--issues", str(count)) as url:
        for mode in ("sync", "async"):
            reading = _in_a_process(mode, url)
            is_whole = reading.rows == count and reading.in_order
            met = met and is_whole and reading.growth < GROWTH_GOAL
            print(
                f"{mode}: {reading.rows:,} of {count:,} issues{'' if reading.in_order else ', NOT in order'}, "
                f"{reading.seconds:.1f} s, {reading.rows / reading.seconds:,.0f}/s, "
                f"memory grew by {reading.growth:.1f} MB (goal: under {GROWTH_GOAL:g} MB)"
            )
    with _sandbox("--issues", str(PAGES * PAGE_SIZE), "--latency", f"{LATENCY * 1000:g}ms") as url:
        slow, fast = _page_by_page_and_ahead(url)
    met = met and slow / fast >= PREFETCH_GOAL
    print(
        f"prefetch: {PAGES} pages at {LATENCY * 1000:g} ms take {slow:.2f} s page by page and {fast:.2f} s asked for "
        f"ahead: {slow / fast:.1f} times as fast (goal: {PREFETCH_GOAL:g})"
    )
    print("all goals met" if met else "A GOAL WAS MISSED")
    return 0 if met else 1


@contextlib.contextmanager
def _sandbox(*options: str) -> Iterator[str]:
    command = [sys.executable, "-m", "conviso_client.cli", "sandbox", "--port", "0", "--api-key", KEY]
    command += ["--companies", "1", "--quota", "10000000/60", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address = next((found[0] for line in process.stdout if (found := ADDRESS.search(line))), None)
            if address is None:
                raise SystemExit("the sandbox did not start")
            yield address
        finally:
            process.terminate()


def _in_a_process(mode: str, url: str) -> Reading:
    command = [sys.executable, "-m", "benchmarks.pages", "--read", mode, "--url", url]
    return Reading(*json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout))


def _read(mode: str, url: str) -> Reading:
    return _read_sync(url) if mode == "sync" else asyncio.run(_read_async(url))


def _read_sync(url: str) -> Reading:
    with Conviso(KEY, url=url, company_id=COMPANY, quota=Quota.off()) as conviso:
        for _ in conviso.iter_issues(limit=100):
            pass
        check, before, began = _Order(), _peak(), time.perf_counter()
        for issue in conviso.iter_issues(strict=True):
            check.take(issue)
        return Reading(check.rows, check.in_order, time.perf_counter() - began, _peak() - before)


async def _read_async(url: str) -> Reading:
    async with AsyncConviso(KEY, url=url, company_id=COMPANY, quota=Quota.off()) as conviso:
        async for _ in conviso.iter_issues(limit=100):
            pass
        check, before, began = _Order(), _peak(), time.perf_counter()
        async for issue in conviso.iter_issues(strict=True):
            check.take(issue)
        return Reading(check.rows, check.in_order, time.perf_counter() - began, _peak() - before)


class _Order:
    """Looks at rows without keeping them. The sandbox lists its issues by id, the newest first."""

    def __init__(self) -> None:
        self.rows = 0
        self.in_order = True
        self._last: int | None = None

    def take(self, issue: Any) -> None:
        number = int(issue.id)
        self.in_order = self.in_order and (self._last is None or number == self._last - 1)
        self._last = number
        self.rows += 1


def _peak() -> float:
    """Return the most memory that this process has had, in MB."""
    divisor = 1024.0 * (1024.0 if sys.platform == "darwin" else 1.0)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / divisor


def _page_by_page_and_ahead(url: str) -> tuple[float, float]:
    """Return the best times, in seconds."""
    seconds: dict[int, list[float]] = {0: [], 4: []}
    with Conviso(KEY, url=url, company_id=COMPANY, quota=Quota.off()) as conviso:
        conviso.iter_issues().first()
        for _ in range(ROUNDS):
            for prefetch, taken in seconds.items():
                began = time.perf_counter()
                rows = sum(1 for _ in conviso.iter_issues(page_size=PAGE_SIZE, prefetch=prefetch, strict=True))
                taken.append(time.perf_counter() - began)
                assert rows == PAGES * PAGE_SIZE
    return min(seconds[0]), min(seconds[4])


if __name__ == "__main__":
    sys.exit(main())
