"""The command line: `conviso-client schema | generate | sandbox | doctor`."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
from collections.abc import Sequence
from typing import NamedTuple

from ._version import __version__
from .errors import ConvisoError

__all__ = ["main"]

EXIT_FAILED = 1
EXIT_USAGE = 2
_USAGE_STATUSES = {("schema", "diff"): 3, ("schema", "check"): 3}
"""For commands whose status 2 says something else."""
_INTERRUPTED = 128 + signal.SIGINT


class _Command(NamedTuple):
    help: str
    module: str
    configure: str
    extra: str
    """The extra that brings what the module needs."""
    example: str


_COMMANDS = {
    "schema": _Command(
        "fetch the API's schema, compare it, check operations against it",
        "conviso_client.codegen.command",
        "configure_schema",
        "codegen",
        "conviso-client schema pull --output schema.graphql",
    ),
    "generate": _Command(
        "generate the client from schema and operations",
        "conviso_client.codegen.command",
        "configure_generate",
        "codegen",
        "conviso-client generate --check",
    ),
    "sandbox": _Command(
        "serve the API on this machine, for demos and tests",
        "conviso_client.sandbox.command",
        "configure",
        "sandbox",
        "conviso-client sandbox --port 8080",
    ),
    "doctor": _Command(
        "show what a program would use here, and whether it works",
        "conviso_client.doctor",
        "configure",
        "",
        "conviso-client doctor --json",
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 found or failed, 2 bad usage or input, 130 interrupted.

    `schema diff` and `schema check` have statuses of their own: see their --help.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    usage_status = _USAGE_STATUSES.get((given[0], given[1]) if len(given) > 1 else ("", ""), EXIT_USAGE)
    try:
        options = _parser(given).parse_args(given)
        return int(options.run(options))
    except ConvisoError as error:
        print(f"conviso-client: {error}", file=sys.stderr)
        return usage_status
    except SystemExit as stopped:
        if stopped.code == EXIT_USAGE:
            return usage_status
        raise
    except KeyboardInterrupt:
        return _INTERRUPTED


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conviso-client",
        description="Tools around the Python client of the Conviso Platform API.",
        epilog="Every command has --help with an example.",
    )
    parser.add_argument("--version", action="version", version=f"conviso-client {__version__}")
    chosen = next((word for word in given if not word.startswith("-")), None)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in _COMMANDS.items():
        subparser = commands.add_parser(name, help=command.help, epilog=f"example: {command.example}")
        if name == chosen:
            _configure(command, subparser)
    return parser


def _configure(command: _Command, parser: argparse.ArgumentParser) -> None:
    """Let a command declare its options; only the command that was given is imported."""
    try:
        module = importlib.import_module(command.module)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("conviso_client"):
            raise
        from .errors import ConfigurationError

        message = (
            f"this command needs the extra {command.extra!r} ({error.name} is not installed): "
            f"pip install 'conviso-client[{command.extra}]'"
        )
        raise ConfigurationError(message) from None
    getattr(module, command.configure)(parser)


if __name__ == "__main__":
    sys.exit(main())
