"""Exporting a long list: `python -m benchmarks.export [--issues 100000]`. Exits with 1 if a goal is missed.

A sandbox holds the issues; it needs Linux. For each format a fresh process exports them and tells by how much its
memory grew between the first page and the last, and until the file was written; another is killed (SIGKILL) three
times on the way, goes on, and must end in the same bytes.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path

from benchmarks.timing import peak
from conviso_client import Conviso, Quota
from conviso_client.jobs import export
from conviso_client.sandbox import Sandbox, Settings
from conviso_client.sandbox.quota import QuotaRule

FORMATS = ("csv", "parquet")
GOAL = 40e6
"""Bytes that the memory may grow by between the first page and the last."""
KILLS = 3
NOW = datetime(2030, 1, 1, tzinfo=timezone.utc)
"""The sandbox's time, which stands still: days that remain are counted when they are asked for."""


def main() -> int:
    """Measure, print, and say whether the goals were met."""
    parser = argparse.ArgumentParser(prog="benchmarks.export", description=__doc__)
    parser.add_argument("--issues", type=int, default=100_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--into", metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.into:
        return _export(options.into)
    met = True
    print(
        "| format | rows | s | MB: pages | MB: file | killed at | same bytes |\n|---|---:|---:|---:|---:|---|---|",
        flush=True,
    )
    settings = Settings(
        counts={"IssueInterface": options.issues, "Company": 1}, quota=QuotaRule(1_000_000), clock=lambda: NOW
    )
    with Sandbox(settings=settings) as sandbox, tempfile.TemporaryDirectory() as folder:
        os.environ |= {"CONVISO_API_URL": sandbox.url, "CONVISO_API_KEY": sandbox.api_key, "CONVISO_COMPANY_ID": "443"}
        for format_ in FORMATS:
            whole, broken = Path(folder, f"whole.{format_}"), Path(folder, f"broken.{format_}")
            began = time.monotonic()
            rows, grown, written = map(
                float, subprocess.run(_command(whole), check=True, stdout=-1, stderr=-3, text=True).stdout.split()
            )
            seconds = time.monotonic() - began
            kills = [
                _killed(broken, share * rows) for share in sorted(random.uniform(0.05, 0.95) for _ in range(KILLS))
            ]
            subprocess.run(_command(broken), check=True, stdout=-3, stderr=-3)
            is_same = whole.read_bytes() == broken.read_bytes()
            met = met and is_same and grown <= GOAL and rows == options.issues
            at = ", ".join(f"{kill:,}" for kill in kills)
            grew = " | ".join(f"{size / 1e6:.0f}" for size in (grown, written))
            print(f"| {format_} | {rows:,.0f} | {seconds:.0f} | {grew} | {at} | {is_same} |", flush=True)
    print(f"goals (at most {GOAL / 1e6:g} MB, the same bytes): {'met' if met else 'missed'}")
    return 0 if met else 1


def _command(path: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.export", "--into", str(path)]


def _killed(path: Path, rows: float) -> int:
    """Start an export, kill it once that many rows are there, and return how many there were."""
    with subprocess.Popen(_command(path), stderr=-1, stdout=-3, text=True) as child:
        assert child.stderr
        for line in child.stderr:
            if int(line) >= rows:
                child.send_signal(signal.SIGKILL)
                return int(line)
    raise SystemExit("the export ended before it could be killed")


def _export(path: str) -> int:
    first = last = 0.0

    def on_rows(rows: int, _: int | None) -> None:
        nonlocal first, last
        last = peak()
        first = first or last
        print(rows, file=sys.stderr, flush=True)

    with Conviso(quota=Quota.off()) as conviso:
        result = export(conviso.iter_issues(with_detail=True, page_size=200), path, on_rows=on_rows)
    print(result.rows, last - first, peak() - first)
    return 0


if __name__ == "__main__":
    sys.exit(main())
