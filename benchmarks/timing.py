"""Measure side by side: every contestant in every round, so that what else the machine does hits all alike."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

__all__ = ["Sample", "Summary", "blocks", "blocks_async", "processes", "summaries"]


class Sample(NamedTuple):
    """One measurement: seconds by the clock, seconds of CPU, and bytes at the peak where a process was measured."""

    wall: float
    cpu: float
    peak: int = 0


class Summary(NamedTuple):
    """What the rounds of one contestant come to."""

    wall: float
    """Median, in seconds."""
    cpu: float
    peak: int
    spread: float
    """Half of the range that holds the middle half of the wall times, as a fraction of the median."""
    ratio: float
    """Median of the quotients of wall times by those of the reference contestant in the same round."""
    cpu_ratio: float
    """The same of CPU times, which other programs on the machine disturb less."""


def blocks(calls: Mapping[str, Callable[[], object]], *, rounds: int, each: int) -> dict[str, list[Sample]]:
    """Time blocks of `each` calls, one block of every contestant in every round; a sample is the mean of its block."""
    samples: dict[str, list[Sample]] = {name: [] for name in calls}
    for name in _order(calls, rounds):
        call = calls[name]
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(each):
            call()
        samples[name].append(Sample((time.perf_counter() - wall) / each, (time.process_time() - cpu) / each))
    return {name: taken[1:] for name, taken in samples.items()}


async def blocks_async(
    calls: Mapping[str, Callable[[], Awaitable[object]]], *, rounds: int, each: int
) -> dict[str, list[Sample]]:
    """Do what `blocks` does with coroutines, each of which makes `each` calls."""
    samples: dict[str, list[Sample]] = {name: [] for name in calls}
    for name in _order(calls, rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        await calls[name]()
        samples[name].append(Sample((time.perf_counter() - wall) / each, (time.process_time() - cpu) / each))
    return {name: taken[1:] for name, taken in samples.items()}


def processes(commands: Mapping[str, Sequence[str]], *, rounds: int) -> dict[str, list[Sample]]:
    """Run programs from their start to their end, one of every contestant in every round."""
    order = _order(commands, rounds)
    launcher = [sys.executable, "-S", "-m", "benchmarks.launcher"]
    given = json.dumps([commands[name] for name in order])
    done = subprocess.run(launcher, input=given, stdout=subprocess.PIPE, text=True, check=True)
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    for name, sample in zip(order, json.loads(done.stdout), strict=True):
        samples[name].append(Sample(*sample))
    return {name: taken[1:] for name, taken in samples.items()}


def summaries(samples: Mapping[str, Sequence[Sample]], reference: str) -> dict[str, Summary]:
    """Sum up the rounds; ratios are to the reference contestant."""
    return {name: _summary(taken, samples[reference]) for name, taken in samples.items()}


def _order(names: Mapping[str, object], rounds: int) -> list[str]:
    """Return the order of all measurements; the first round warms up, and is not counted."""
    dice = random.Random(1)
    order: list[str] = []
    for _ in range(rounds + 1):
        round_ = list(names)
        dice.shuffle(round_)
        order += round_
    return order


def _summary(taken: Sequence[Sample], reference: Sequence[Sample]) -> Summary:
    walls = sorted(sample.wall for sample in taken)
    middle = statistics.median(walls)
    quarters = statistics.quantiles(walls, n=4) if len(walls) > 1 else [middle] * 3
    return Summary(
        wall=middle,
        cpu=statistics.median(sample.cpu for sample in taken),
        peak=round(statistics.median(sample.peak for sample in taken)),
        spread=(quarters[2] - quarters[0]) / 2 / middle,
        ratio=statistics.median(ours.wall / theirs.wall for ours, theirs in zip(taken, reference, strict=True)),
        cpu_ratio=statistics.median(ours.cpu / theirs.cpu for ours, theirs in zip(taken, reference, strict=True)),
    )
