"""Bringing findings into a sandbox: `python -m benchmarks.imports [--quick]`. Exits with 1 if a goal is missed.

The sandbox is a process of its own, and so is each import: it tells its requests, those that wrote, how many of the
permits that its quota gave in that time it used, and its memory at the peak. The quota's minute is shorter here.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from conviso_client import Conviso, Quota
from conviso_client.events import AttemptAnswered, AttemptStarted, Event
from conviso_client.findings import Finding, plan_import
from conviso_client.jobs import find_asset

KEY, COMPANY = "benchmark-key", 443
FINDINGS, MANY, QUICK_MANY = 10_000, 200_000, 20_000
REQUESTS_GOAL, AGAIN_GOAL, PERMITS_GOAL, MEMORY_GOAL = 160, 60, 0.98, 300
LIMIT, MINUTE = 60, 30.0
"""Requests in a minute of the quota, and its seconds here: a batch must take less than the time between two permits."""


class Cost(NamedTuple):
    """What an import came to."""

    counts: dict[str, int]
    requests: int
    writes: int
    rejected: int
    """Answers with status 429."""
    permits: float
    """The share of the quota's permits that were used, from the first request to the last."""
    megabytes: float
    """Of the process, at its peak."""


def main() -> int:
    """Measure, print, and say whether the goals were met."""
    parser = argparse.ArgumentParser(prog="benchmarks.imports", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_MANY:,} findings at most instead of {MANY:,}")
    parser.add_argument("--run", nargs=4, metavar=("URL", "ASSET", "COUNT", "PACED"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        url, asset, count, paced = options.run
        print(json.dumps(_import(url, asset, int(count), paced=paced == "paced")))
        return 0
    many = QUICK_MANY if options.quick else MANY
    print("| import | requests | writes | 429 | permits used | MB at the peak |\n|---|---:|---:|---:|---:|---:|")
    with _sandbox() as url:
        new = _in_a_process(f"{FINDINGS:,} new findings", url, "first", FINDINGS)
        again = _in_a_process("the same again", url, "first", FINDINGS)
        large = _in_a_process(f"{many:,} new findings", url, "large", many)
    with _sandbox("--quota", f"{LIMIT}/{MINUTE:g}") as url:
        paced = _in_a_process(
            f"{FINDINGS:,} new findings, {LIMIT} requests a minute", url, "paced", FINDINGS, paced=True
        )
    met = (
        new.counts["create"] == paced.counts["create"] == FINDINGS
        and large.counts["create"] == many
        and again.counts["unchanged"] == FINDINGS
        and new.requests <= REQUESTS_GOAL
        and again.requests <= AGAIN_GOAL
        and again.writes == 0
        and paced.permits >= PERMITS_GOAL
        and paced.rejected == 0
        and large.megabytes <= MEMORY_GOAL
    )
    print(
        f"goals (requests {REQUESTS_GOAL}, again {AGAIN_GOAL} and no write, permits {PERMITS_GOAL:.0%} and no 429, "
        f"{MEMORY_GOAL} MB): {'met' if met else 'missed'}"
    )
    return 0 if met else 1


@contextmanager
def _sandbox(*options: str) -> Generator[str]:
    command = [sys.executable, "-m", "conviso_client", "sandbox", "--json", "--api-key", KEY, "--issues", "1", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.terminate()


def _in_a_process(name: str, url: str, asset: str, count: int, *, paced: bool = False) -> Cost:
    command = [sys.executable, "-m", "benchmarks.imports", "--run", url, asset, str(count), "paced" if paced else ""]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    cost = Cost(*json.loads(done.stdout))
    used = f"{cost.permits:.1%}" if paced else ""
    print(f"| {name} | {cost.requests} | {cost.writes} | {cost.rejected} | {used} | {cost.megabytes:.0f} |", flush=True)
    return cost


def _import(url: str, asset: str, count: int, *, paced: bool) -> Cost:
    started: list[float] = []
    writes = rejected = 0

    def note(event: Event) -> None:
        nonlocal writes, rejected
        if isinstance(event, AttemptStarted):
            started.append(time.monotonic())
            writes += event.operation == "batchCreateOrUpdateFindings"
        rejected += isinstance(event, AttemptAnswered) and event.status == 429

    quota = Quota.local(requests=LIMIT, per=MINUTE) if paced else Quota.off()
    with Conviso(KEY, url=url, company_id=COMPANY, quota=quota) as conviso:
        found = find_asset(conviso, f"benchmark/{asset}", create=True)
    with Conviso(KEY, url=url, company_id=COMPANY, quota=quota, on_event=note) as conviso:
        result = plan_import(conviso, _findings(count), asset=found.id).apply()
    permits = 1 + (started[-1] - started[0]) * LIMIT / MINUTE
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(dict(result.counts), len(started), writes, rejected, min(1.0, len(started) / permits), memory)


def _findings(count: int) -> Iterator[Finding]:
    for number in range(count):
        yield Finding(
            kind="sast",
            title=f"Rule {number % 300}",
            description=f"What was found in case {number} is told here at some length. " * 4,
            severity="HIGH",
            cwes=("CWE-78",),
            file=f"src/package_{number % 60}/module_{number % 40}.py",
            line=number % 3000 + 1,
            first_line=number % 3000 + 1,
            snippet=f"    return call(command{number}, shell=True)",
            tool="checker",
            rule=f"rule-{number % 300}",
        )


if __name__ == "__main__":
    sys.exit(main())
