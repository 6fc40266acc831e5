"""Output by its destination: color, width, characters that it cannot encode, a closed pipe."""

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
    """Return whether to color: on a capable terminal, unless `NO_COLOR` is set; anywhere if `FORCE_COLOR` is."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def columns(stream: TextIO) -> int | None:
    """Return the width of lines, from `COLUMNS` or the terminal; None without a limit."""
    if not stream.isatty() and not os.environ.get("COLUMNS", "").isdigit():
        return None
    return max(_NARROWEST, shutil.get_terminal_size().columns)


def write_json(value: Any, indent: int | None = 2) -> None:
    """Write a value as JSON to standard output; `indent` None writes one line, at once."""
    sys.stdout.write(json_text(value, indent))
    if indent is None:
        sys.stdout.flush()


def json_text(value: Any, indent: int | None = 2) -> str:
    """Return a value as JSON without control characters that a terminal would obey."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    # Except for line breaks, the remaining control characters are in strings, where JSON can escape them.
    return "".join(f"{_as_json(line)}\n" for line in text.split("\n"))


def _as_json(line: str) -> str:
    if printable(line) == line:
        return line
    return "".join(character if printable(character) == character else f"\\u{ord(character):04x}" for character in line)


def say(*lines: str) -> None:
    """Write lines to standard output. A server's text cannot move the cursor or hide other text."""
    sys.stdout.write("".join(f"{printable(line)}\n" for line in lines))


def tell(*lines: str) -> None:
    """Write lines to standard error, wrapped between words on a terminal. Control characters are escaped."""
    width = columns(sys.stderr)
    shown = map(printable, lines)
    write_error("".join(f"{line if width is None else wrapped(line, width)}\n" for line in shown))


def wrapped(text: str, width: int, indent: str = "") -> str:
    """Wrap long lines between words; `indent` starts the continuation lines."""
    return "\n".join(
        textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        if len(line) > width
        else line
        for line in text.split("\n")
    )


def write_error(text: str) -> None:
    """Write to standard error, if it is open."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        abandon(sys.stderr)


def abandon(stream: TextIO) -> None:
    """Discard the buffer of a standard stream, so that Python's flush at exit neither fails nor waits.

    A replacement of the process's own stream is left alone.
    """
    with suppress(OSError, ValueError):
        if stream.fileno() in (1, 2):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


@contextmanager
def prepared() -> Generator[None]:
    """Make the standard streams safe to write to: open closed ones to nowhere, and escape unencodable characters."""
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
    """Open a descriptor that the shell closed (`>&-`), or the next file or socket would get it, and the output."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Escape unencodable characters as JSON does, so that JSON stays valid."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)), error.end
