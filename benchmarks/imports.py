"""Bringing findings into a sandbox: `python -m benchmarks.imports IMPORT URL` prints a sample.

Each import is a process of its own. Its sample has the requests that it sent; with a quota, the share of the permits
that it left unused, from the first request to the last. The quota's minute is shorter here.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.sandbox import COMPANY, KEY, sandbox
from benchmarks.timing import Command, Commands, Sample

__all__ = ["commands"]

FINDINGS = 10_000
LIMIT, MINUTE = 60, 30.0
"""Requests in a minute of the quota, and its seconds here: a batch must take less than the time between two permits."""
NEW, AGAIN, PACED = "new findings", "the same again", "a quota of 60"


@contextmanager
def commands(_: int) -> Iterator[Commands]:
    """Start the sandboxes, and give a command for each import."""
    from benchmarks.environment import NOW

    with sandbox("--issues", "1") as wide, sandbox("--issues", "1", "--quota", f"{LIMIT}/{MINUTE:g}") as narrow:
        yield {
            name: Command(NOW, [sys.executable, "-m", "benchmarks.imports", name, url])
            for name, url in ((NEW, wide), (AGAIN, wide), (PACED, narrow))
        }


def main() -> None:
    """Import, make sure that all was imported, and print the sample."""
    from conviso_client import Conviso, Quota
    from conviso_client.events import AttemptAnswered, AttemptStarted, Event
    from conviso_client.findings import plan_import
    from conviso_client.jobs import find_asset

    name, url = sys.argv[1:]
    started: list[float] = []
    writes = rejected = 0

    def note(event: Event) -> None:
        nonlocal writes, rejected
        if isinstance(event, AttemptStarted):
            started.append(time.monotonic())
            writes += event.operation == "batchCreateOrUpdateFindings"
        rejected += isinstance(event, AttemptAnswered) and event.status == 429

    is_paced, is_again = name == PACED, name == AGAIN
    quota = Quota.local(requests=LIMIT, per=MINUTE) if is_paced else Quota.off()
    with Conviso(KEY, url=url, company_id=COMPANY, quota=quota) as conviso:
        asset = find_asset(conviso, "benchmark", create=True)
        found = conviso.with_options(on_event=note)
        wall, cpu = time.perf_counter(), time.process_time()
        result = plan_import(found, _findings(FINDINGS), asset=asset.id).apply()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if result.counts["unchanged" if is_again else "create"] != FINDINGS or rejected or (is_again and writes):
        raise SystemExit(f"{name}: {dict(result.counts)}, {writes} writes, {rejected} answers with status 429")
    permits = 1 + (started[-1] - started[0]) * LIMIT / MINUTE
    print(json.dumps(Sample(wall, cpu, max(0.0, 1 - len(started) / permits) if is_paced else len(started))))


def _findings(count: int) -> Iterator[Any]:
    from conviso_client.findings import Finding

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
    main()
