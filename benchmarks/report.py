"""Say what came out: tables in Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.cases import GOALS, Case, Goal
from benchmarks.timing import Sample, Summary, summaries

__all__ = ["Results", "markdown", "report", "time_text"]

Results = Mapping[str, tuple[Case, Mapping[str, Sequence[Sample]]]]


def report(results: Results, versions: Mapping[str, str]) -> str:
    """Return the report on the cases that were run."""
    parts = ["# Results", *_setting(versions), *_goals(results)]
    for case, samples in results.values():
        parts += [f"## {case.title}", _table(summaries(samples, case.reference), case)]
    return "\n\n".join(parts) + "\n"


def _setting(versions: Mapping[str, str]) -> Iterator[str]:
    yield (
        f"Python {platform.python_version()} on {platform.system()} {platform.release()}, {os.cpu_count()} cores of "
        f"{_processor()}. " + ", ".join(f"{name} {version}" for name, version in versions.items()) + "."
    )
    yield (
        "All contestants ran side by side, each in a process of its own, one block each in every round, in a random "
        "order, against one local server. Times are medians over the rounds; the spread is half of the range that "
        "holds the middle half of them; a ratio is the median of the ratios within a round. See README.md for how to "
        "read this."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _goals(results: Results) -> Iterator[str]:
    rows = [_goal_row(goal, results[goal.case][1]) for goal in GOALS if goal.case in results]
    if rows:
        yield "## Goals"
        yield markdown(("figure", "goal", "reached", "by CPU", ""), rows)


def _goal_row(goal: Goal, samples: Mapping[str, Sequence[Sample]]) -> Sequence[str]:
    reached = _reached(goal, samples)
    unit = 1e6 if goal.reference is None and goal.limit < 1e-3 else 1.0
    digits = 2 if goal.reference else 0 if unit > 1 else 1
    met = "" if reached <= goal.limit else "missed"
    by_cpu = summaries(samples, goal.reference)[goal.contestant].cpu_ratio if goal.reference else None
    shown = "" if by_cpu is None or goal.measure == "peak" else f"{by_cpu:.2f}"
    return goal.text, f"{goal.limit * unit:.{digits}f}", f"{reached * unit:.{digits}f}", shown, met


def _reached(goal: Goal, samples: Mapping[str, Sequence[Sample]]) -> float:
    reference = goal.reference or next(iter(samples))
    found = summaries(samples, reference)
    summary = found[goal.contestant]
    if goal.measure == "beyond decoding":
        return summary.wall - found["decoding alone"].wall
    if goal.reference is None:
        return summary.wall
    if goal.measure == "wall":
        return summary.ratio
    return float(getattr(summary, goal.measure) / getattr(found[reference], goal.measure))


def _table(found: Mapping[str, Summary], case: Case) -> str:
    with_peak = any(summary.peak for summary in found.values())
    head = [
        "",
        "wall",
        "spread",
        "CPU",
        *(["peak memory"] if with_peak else []),
        f"wall / {case.reference}",
        "CPU ratio",
    ]
    rows = [
        [
            name,
            time_text(summary.wall),
            f"±{summary.spread:.0%}",
            time_text(summary.cpu),
            *([f"{summary.peak / 2**20:.1f} MiB"] if with_peak else []),
            f"{summary.ratio:.2f}",
            f"{summary.cpu_ratio:.2f}",
        ]
        for name, summary in found.items()
    ]
    return markdown(head, rows)


def time_text(seconds: float) -> str:
    """Write a time with three digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
