"""Scripts that complete commands, options, files and folders in a shell."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import shtab

from .commands import build_parser
from .parser import subcommands

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Write a shell's script."""
    parser = build_parser()
    for _, command in subcommands(parser):
        command.description = None  # The summary is shorter than the description, and a menu is narrow.
        for action in command.arguments:
            if action.type is Path:
                action.complete = shtab.DIRECTORY if action.metavar == "DIR" else shtab.FILE  # type: ignore[attr-defined]
    sys.stdout.write(shtab.complete(parser, options.shell))
    return 0
