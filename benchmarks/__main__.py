"""Run the benchmark: `python -m benchmarks [--quick] [--only CASE] [--source DIR]`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import environment
from benchmarks.cases import CASES
from benchmarks.profiles import profiles
from benchmarks.report import Results, report

RESULTS = Path(__file__).with_name("RESULTS.md")
REMARKS = Path(__file__).with_name("REMARKS.md")


def main() -> None:
    """Prepare, measure, print; a full run also writes RESULTS.md."""
    options = _options()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.prepare(options.source)
    chosen = [case for case in CASES if not options.only or case.name in options.only]
    results: Results = {}
    with server() as port:
        for case in chosen:
            rounds = case.quick if options.quick else case.rounds
            if rounds:
                print(f"{case.title} ...", file=sys.stderr)
                results[case.name] = case, case.run(port, rounds)
        is_full = not options.quick and not options.only
        parts = profiles(port) if is_full or options.profiles else ()
        text = "\n\n".join([report(results, environment.versions()), *parts]) + "\n"
    print(text)
    if is_full:
        RESULTS.write_text(text + "\n" + REMARKS.read_text("utf-8"), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, under a minute; RESULTS.md stays as it is")
    parser.add_argument("--only", action="append", choices=[case.name for case in CASES], help="run this case alone")
    parser.add_argument("--profiles", action="store_true", help="also tell where the time goes, as a full run does")
    parser.add_argument(
        "--source",
        type=Path,
        default=environment.ROOT / "src",
        help="the folder with the package conviso_client, such as that of an older state (default: %(default)s)",
    )
    return parser.parse_args()


@contextmanager
def server() -> Iterator[int]:
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
    main()
