"""Lists, read whole: `python -m benchmarks.pages [--quick]`. Exits with 1 if a goal is missed.

A sandbox holds the issues. A fresh process for each client reads them all, in order, and tells by how much its memory
grew at the peak, after a first page had loaded what a client needs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from typing import Any, NamedTuple

from benchmarks.sandbox import COMPANY, KEY, sandbox
from benchmarks.timing import peak
from conviso_client import AsyncConviso, Conviso, Quota

ISSUES, QUICK_ISSUES = 100_000, 10_000
GROWTH_GOAL = 30e6
"""Bytes that reading all issues may need at the peak, beyond what one page needs."""


class Reading(NamedTuple):
    """What reading a whole list came to."""

    rows: int
    in_order: bool
    seconds: float
    growth: float
    """Bytes at the peak."""


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
    with sandbox("--issues", str(count)) as url:
        for mode in ("sync", "async"):
            reading = _in_a_process(mode, url)
            met = met and reading.rows == count and reading.in_order and reading.growth < GROWTH_GOAL
            print(
                f"{mode}: {reading.rows:,} of {count:,} issues{'' if reading.in_order else ', NOT in order'}, "
                f"{reading.seconds:.1f} s, {reading.rows / reading.seconds:,.0f}/s, "
                f"memory grew by {reading.growth / 1e6:.1f} MB (goal: under {GROWTH_GOAL / 1e6:g} MB)"
            )
    print("all goals met" if met else "A GOAL WAS MISSED")
    return 0 if met else 1


def _in_a_process(mode: str, url: str) -> Reading:
    command = [sys.executable, "-m", "benchmarks.pages", "--read", mode, "--url", url]
    return Reading(*json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout))


def _read(mode: str, url: str) -> Reading:
    return _read_sync(url) if mode == "sync" else asyncio.run(_read_async(url))


def _read_sync(url: str) -> Reading:
    with Conviso(KEY, url=url, company_id=COMPANY, quota=Quota.off()) as conviso:
        for _ in conviso.iter_issues(limit=100):
            pass
        check, before, began = _Order(), peak(), time.perf_counter()
        for issue in conviso.iter_issues(strict=True):
            check.take(issue)
        return Reading(check.rows, check.in_order, time.perf_counter() - began, peak() - before)


async def _read_async(url: str) -> Reading:
    async with AsyncConviso(KEY, url=url, company_id=COMPANY, quota=Quota.off()) as conviso:
        async for _ in conviso.iter_issues(limit=100):
            pass
        check, before, began = _Order(), peak(), time.perf_counter()
        async for issue in conviso.iter_issues(strict=True):
            check.take(issue)
        return Reading(check.rows, check.in_order, time.perf_counter() - began, peak() - before)


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


if __name__ == "__main__":
    sys.exit(main())
