"""Where the time goes: tables that show what the floor of a figure is made of."""

from __future__ import annotations

import json
import statistics
import subprocess
from collections.abc import Iterator, Mapping

from benchmarks.cases import program_command
from benchmarks.environment import PYTHON
from benchmarks.report import markdown, time_text

__all__ = ["profiles"]

CONTESTANTS = ("httpx", "conviso-client")
PAGES = (1, 50, 1000)
PROGRAMS = {"httpx": "first_httpx", "conviso-client": "first_ours"}
RUNS = 20

Profile = Mapping[str, float]
"""Seconds by section."""


def profiles(port: int) -> Iterator[str]:
    """Measure, and give the parts of the report."""
    yield "## Where the time of a call goes"
    columns = {f"{name}, {rows}": _sections(name, rows, port) for rows in PAGES for name in CONTESTANTS}
    yield _table(columns)
    yield "## Where the CPU time of a fresh process goes, up to its first page of 50 issues"
    yield _table({name: _sampled(program, port) for name, program in PROGRAMS.items()})


def _sections(contestant: str, rows: int, port: int) -> Profile:
    return _run([str(PYTHON), "-m", "benchmarks.sections", contestant, str(rows), str(port)])


def _sampled(program: str, port: int) -> Profile:
    _, *command = program_command(program, 50, port)
    taken = [_run([str(PYTHON), "-m", "benchmarks.sampling", *command]) for _ in range(RUNS)]
    return {owner: statistics.fmean(each.get(owner, 0.0) for each in taken) for owner in set().union(*taken)}


def _run(command: list[str]) -> Profile:
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: Profile = json.loads(done.stdout.splitlines()[-1])
    return found


def _table(columns: Mapping[str, Profile]) -> str:
    last = list(columns.values())[-1]
    sections = sorted(set().union(*columns.values()), key=lambda section: -last.get(section, 0.0))
    rows = [[section, *(_cell(profile.get(section)) for profile in columns.values())] for section in sections]
    total = ["in all", *(_cell(sum(profile.values())) for profile in columns.values())]
    return markdown(["", *columns], [*rows, total])


def _cell(seconds: float | None) -> str:
    return "" if seconds is None else time_text(seconds)
