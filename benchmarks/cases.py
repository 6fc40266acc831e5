"""What is measured, in the order of the report, and the goals."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import findings, imports, inside, large_schema, timing
from benchmarks.environment import BEFORE, NOW, PLACE, PYTHON
from benchmarks.timing import Command, Commands, Samples

__all__ = ["CASES", "FIGURES", "OURS", "RAW", "WAS", "Case", "Figure", "Goal", "measured"]

OURS, RAW = "conviso-client", "httpx"
WAS = "conviso-client, the build before"
PROGRAMS = Path(__file__).with_name("programs")


class Case(NamedTuple):
    """Contestants that run side by side, each in processes of its own."""

    title: str
    commands: Callable[[int], Any]
    """Takes the server's port; gives the commands, or a context manager that does."""
    run: Callable[..., Samples]
    rounds: int
    quick: int
    """Rounds of the quick form; 0 leaves the case out."""
    before: bool = True
    """Whether the build before takes part."""


class Goal(NamedTuple):
    """At most so many times the figure of another contestant; without one, at most so much."""

    limit: float
    than: str | None = None


class Figure(NamedTuple):
    """One line of the table."""

    text: str
    case: str
    goal: Goal
    measure: str = "cpu"
    """A field of `Sample`."""
    unit: str = "s"
    """s, B, % or nothing."""
    who: str = OURS


def measured(case: Case, port: int, rounds: int, *, before: bool) -> Samples:
    """Run a case."""
    commands = case.commands(port)
    with commands if hasattr(commands, "__enter__") else nullcontext(commands) as found:
        beside = {WAS: Command(BEFORE, found[OURS].arguments)} if before and case.before else {}
        samples: Samples = case.run({**found, **beside}, rounds=rounds)
    return samples


def _inside(case: str, port: int) -> Commands:
    return {name: _module("inside", case, name, port) for name in inside.CASES[case]}


def _module(module: str, *arguments: object) -> Command:
    return Command(NOW, [str(PYTHON), "-m", f"benchmarks.{module}", *map(str, arguments)])


def _imports(_: int) -> Commands:
    statements = {
        OURS: "from conviso_client import Conviso",
        "conviso-client, AsyncConviso": "from conviso_client import AsyncConviso",
        "Python itself": "pass",
        RAW: "import httpx",
        "httpx2": "import httpx2",
        "ariadne-codegen": "from default_client import Client",
        "gql": "from gql import Client; from gql.transport.httpx import HTTPXTransport",
        "sgqlc": "from sgqlc.endpoint.http import HTTPEndpoint",
    }
    return {name: Command(NOW, [str(PYTHON), "-c", statement]) for name, statement in statements.items()}


def _first_pages(port: int) -> Commands:
    document = (PLACE / "issues.graphql").read_text("utf-8")
    programs = {
        OURS: "first_ours",
        "conviso-client on httpx2": "first_ours_httpx2",
        RAW: "first_httpx",
        "httpx2": "first_httpx2",
        "ariadne-codegen": "first_default",
        "gql": "first_gql",
        "sgqlc": "first_sgqlc",
    }
    url = f"http://127.0.0.1:{port}/50/graphql"
    return {
        name: Command(NOW, [str(PYTHON), str(PROGRAMS / f"{program}.py"), url, document])
        for name, program in programs.items()
    }


@contextmanager
def _generation(_: int) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        large_schema.write_project(Path(folder))
        generate = [sys.executable, "-m", "conviso_client.cli", "generate", "--target", f"{folder}/generated"]
        large = ["--schema", f"{folder}/schema.graphql", "--queries", f"{folder}/queries", "--package", "large.client"]
        yield {
            "all operations": Command(NOW, [*generate, "--force"]),
            "nothing to do": Command(NOW, generate),
            "a large schema": Command(NOW, [*generate[:-1], f"{folder}/large/client", *large, "--force"]),
        }


_CALLS = {"call-1": ("1 issue", 25, 4), "call-50": ("50 issues", 25, 4), "call-1000": ("1000 issues", 11, 2)}
CASES = {
    "import": Case("Import in a fresh process", _imports, timing.processes, 11, 3),
    "first": Case("A fresh process to its first page of 50 issues", _first_pages, timing.processes, 11, 2),
    **{
        case: Case(f"A page of {rows}", partial(_inside, case), timing.blocks, rounds, quick)
        for case, (rows, rounds, quick) in _CALLS.items()
    },
    "async": Case("20 calls at once, 1 issue each; one call", partial(_inside, "async"), timing.blocks, 25, 3),
    "execute": Case("A page of 1 issue by execute()", partial(_inside, "execute"), timing.blocks, 15, 4),
    "overhead": Case("A call whose transport answers at once", partial(_inside, "overhead"), timing.blocks, 25, 4),
    "kept": Case("An issue that is kept, of 10,000", partial(_inside, "kept"), timing.blocks, 1, 1),
    "list": Case("100,000 issues in pages of 100", partial(_inside, "list"), timing.blocks, 3, 0),
    "list-far": Case("4,000 issues behind 50 ms", partial(_inside, "list-far"), timing.blocks, 3, 0),
    "generation": Case("`conviso-client generate`", _generation, timing.processes, 1, 0, before=False),
    "findings": Case("Reading a SARIF file of 50 MB", findings.commands, timing.reports, 3, 0, before=False),
    "importing": Case("Importing 10,000 findings", imports.commands, timing.reports, 1, 0, before=False),
}

FIGURES = (
    Figure("an issue that is kept in a list", "kept", Goal(2_000), "size", "B"),
    Figure("page of 1 issue", "call-1", Goal(1.05, WAS)),
    Figure("page of 50 issues", "call-50", Goal(0.85, WAS)),
    Figure("page of 1000 issues", "call-1000", Goal(0.75, WAS)),
    Figure("20 tasks at once, 1 issue each", "async", Goal(1.05, WAS)),
    Figure("100,000 issues, prefetch, loopback", "list", Goal(0.75, WAS)),
    Figure("4,000 issues, prefetch, 50 ms away (clock)", "list-far", Goal(0.25, inside.ONE_BY_ONE), "wall"),
    Figure("fresh process to its first page of 50", "first", Goal(0.85, WAS)),
    Figure("from conviso_client import Conviso", "import", Goal(0.30, RAW)),
    Figure("the same, beside the build before", "import", Goal(1.0, WAS)),
    Figure("execute() of 4 KB, 1 issue", "execute", Goal(1.05, "the typed call")),
    Figure("plan, quota and events of a call", "overhead", Goal(0.7, WAS)),
    Figure("generation of 600 types, 300 operations", "generation", Goal(15), who="a large schema"),
    Figure("its memory", "generation", Goal(700e6), "size", "B", who="a large schema"),
    Figure("generation of all operations", "generation", Goal(6), who="all operations"),
    Figure("generation with nothing to do", "generation", Goal(1), who="nothing to do"),
    Figure("reading 50 MB of SARIF", "findings", Goal(3.0, "json.loads")),
    Figure("its memory", "findings", Goal(1.2, "json.loads"), "size", "B"),
    Figure("requests for 10,000 new findings", "importing", Goal(160), "size", "", who="new findings"),
    Figure("requests for the same again", "importing", Goal(60), "size", "", who="the same again"),
    Figure("permits unused, 10,000 at 60 a minute", "importing", Goal(0.02), "size", "%", who="a quota of 60"),
)
