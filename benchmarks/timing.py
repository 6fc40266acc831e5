"""Measure side by side: every contestant in every round, so that the rest of the machine slows all of them alike."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

__all__ = ["Command", "Commands", "Sample", "Samples", "blocks", "peak", "processes", "reports"]

Program = subprocess.Popen[str]


class Command(NamedTuple):
    """A program, with the folder of the build of this client that it imports."""

    build: Path
    arguments: Sequence[str]

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"PYTHONPATH": str(self.build)}


class Sample(NamedTuple):
    """One measurement."""

    wall: float
    """Seconds by the clock."""
    cpu: float
    """Seconds of the processor."""
    size: float = 0
    """Bytes at the peak of a process, or what the program counts."""


Commands = Mapping[str, Command]
Samples = Mapping[str, Sequence[Sample]]


def blocks(commands: Commands, *, rounds: int) -> Samples:
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
def _program(command: Command) -> Iterator[Program]:
    with subprocess.Popen(
        command.arguments, env=command.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
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


def processes(commands: Commands, *, rounds: int) -> Samples:
    """Run programs from their start to their end, one of every contestant in every round."""
    order = _order(commands, rounds)
    launcher = [sys.executable, "-S", "-m", "benchmarks.launcher"]
    given = json.dumps([(commands[name].arguments, commands[name].environment) for name in order])
    done = subprocess.run(launcher, input=given, stdout=subprocess.PIPE, text=True, check=True)
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    for name, sample in zip(order, json.loads(done.stdout), strict=True):
        samples[name].append(Sample(*sample))
    return {name: taken[1:] for name, taken in samples.items()}


def reports(commands: Commands, *, rounds: int) -> Samples:
    """Run programs that measure themselves and print one sample, in the order of the commands."""
    return {name: [_report(command) for _ in range(rounds)] for name, command in commands.items()}


def _report(command: Command) -> Sample:
    done = subprocess.run(command.arguments, env=command.environment, stdout=subprocess.PIPE, text=True, check=True)
    return Sample(*json.loads(done.stdout))


def peak() -> float:
    """Return the bytes of this process at its peak, on Linux: `getrusage` would count from its parent's at the fork."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024.0


def _order(names: Mapping[str, object], rounds: int) -> list[str]:
    """Return the order of all measurements; the first round warms up, and is not counted."""
    dice = random.Random(1)
    order: list[str] = []
    for _ in range(rounds + 1):
        round_ = list(names)
        dice.shuffle(round_)
        order += round_
    return order
