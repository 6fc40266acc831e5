"""What is written depends on where it goes: colour, width, characters that cannot be shown, a reader that went away."""

from __future__ import annotations

import codecs
import io
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from conviso_client.errors import printable

__all__ = [
    "abandon",
    "columns",
    "has_colour",
    "json_text",
    "prepared",
    "say",
    "tell",
    "wrapped",
    "write_error",
    "write_json",
]

_ESCAPE = "conviso_client.escape"
_NARROWEST = 20


def has_colour(stream: TextIO) -> bool:
    """Tell whether to colour: on a terminal that can, unless `NO_COLOR` is set; anywhere if `FORCE_COLOR` is."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def columns(stream: TextIO) -> int | None:
    """Return how wide a terminal is, or what `COLUMNS` says; None if neither limits the lines."""
    if not stream.isatty() and not os.environ.get("COLUMNS", "").isdigit():
        return None
    return max(_NARROWEST, shutil.get_terminal_size().columns)


def write_json(value: Any, indent: int | None = 2) -> None:
    """Write a value as JSON to standard output; `indent` None writes one line, at once."""
    sys.stdout.write(json_text(value, indent))
    if indent is None:
        sys.stdout.flush()


def json_text(value: Any, indent: int | None = 2) -> str:
    """Write a value as JSON that a terminal shows and does not obey."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    # Line breaks apart, what is left of control characters stands in strings, where JSON has an escape for it.
    return "".join(f"{_as_json(line)}\n" for line in text.split("\n"))


def _as_json(line: str) -> str:
    if printable(line) == line:
        return line
    return "".join(character if printable(character) == character else f"\\u{ord(character):04x}" for character in line)


def say(*lines: str) -> None:
    """Write lines to standard output. A server's text cannot move the cursor there, or hide what follows."""
    sys.stdout.write("".join(f"{printable(line)}\n" for line in lines))


def tell(*lines: str) -> None:
    """Write lines to standard error, on a terminal without words broken in two. What it would obey is escaped."""
    width = columns(sys.stderr)
    shown = map(printable, lines)
    write_error("".join(f"{line if width is None else wrapped(line, width)}\n" for line in shown))


def wrapped(text: str, width: int, indent: str = "") -> str:
    """Break lines that are too long between words; `indent` begins those that follow."""
    return "\n".join(
        textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        if len(line) > width
        else line
        for line in text.split("\n")
    )


def write_error(text: str) -> None:
    """Write to standard error, if anybody can read it."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        abandon(sys.stderr)


def abandon(stream: TextIO) -> None:
    """Send what a standard stream still holds to nowhere: Python's own flush at the end shall neither fail nor wait.

    A stream that was put in the place of the process's own is left alone.
    """
    with suppress(OSError, ValueError):
        if stream.fileno() in (1, 2):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


@contextmanager
def prepared() -> Generator[None]:
    """Make the standard streams safe to write to: closed ones lead nowhere, and no character is too much for one."""
    _fill_closed()
    codecs.register_error(_ESCAPE, _escaped)
    streams: list[Any] = [stream for stream in (sys.stdout, sys.stderr) if isinstance(stream, io.TextIOWrapper)]
    before = [(stream, stream.errors) for stream in streams]
    for stream, _ in before:
        stream.reconfigure(errors=_ESCAPE)
    try:
        yield
    finally:
        for stream, errors in before:
            stream.reconfigure(errors=errors)


def _fill_closed() -> None:
    """Open what the shell closed (`>&-`): else the next file or socket gets that number, and the output goes there."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding has not as JSON would, so that JSON stays JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)), error.end
