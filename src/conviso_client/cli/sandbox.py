"""The options of `conviso-client sandbox`."""

from __future__ import annotations

import argparse
from pathlib import Path

from conviso_client.models.values import number_of
from conviso_client.sandbox.defaults import COUNTS, DEFAULT_KEY, MOST_ROWS

from .deferred import Deferred
from .manual import Example, Manual
from .parser import Parser

__all__ = ["add_to"]

_MOST = MOST_ROWS
_MANUAL = Manual(
    examples=(
        Example("on a given port; Ctrl-C stops it", "conviso-client sandbox --port 8080"),
        Example("a large company, kept in a file", "conviso-client sandbox --issues 100000 --persist sandbox.db"),
        Example("the Invicti Platform's API instead", "conviso-client sandbox --invicti"),
        Example("trouble: a small quota, some 503", "conviso-client sandbox --quota 60/60 --fault 503:0.05"),
    ),
    statuses={0: "stopped by Ctrl-C or SIGTERM", 2: "wrong usage or input, or the server cannot start"},
)


def add_to(program: Parser) -> None:
    """Declare `sandbox`."""
    parser = program.add_command(
        "sandbox",
        help="serve the API on this machine, for demos and tests",
        description="Serve the Conviso API on this machine: real HTTP, real GraphQL, made-up data.",
        manual=_MANUAL,
    )
    where = parser.add_argument_group("where and for whom")
    where.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    where.add_argument("--port", type=_port, default=0, help="port to listen on (default: a free one)")
    where.add_argument(
        "--api-key",
        action="append",
        metavar="KEY[=COMPANY,...]",
        help=f"accept this key, for these companies (default: {DEFAULT_KEY}, all); may be repeated",
    )
    where.add_argument(
        "--invicti",
        action="store_true",
        help="serve the Invicti Platform instead, by default with 3 assets and 300 vulnerabilities",
    )
    where.add_argument("--json", action="store_true", help="write the address and the key as one line of JSON")
    _add_data(parser)
    _add_behaviour(parser)
    parser.set_defaults(run=Deferred("conviso_client.sandbox.command", "run", "sandbox"))


def _add_data(parser: Parser) -> None:
    group = parser.add_argument_group("data")
    group.add_argument(
        "--seed", type=int, default=1, metavar="N", help="the seed of the made-up data (default: %(default)s)"
    )
    group.add_argument("--schema", type=Path, metavar="FILE", help="the schema (default: the client's)")
    for name, count in COUNTS.items():
        where = "" if name == "companies" else " in all companies"
        what = f"number of {name}{where} (default: %(default)s)"
        group.add_argument(f"--{name}", type=_count, default=count, metavar="N", help=what)
    group.add_argument(
        "--persist",
        type=Path,
        metavar="FILE",
        help="keep the data in this file; an existing file is continued",
    )


def _add_behaviour(parser: Parser) -> None:
    group = parser.add_argument_group("behaviour")
    group.add_argument(
        "--quota",
        default="1200/60",
        metavar="N/SECONDS",
        help="the requests that a key may send (default: %(default)s)",
    )
    group.add_argument(
        "--quota-kind",
        choices=("fixed", "sliding", "bucket"),
        default="fixed",
        help="the window of the quota (default: %(default)s)",
    )
    group.add_argument(
        "--retry-after",
        choices=("none", "seconds", "date"),
        default="none",
        help="the form of Retry-After on a 429 (default: %(default)s)",
    )
    group.add_argument(
        "--latency", default="0ms", metavar="50ms+-20", help="the delay of each answer (default: %(default)s)"
    )
    group.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="STATUS:SHARE",
        help="fail this share of requests with this status, e.g. 503:0.05; may be repeated",
    )
    group.add_argument(
        "--max-page-size", type=_count, default=1000, metavar="N", help="the most rows of a page (default: %(default)s)"
    )
    group.add_argument(
        "--as",
        dest="server",
        choices=("graphql-ruby-1", "graphql-ruby-2"),
        default="graphql-ruby-1",
        help="imitate the errors of this server (default: %(default)s)",
    )
    group.add_argument(
        "--jobs",
        choices=("succeed", "fail", "hang"),
        default="succeed",
        help="the outcome of scans, imports and reports; with hang they never end (default: %(default)s)",
    )
    group.add_argument("--no-introspection", action="store_true", help="refuse introspection")


def _count(text: str) -> int:
    count = number_of(text)
    if count is None or not 1 <= count <= _MOST:
        raise argparse.ArgumentTypeError(f"not a whole number from 1 to {_MOST}: {text!r}")
    return count


def _port(text: str) -> int:
    port = number_of(text)
    if port is None or port > 65535:
        raise argparse.ArgumentTypeError(f"invalid port {text!r}: 0 to 65535")
    return port
