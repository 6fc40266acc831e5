"""The options of commands that can wait for the platform."""

from __future__ import annotations

import argparse

from conviso_client.models.values import number_of

from .parser import Parser

__all__ = ["add_timeout", "add_waiting"]


def add_waiting(parser: Parser, help: str) -> None:
    """Declare `--wait` and `--timeout`."""
    parser.add_argument("--wait", action="store_true", help=help)
    add_timeout(parser)


def add_timeout(parser: Parser) -> None:
    """Declare `--timeout`."""
    parser.add_argument(
        "--timeout", type=_seconds, default=1800.0, metavar="SECONDS", help="give up after this long (default: 1800)"
    )


def _seconds(text: str) -> float:
    seconds = number_of(text)
    if not seconds:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of seconds above 0")
    return float(seconds)
