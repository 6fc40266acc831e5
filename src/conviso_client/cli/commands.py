"""All commands with their options, built without their imports."""

from __future__ import annotations

from conviso_client._version import __version__

from . import completion, doctor, export, findings, generate, jobs, sandbox, schema
from .manual import Example, Manual
from .parser import Parser

__all__ = ["build_parser"]

_MANUAL = Manual(
    examples=(
        Example("is it me, or the server?", "conviso-client doctor"),
        Example("an API to experiment with", "conviso-client sandbox --port 8080"),
        Example("changes in the API since the client was generated", "conviso-client schema diff --live"),
        Example("more on one command", "conviso-client schema diff --help"),
    )
)


def build_parser() -> Parser:
    """Build the parser of `conviso-client`."""
    parser = Parser(
        prog="conviso-client",
        description="Tools around the Python client of the Conviso Platform API.",
        manual=_MANUAL,
    )
    parser.add_argument("--version", action="version", version=f"conviso-client {__version__}")
    for command in (findings, export, jobs, schema, generate, sandbox, doctor, completion):
        command.add_to(parser)
    return parser
