"""Measure, and compare with the goals: `python -m benchmarks [--quick] [--only CASE] [--before REV]`.

Exits with 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import environment
from benchmarks.cases import CASES, measured
from benchmarks.report import Results, details, setting, table

RESULTS = Path(__file__).with_name("RESULTS.md")
REMARKS = Path(__file__).with_name("REMARKS.md")


def main() -> int:
    """Prepare, measure, print; a full run also writes RESULTS.md."""
    options = _options()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.prepare(options.before)
    load = os.getloadavg()
    results: Results = {}
    with _server() as port:
        for name in options.only or CASES:
            case = CASES[name]
            if rounds := case.quick if options.quick and not options.only else case.rounds:
                print(f"{case.title} ...", file=sys.stderr, flush=True)
                results[name] = measured(case, port, rounds, before=bool(options.before))
    summary, is_missed = table(results)
    summary = f"{setting(load, options.before)}\n\n{summary}\n"
    if options.only:
        print(details(results))
    elif not options.quick:
        text = f"# Results\n\n{summary}\n{details(results)}\n\n{REMARKS.read_text('utf-8')}"
        RESULTS.write_text(text, encoding="utf-8")
    print(f"\n{summary}")
    return is_missed


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and no long case; RESULTS.md stays as it is")
    parser.add_argument("--only", action="append", choices=CASES, help="run this case, and print all its contestants")
    parser.add_argument("--before", metavar="REV", help="the revision to compare with, such as v1.0.0")
    return parser.parse_args()


@contextmanager
def _server() -> Iterator[int]:
    """Serve canned answers, from a process of its own; give the port."""
    command = [str(environment.PYTHON), "-m", "benchmarks.server"]
    with subprocess.Popen(
        command, cwd=environment.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin
        assert server.stdout
        yield int(server.stdout.readline())
        server.stdin.close()


if __name__ == "__main__":
    sys.exit(main())
