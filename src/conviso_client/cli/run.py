"""Run a command, and end with an exit status and, on failure, a line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from conviso_client.cli.signals import stopping
from conviso_client.cli.terminal import abandon, prepared, tell
from conviso_client.codegen.endpoint import EndpointError
from conviso_client.errors import (
    AuthenticationError,
    ConfigurationError,
    ConvisoError,
    NotAuthorized,
    NotFound,
    PermissionDenied,
    RecordNotFound,
    UnknownFormat,
    UnreadableFile,
    WrongEndpoint,
)

from .commands import build_parser
from .manual import EXIT_ENDPOINT, EXIT_INTERRUPTED, EXIT_PIPE, EXIT_USAGE
from .parser import Parser, UsageError
from .words import in_words_of_commands

__all__ = ["run"]

_CONFIGURATION = (
    ConfigurationError,
    AuthenticationError,
    PermissionDenied,
    NotFound,
    NotAuthorized,
    RecordNotFound,
    WrongEndpoint,
    UnknownFormat,
    UnreadableFile,
)
"""Errors that another try will not fix: a key, an address, an id or a file."""


def run(arguments: Sequence[str] | None) -> int:
    """Run a command: see `main`."""
    with prepared(), stopping():
        try:
            status = _status(sys.argv[1:] if arguments is None else arguments)
            sys.stdout.flush()
        except KeyboardInterrupt:
            abandon(sys.stdout)
            tell(*[""] * sys.stderr.isatty(), "conviso-client: interrupted")
            return EXIT_INTERRUPTED
        except BrokenPipeError:
            abandon(sys.stdout)
            return EXIT_PIPE
        except OSError as error:
            return _unwritten(error, EXIT_USAGE)
        return status


def _status(arguments: Sequence[str]) -> int:
    try:
        return _execute(build_parser().parse_args(arguments))
    except UsageError as error:
        tell(f"{error.prog}: {error}", f"Try '{error.prog} --help'.")
        return error.status
    except SystemExit as stopped:
        return int(stopped.code or 0)


def _execute(options: argparse.Namespace) -> int:
    parser: Parser = options.parser
    try:
        status = int(options.run(options))
        sys.stdout.flush()
    except EndpointError as error:
        tell(f"conviso-client: {error}", "'conviso-client doctor' checks the settings and the connection.")
        return EXIT_ENDPOINT
    except ConvisoError as error:
        tell(f"conviso-client: {in_words_of_commands(str(error))}")
        if type(error) is ConfigurationError:
            tell(f"Try '{parser.prog} --help'.")
        undecided = parser.manual.undecided_status
        return parser.manual.usage_status if undecided is None or isinstance(error, _CONFIGURATION) else undecided
    except BrokenPipeError:
        raise
    except OSError as error:
        return _unwritten(error, parser.manual.usage_status)
    return status


def _unwritten(error: OSError, status: int) -> int:
    abandon(sys.stdout)
    tell(f"conviso-client: the output cannot be written: {error.strerror}")
    return status
