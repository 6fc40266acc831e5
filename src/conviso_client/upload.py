"""Files as arguments."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from .errors import ConfigurationError

__all__ = ["Upload"]

CHUNK = 65_536
"""Bytes that are read from a file at once."""


class Upload:
    """A file to be sent as an argument. Made by `from_path`, `from_bytes` or `from_file`."""

    __slots__ = ("_chunks", "_size", "content_type", "filename", "rewindable")

    def __init__(
        self,
        chunks: Callable[[], Iterator[bytes]],
        size: Callable[[], int | None],
        filename: str,
        content_type: str | None,
        *,
        rewindable: bool,
    ) -> None:
        if not filename:
            raise ConfigurationError("an upload needs a file name: give filename=")
        self._chunks = chunks
        self._size = size
        self.filename = filename
        self.content_type = content_type or _guessed(filename)
        if not re.fullmatch(r"[!-~]+/[!-~][ -~]*", self.content_type):
            raise ConfigurationError(f"content_type must be like application/json, not {content_type!r}")
        self.rewindable = rewindable
        """False for a stream that can be read only once: such an upload cannot be sent again."""

    @classmethod
    def from_path(
        cls, path: str | os.PathLike[str], *, filename: str | None = None, content_type: str | None = None
    ) -> Upload:
        """Take a file, which is opened anew for each attempt.

        `filename` None is the file's own name; `content_type` None guesses it from the name.
        Raises `ConfigurationError` if the file cannot be read.
        """
        file = Path(path)
        try:
            pipe = file.is_fifo()  # it has no size, and is read once
            if not pipe:
                file.open("rb").close()
        except OSError as error:
            problem = error.strerror
        else:
            return cls(
                lambda: _closing(file.open("rb")),
                lambda: None if pipe else file.stat().st_size,
                filename or file.name,
                content_type,
                rewindable=not pipe,
            )
        raise ConfigurationError(f"the file {str(file)!r} cannot be read: {problem}")

    @classmethod
    def from_bytes(cls, content: bytes, filename: str, *, content_type: str | None = None) -> Upload:
        """Take the content itself. `content_type` None guesses it from the name."""
        kept = _bytes(content, filename)
        return cls(lambda: iter((kept,)), lambda: len(kept), filename, content_type, rewindable=True)

    @classmethod
    def from_file(cls, file: IO[bytes], *, filename: str | None = None, content_type: str | None = None) -> Upload:
        """Take an open binary file, from where it stands to its end. It is not closed.

        A stream that cannot seek is sent once: where another attempt would be made, the call ends with the error.
        `filename` None is the file's own name; `content_type` None guesses it from the name.
        """
        name = filename or _name_of(file)
        if isinstance(file, (str, os.PathLike)):
            raise ConfigurationError(f"from_file takes an open file; for the path {str(file)!r} there is from_path")
        if not _is_binary(file):
            raise ConfigurationError(f"the upload {name!r} must be a file that was opened in binary mode")
        if not _seekable(file):
            return cls(lambda: _read(file), lambda: None, name, content_type, rewindable=False)
        start = file.tell()

        def chunks() -> Iterator[bytes]:
            file.seek(start)
            yield from _read(file)

        return cls(chunks, lambda: file.seek(0, os.SEEK_END) - start, name, content_type, rewindable=True)

    def size(self) -> int | None:
        """Return the size in bytes; None for a stream whose end nobody knows.

        Raises `ConfigurationError` if the file cannot be read any more.
        """
        try:
            return self._size()
        except OSError as error:
            problem = error.strerror
        raise ConfigurationError(f"the file {self.filename!r} cannot be read: {problem}")

    def chunks(self) -> Iterator[bytes]:
        """Read the content from its beginning."""
        return self._chunks()

    def __repr__(self) -> str:
        return f"Upload({self.filename!r}, {self.content_type!r})"


def _read(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _closing(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from _read(file)


def _bytes(content: object, filename: str) -> bytes:
    if isinstance(content, (bytes, bytearray)):
        return bytes(content)
    raise ConfigurationError(f"the content of {filename!r} must be bytes, not {type(content).__name__}")


def _is_binary(file: Any) -> bool:
    return hasattr(file, "read") and not isinstance(file, io.TextIOBase)


def _seekable(file: Any) -> bool:
    seekable = getattr(file, "seekable", None)
    return bool(seekable and seekable())


def _name_of(file: Any) -> str:
    name = getattr(file, "name", None)
    return Path(name).name if isinstance(name, str) and name else "upload"


def _guessed(filename: str) -> str:
    from mimetypes import guess_type

    return guess_type(filename)[0] or "application/octet-stream"
