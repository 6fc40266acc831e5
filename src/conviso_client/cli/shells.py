"""What a shell needs to complete commands, options, files and folders."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import shtab

from .commands import build_parser
from .parser import subcommands

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Write the script of a shell."""
    parser = build_parser()
    for _, command in subcommands(parser):
        command.description = None  # The line of help is shorter, and a menu is narrow.
        for action in command.arguments:
            if action.type is Path:
                action.complete = shtab.DIRECTORY if action.metavar == "DIR" else shtab.FILE  # type: ignore[attr-defined]
    sys.stdout.write(shtab.complete(parser, options.shell))
    return 0
