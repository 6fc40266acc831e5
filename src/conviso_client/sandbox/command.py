"""`conviso-client sandbox`: serve the API on this machine."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path
from types import FrameType

from conviso_client.errors import ConfigurationError

from .server import Sandbox
from .settings import DEFAULT_KEY, Settings

__all__ = ["configure", "run"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `conviso-client sandbox`."""
    parser.description = "Serve the Conviso API on this machine: real HTTP, real GraphQL, made-up data."
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=_port, default=0, help="port to listen on (default: a free one)")
    parser.add_argument(
        "--api-key",
        action="append",
        metavar="KEY[=COMPANY,...]",
        help=f"a key to accept, and the companies that it may see (default: {DEFAULT_KEY}, all); may be repeated",
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="number that the data is made up from (default %(default)s)"
    )
    parser.add_argument("--schema", type=Path, help="a schema file (default: the one of this package)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM; returns 0. Raises ConfigurationError if it cannot start."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    sandbox = Sandbox(host=options.host, port=options.port, settings=settings_of(options))
    try:
        with sandbox:
            print(f"Sandbox ready at {sandbox.url}", flush=True)
            print(f"API key: {sandbox.api_key}", flush=True)
            stopped.wait()
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    return 0


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings that the options ask for. Raises ConfigurationError."""
    keys = dict(_key(text) for text in options.api_key or [DEFAULT_KEY])
    return Settings(keys=keys, seed=options.seed, schema=options.schema)


def _key(text: str) -> tuple[str, frozenset[int] | None]:
    key, separator, companies = text.partition("=")
    if not key:
        raise ConfigurationError("--api-key takes KEY or KEY=COMPANY,COMPANY")
    try:
        return key, frozenset(int(company) for company in companies.split(",")) if separator else None
    except ValueError:
        raise ConfigurationError(f"--api-key: {companies!r} is no list of company ids, such as 443,444") from None


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)
