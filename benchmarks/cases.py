"""All that is measured, in the order of the report, and the goals."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import inside, timing
from benchmarks.environment import PLACE, PYTHON
from benchmarks.timing import Sample

__all__ = ["CASES", "GOALS", "Case", "Goal", "program_command"]

PROGRAMS = Path(__file__).with_name("programs")


class Case(NamedTuple):
    """One table of the report."""

    name: str
    title: str
    run: Callable[[int, int], Mapping[str, Sequence[Sample]]]
    """Takes the server's port and a number of rounds."""
    rounds: int
    quick: int
    """Rounds of the quick form; 0 leaves the case out."""
    reference: str
    """The contestant that the others are divided by."""


class Goal(NamedTuple):
    """What a figure should come to."""

    text: str
    case: str
    contestant: str
    reference: str | None
    """None: the figure is not a ratio but seconds."""
    limit: float
    measure: str = "wall"


def _inside(case: str) -> Callable[[int, int], Mapping[str, Sequence[Sample]]]:
    def run(port: int, rounds: int) -> Mapping[str, Sequence[Sample]]:
        command = [str(PYTHON), "-m", "benchmarks.inside", case]
        commands = {name: [*command, name, str(port)] for name in inside.CASES[case]}
        return timing.blocks(commands, rounds=rounds)

    return run


def _imports(_: int, rounds: int) -> Mapping[str, Sequence[Sample]]:
    statements = {
        "Python itself": "pass",
        "httpx": "import httpx",
        "httpx2": "import httpx2",
        "conviso-client": "from conviso_client import Conviso",
        "conviso-client, AsyncConviso": "from conviso_client import AsyncConviso",
        "ariadne-codegen": "from default_client import Client",
        "gql": "from gql import Client; from gql.transport.httpx import HTTPXTransport",
        "sgqlc": "from sgqlc.endpoint.http import HTTPEndpoint",
    }
    commands = {name: [str(PYTHON), "-c", statement] for name, statement in statements.items()}
    return timing.processes(commands, rounds=rounds)


def _programs(programs: Mapping[str, str], rows: int) -> Callable[[int, int], Mapping[str, Sequence[Sample]]]:
    def run(port: int, rounds: int) -> Mapping[str, Sequence[Sample]]:
        commands = {name: program_command(program, rows, port) for name, program in programs.items()}
        return timing.processes(commands, rounds=rounds)

    return run


def program_command(program: str, rows: int, port: int) -> list[str]:
    """Return the command that gets one page with a program of `programs/`."""
    document = (PLACE / "issues.graphql").read_text("utf-8")
    return [str(PYTHON), str(PROGRAMS / f"{program}.py"), f"http://127.0.0.1:{port}/{rows}/graphql", document]


def _generation(_: int, rounds: int) -> Mapping[str, Sequence[Sample]]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "conviso_client.cli", "generate", "--target", f"{folder}/generated"]
        return timing.processes({"all operations": [*command, "--force"], "nothing to do": command}, rounds=rounds)


FIRST = {
    "httpx": "first_httpx",
    "httpx, without a TLS context": "first_httpx_no_tls",
    "httpx2": "first_httpx2",
    "conviso-client": "first_ours",
    "conviso-client, with a TLS context": "first_ours_tls",
    "conviso-client on httpx2": "first_ours_httpx2",
    "ariadne-codegen": "first_default",
    "gql": "first_gql",
    "sgqlc": "first_sgqlc",
}
PAGE = {"httpx": "first_httpx", "conviso-client": "first_ours", "ariadne-codegen": "first_default"}

CASES = (
    Case("import", "Import in a fresh process", _imports, 11, 3, "httpx"),
    Case("first", "A fresh process to its first page of 50 issues", _programs(FIRST, 50), 11, 2, "httpx"),
    Case("call-1", "A page of 1 issue", _inside("call-1"), 25, 4, "httpx"),
    Case("call-50", "A page of 50 issues", _inside("call-50"), 25, 4, "httpx"),
    Case("call-1000", "A page of 1000 issues", _inside("call-1000"), 15, 3, "httpx"),
    Case("async", "20 calls at once, a page of 1 issue each; seconds per call", _inside("async"), 25, 3, "httpx"),
    Case("overhead", "A call without its HTTP library, 1 issue", _inside("overhead"), 25, 4, "decoding alone"),
    Case("decoding", "Decoding an issue with its detail", _inside("decoding"), 25, 5, "json.loads"),
    Case("memory", "A process that gets one page of 1000 issues", _programs(PAGE, 1000), 5, 1, "httpx"),
    Case("list", "100,000 issues in pages of 100", _inside("list"), 3, 0, "httpx"),
    Case("list-short", "10,000 issues in pages of 100", _inside("list-short"), 5, 2, "httpx"),
    Case("generation", "`conviso-client generate`", _generation, 2, 1, "all operations"),
)

GOALS = (
    Goal("`from conviso_client import Conviso` / `import httpx`", "import", "conviso-client", "httpx", 0.35),
    Goal("fresh process to 50 typed issues / httpx to the first dict", "first", "conviso-client", "httpx", 2.0),
    Goal("call, 1 issue / httpx", "call-1", "conviso-client", "httpx", 1.05),
    Goal("call, 50 issues / httpx", "call-50", "conviso-client", "httpx", 1.40),
    Goal("call, 1000 issues / httpx", "call-1000", "conviso-client", "httpx", 2.3),
    Goal("call on httpx2, 1 issue / httpx", "call-1", "conviso-client on httpx2", "httpx", 0.95),
    Goal("call on httpx2, 50 issues / httpx", "call-50", "conviso-client on httpx2", "httpx", 1.35),
    Goal("call on httpx2, 1000 issues / httpx", "call-1000", "conviso-client on httpx2", "httpx", 2.0),
    Goal("async, 20 at once / httpx", "async", "conviso-client", "httpx", 1.1),
    Goal("async, 20 at once, on httpx2 / httpx", "async", "conviso-client on httpx2", "httpx", 0.5),
    Goal("async, 20 at once, on httpx-aiohttp / httpx", "async", "conviso-client on httpx-aiohttp", "httpx", 0.5),
    Goal("plan, quota and events of a call (microseconds)", "overhead", "a whole call", None, 60e-6, "beyond decoding"),
    Goal(
        "decoding CPU per issue with its detail / ariadne-codegen",
        "decoding",
        "conviso-client",
        "ariadne-codegen",
        0.7,
        "cpu",
    ),
    Goal(
        "peak memory, 1000 issues / ariadne-codegen",
        "memory",
        "conviso-client",
        "ariadne-codegen",
        1.0,
        "peak",
    ),
    Goal("100,000 issues, prefetch / httpx one by one", "list", "conviso-client", "httpx", 1.2),
    Goal("generation of all operations (seconds)", "generation", "all operations", None, 6.0),
    Goal("generation with nothing to do (seconds)", "generation", "nothing to do", None, 1.0),
)
