"""Measure side by side: every contestant in every round, so that what else the machine does hits all alike."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

__all__ = ["Sample", "Summary", "blocks", "processes", "summaries"]

Program = subprocess.Popen[str]


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


def blocks(commands: Mapping[str, Sequence[str]], *, rounds: int) -> dict[str, list[Sample]]:
    """Time blocks of work, one of every contestant in every round.

    Each contestant is a program that measures a block for every line that it reads, and prints the sample: in a process
    of its own, so that none pays for what the others keep in memory.
    """
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    with ExitStack() as stack:
        programs = {name: stack.enter_context(_program(command)) for name, command in commands.items()}
        for name in _order(commands, rounds):
            samples[name].append(_block(name, programs[name]))
    return {name: taken[1:] for name, taken in samples.items()}


@contextmanager
def _program(command: Sequence[str]) -> Iterator[Program]:
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        yield program
        assert program.stdin
        program.stdin.close()


def _block(name: str, program: Program) -> Sample:
    assert program.stdin
    assert program.stdout
    program.stdin.write("\n")
    program.stdin.flush()
    line = program.stdout.readline()
    if not line:
        raise SystemExit(f"{name} failed")
    return Sample(*json.loads(line))


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
