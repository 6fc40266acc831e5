"""Say what came out: tables in Markdown."""

from __future__ import annotations

import math
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.cases import CASES, FIGURES, OURS, RAW, WAS, Figure
from benchmarks.environment import versions
from benchmarks.timing import Samples

__all__ = ["Results", "details", "setting", "table"]

LEGEND = (
    "Medians of rounds that ran side by side; `x` is the median of the ratios within a round, and ± half of the range\n"
    "that holds their middle half. ~: the spread hides a difference from 1. hidden: it hides whether the goal is met."
)
Results = dict[str, Samples]
COLUMNS = {WAS: "before", RAW: "httpx", "ariadne-codegen": "ariadne", "gql": "gql", "sgqlc": "sgqlc"}


class Middle(NamedTuple):
    """The median of some rounds."""

    value: float
    spread: float
    """Half of the range that holds the middle half of them."""


def setting(load: Sequence[float], before: str | None) -> str:
    """Say what was measured, on which machine, and how busy that was."""
    found = ", ".join(f"{name} {version}" for name, version in versions().items())
    loads = " and ".join(f"{each[0]:.1f}" for each in (load, os.getloadavg()))
    return (
        f"Python {platform.python_version()} on {platform.system()} {platform.release()}, {os.cpu_count()} cores of "
        f"{_processor()}, load {loads} before and after. {found}. The build before: {before or 'not measured'}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def table(results: Results) -> tuple[str, bool]:
    """Return the table of all figures, and whether a goal is missed."""
    rows = []
    is_missed = False
    for figure in FIGURES:
        if samples := results.get(figure.case):
            verdict = _verdict(figure, samples)
            is_missed = is_missed or verdict[-1] == "missed"
            rows.append([figure.text, *(_cell(figure, samples, name) for name in (figure.who, *COLUMNS)), *verdict])
    head = ["processor time (unless said)", "this build", *COLUMNS.values(), "reached", "goal", ""]
    return f"{_markdown(head, rows)}\n\n{LEGEND}", is_missed


def _cell(figure: Figure, samples: Samples, name: str) -> str:
    if name not in samples:
        return ""
    return _text(_middle(_values(figure, samples, name)).value, figure.unit)


def _verdict(figure: Figure, samples: Samples) -> tuple[str, str, str]:
    """Return what was reached, the goal, and whether it is met, or hidden by the spread."""
    goal = figure.goal
    unit = "x" if goal.than else figure.unit
    limit = _text(goal.limit, unit) + (
        f" {COLUMNS.get(goal.than, goal.than).removeprefix(f'{OURS}, ')}" if goal.than else ""
    )
    if goal.than and goal.than not in samples:
        return "", limit, ""
    values = _values(figure, samples, figure.who)
    if goal.than:
        values = [ours / theirs for ours, theirs in zip(values, _values(figure, samples, goal.than), strict=True)]
    reached = _middle(values)
    verdict = "met" if reached.value <= goal.limit else "missed"
    if 0 < abs(reached.value - goal.limit) <= reached.spread:
        verdict = "hidden"
    spread = f" ±{reached.spread / reached.value:.0%}" if reached.spread else ""
    sign = "~" if goal.than and abs(reached.value - 1) <= reached.spread else ""
    return f"{sign}{_text(reached.value, unit)}{spread}", limit, verdict


def _values(figure: Figure, samples: Samples, name: str) -> list[float]:
    return [float(getattr(sample, figure.measure)) for sample in samples[name]]


def _middle(values: Sequence[float]) -> Middle:
    middle = statistics.median(values)
    if len(values) < 4:
        return Middle(middle, (max(values) - min(values)) / 2)
    quarters = statistics.quantiles(values, n=4)
    return Middle(middle, (quarters[2] - quarters[0]) / 2)


def details(results: Results) -> str:
    """Return a table of all contestants for each case that is told in seconds."""
    return "\n\n".join(
        f"## {CASES[name].title}\n\n{_detail(samples)}" for name, samples in results.items() if name != "importing"
    )


def _detail(samples: Samples) -> str:
    reference = RAW if RAW in samples else next(iter(samples))
    rows = []
    for name, taken in samples.items():
        wall, cpu, size = (_middle([sample[measure] for sample in taken]) for measure in range(3))
        ratio = _middle([ours.cpu / theirs.cpu for ours, theirs in zip(taken, samples[reference], strict=True)])
        cells = [_text(wall.value, "s"), _text(cpu.value, "s"), f"±{cpu.spread / cpu.value:.0%}", f"{ratio.value:.2f}"]
        rows.append([name, *cells, *([_text(size.value, "B")] if size.value else [])])
    head = ["", "by the clock", "CPU", "spread", f"CPU / {reference}", "memory"]
    return _markdown(head[: len(rows[0])], rows)


def _text(value: float, unit: str) -> str:
    """Write a value with three digits."""
    if unit == "x":
        return f"{value:.2f} x"
    if unit == "%":
        return f"{value:.1%}"
    sizes = {"s": ((1.0, " s"), (1e-3, " ms"), (1e-6, " µs")), "B": ((1e6, " MB"), (1.0, " B"))}
    for size, name in sizes.get(unit, ()):
        if value >= size:
            return f"{value / size:.{max(0, 2 - int(math.log10(value / size)))}f}{name}"
    return f"{value:,.0f}"


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    lines.insert(1, ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    aligned = ([line[0].ljust(widths[0]), *(map(str.rjust, line[1:], widths[1:]))] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in aligned)
