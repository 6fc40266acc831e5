"""`conviso-client sandbox`: serve the API on this machine."""

from __future__ import annotations

import argparse
import contextlib
import signal
import threading
from collections.abc import Generator
from pathlib import Path
from types import FrameType
from typing import Any

from conviso_client.errors import ConfigurationError

from .faults import Chance, Latency
from .quota import QuotaRule
from .server import Sandbox
from .settings import DEFAULT_KEY, Settings

__all__ = ["configure", "run"]

_COUNTS = {"companies": "Company", "assets": "Asset", "issues": "IssueInterface", "projects": "Project"}
_MOST = 1_000_000


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `conviso-client sandbox`."""
    parser.description = "Serve the Conviso API on this machine: real HTTP, real GraphQL, made-up data."
    where = parser.add_argument_group("where and for whom")
    where.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    where.add_argument("--port", type=_port, default=0, help="port to listen on (default: a free one)")
    where.add_argument(
        "--api-key",
        action="append",
        metavar="KEY[=COMPANY,...]",
        help=f"a key to accept, and the companies that it may see (default: {DEFAULT_KEY}, all); may be repeated",
    )
    _configure_data(parser)
    _configure_behaviour(parser)
    parser.set_defaults(run=run)


def _configure_data(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("data")
    group.add_argument("--seed", type=int, default=1, help="number that the data is made up from (default %(default)s)")
    group.add_argument("--schema", type=Path, help="a schema file (default: the one of this package)")
    for name, entity in _COUNTS.items():
        group.add_argument(f"--{name}", type=_count, metavar="N", dest=entity, help=f"how many {name} to make up")
    group.add_argument("--persist", type=Path, metavar="FILE", help="keep the data in this file")


def _configure_behaviour(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("behaviour")
    group.add_argument("--quota", default="1200/60", metavar="N/SECONDS", help="requests per key (default %(default)s)")
    group.add_argument("--quota-kind", choices=("fixed", "sliding", "bucket"), default="fixed", help="how they count")
    group.add_argument(
        "--retry-after",
        choices=("none", "seconds", "date"),
        default="none",
        help="what a 429 says about when to come back",
    )
    group.add_argument("--latency", default="0ms", metavar="50ms+-20", help="how long answers take")
    group.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="STATUS:SHARE",
        help="answer so, so often: 503:0.05; may be repeated",
    )
    group.add_argument(
        "--max-page-size", type=_count, default=1000, metavar="N", help="rows on a page (default %(default)s)"
    )
    group.add_argument("--no-introspection", action="store_true", help="refuse to show the schema")


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM; returns 0. Raises ConfigurationError if it cannot start."""
    sandbox = Sandbox(host=options.host, port=options.port, settings=settings_of(options))
    with _stop_signals() as stopped, sandbox:
        print(f"Sandbox ready at {sandbox.url}", flush=True)
        print(f"API key: {sandbox.api_key}", flush=True)
        stopped.wait()
    return 0


@contextlib.contextmanager
def _stop_signals() -> Generator[threading.Event]:
    """Turn Ctrl-C and SIGTERM into an event for as long as the block lasts."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings that the options ask for. Raises ConfigurationError."""
    given: dict[str, Any] = vars(options)
    return Settings(
        keys=dict(_key(text) for text in options.api_key or [DEFAULT_KEY]),
        seed=options.seed,
        schema=options.schema,
        counts={entity: given[entity] for entity in _COUNTS.values() if given[entity] is not None},
        largest_page=options.max_page_size,
        introspection=not options.no_introspection,
        quota=QuotaRule.parse(options.quota, options.quota_kind, options.retry_after),
        latency=Latency.parse(options.latency),
        chances=tuple(Chance.parse(text) for text in options.fault),
        persist=options.persist,
    )


def _key(text: str) -> tuple[str, frozenset[int] | None]:
    key, separator, companies = text.partition("=")
    if not key:
        raise ConfigurationError("--api-key takes KEY or KEY=COMPANY,COMPANY")
    try:
        return key, frozenset(int(company) for company in companies.split(",")) if separator else None
    except ValueError:
        raise ConfigurationError(f"--api-key: {companies!r} is no list of company ids, such as 443,444") from None


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is no count: 1 to {_MOST}")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)
