"""Files as arguments."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any, Protocol

from .errors import ConfigurationError
from .http.fork import ForkSafeLock

__all__ = ["Upload"]

CHUNK = 65_536
"""Bytes that are read from a file at once."""


class _Readable(Protocol):
    def read(self, size: int, /) -> object: ...


class Upload:
    """A file to be sent as an argument. Made by `from_path`, `from_bytes` or `from_file`."""

    __slots__ = ("_open", "_size", "_unread", "content_type", "filename", "rewindable")

    def __init__(
        self,
        open_: Callable[[], AbstractContextManager[_Readable]],
        size: Callable[[], int | None],
        filename: str,
        content_type: str | None,
        *,
        rewindable: bool = True,
    ) -> None:
        self._open = open_
        self._size = size
        self._unread = [True]
        self.filename = _checked_name(filename)
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
        Raises `ConfigurationError` if the file cannot be read, or its name cannot be sent.
        """
        file = Path(path)
        try:
            pipe = file.is_fifo()  # it has no size, and is read once
            if not pipe:
                file.open("rb").close()
        except (OSError, ValueError) as error:
            raise _unreadable(str(file), _reason(error)) from None
        return cls(
            lambda: file.open("rb"),
            lambda: None if pipe else file.stat().st_size,
            filename or file.name,
            content_type,
            rewindable=not pipe,
        )

    @classmethod
    def from_bytes(cls, content: bytes, filename: str, *, content_type: str | None = None) -> Upload:
        """Take the content itself. `content_type` None guesses it from the name."""
        if not isinstance(content, (bytes, bytearray)):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(f"the content of {filename!r} must be bytes, not {type(content).__name__}")
        kept = bytes(content)
        return cls(lambda: io.BytesIO(kept), lambda: len(kept), filename, content_type)

    @classmethod
    def from_file(cls, file: IO[bytes], *, filename: str | None = None, content_type: str | None = None) -> Upload:
        """Take an open binary file, from where it stands to its end. It is not closed.

        Each sending moves the file and reads from an offset of its own, so several calls may send it at once. A stream
        that cannot seek is sent once: where another attempt would be made, the call ends with the error.
        `filename` None is the file's own name; `content_type` None guesses it from the name.
        Raises `ConfigurationError` for a file that is closed or was not opened in binary mode.
        """
        name = filename or _name_of(file)
        if isinstance(file, (str, os.PathLike)):
            raise ConfigurationError(f"from_file takes an open file; for the path {str(file)!r} there is from_path")
        if not _is_binary(file):
            raise ConfigurationError(f"the upload {name!r} must be a file that was opened in binary mode")
        try:
            start = file.tell() if _seekable(file) else None
        except (OSError, ValueError) as error:
            raise _unreadable(name, _reason(error)) from None
        if start is None:
            return cls(lambda: nullcontext(file), lambda: None, name, content_type, rewindable=False)
        return cls(lambda: nullcontext(_Section(file, start)), lambda: _size_from(file, start), name, content_type)

    @property
    def spent(self) -> bool:
        """Whether it is a stream that was read, and cannot be read again."""
        return not (self.rewindable or self._unread)

    def size(self) -> int | None:
        """Return the size in bytes; None for a stream whose end nobody knows.

        Raises `ConfigurationError` if the file cannot be read any more.
        """
        try:
            return self._size()
        except Exception as error:  # noqa: BLE001  # a file object of the caller's may raise anything
            raise _unreadable(self.filename, _reason(error)) from None

    def chunks(self, size: int | None = None) -> Iterator[bytes]:
        """Read the content from its beginning; `size` is how many bytes that must be, None if nobody knows.

        Raises `ConfigurationError` if the file cannot be read, has another size, or is a stream that was read before.
        """
        if not self.rewindable:
            try:
                self._unread.pop()  # one step, so that of two threads one gets it
            except IndexError:
                raise ConfigurationError(
                    f"the stream {self.filename!r} was sent already and can be read only once: make a new upload, "
                    "or give its content with Upload.from_bytes"
                ) from None
        total = 0
        for chunk in self._read():
            total += len(chunk)
            if size is not None and total > size:  # before it is sent: the server cannot have all that was announced
                raise _unreadable(self.filename, f"it grew from {size} bytes to {total} or more while it was sent")
            yield chunk
        if size is not None and total < size:
            raise _unreadable(self.filename, f"it shrank from {size} bytes to {total} while it was sent")

    def _read(self) -> Iterator[bytes]:
        # Nothing but the reading itself is inside of `try`: what the consumer raises passes through.
        try:
            opened = self._open()
        except (OSError, ValueError) as error:
            raise _unreadable(self.filename, _reason(error)) from None
        with opened as file:
            while True:
                try:
                    chunk: Any = file.read(CHUNK)
                except Exception as error:  # noqa: BLE001  # a file object of the caller's may raise anything
                    raise _unreadable(self.filename, _reason(error)) from None
                if not isinstance(chunk, (bytes, bytearray)):
                    raise _unreadable(self.filename, f"read() must return bytes, not {type(chunk).__name__}")
                if not chunk:
                    return
                yield bytes(chunk)

    def __repr__(self) -> str:
        return f"Upload({self.filename!r}, {self.content_type!r})"


_positions = ForkSafeLock()
"""For the positions of all files: a file has one, and several uploads may be reading from it."""


class _Section:
    """An open file from an offset on, read without minding who else reads from it."""

    def __init__(self, file: IO[bytes], offset: int) -> None:
        self._file = file
        self._offset = offset

    def read(self, size: int, /) -> object:
        with _positions.lock:
            self._file.seek(self._offset)
            chunk = self._file.read(size)
            self._offset = self._file.tell()
        return chunk


def _size_from(file: IO[bytes], start: int) -> int:
    with _positions.lock:
        file.seek(0, os.SEEK_END)
        size = file.tell() - start
    if size < 0:
        raise ValueError("it ends before the position at which the upload begins")
    return size


def _unreadable(name: str, reason: str) -> ConfigurationError:
    return ConfigurationError(f"the file {name!r} cannot be read: {reason}")


def _reason(error: Exception) -> str:
    """Say what went wrong: in the system's words, else in those of the exception."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _is_binary(file: Any) -> bool:
    # A temporary file that is opened as text is a wrapper, and no `TextIOBase`.
    return hasattr(file, "read") and not isinstance(getattr(file, "file", file), io.TextIOBase)


def _seekable(file: Any) -> bool:
    seekable = getattr(file, "seekable", None)
    return bool(seekable and seekable())


def _name_of(file: Any) -> str:
    name = getattr(file, "name", None)
    return Path(name).name if isinstance(name, str) and name else "upload"


def _checked_name(name: object) -> str:
    """Return a name that the server will see as it is.

    Rack, in front of the API, takes a backslash for an escape, and refuses what is not UTF-8.
    """
    if not isinstance(name, str) or not name:
        raise ConfigurationError(f"an upload needs a file name: give filename=, not {name!r}")
    if "\\" in name or "\0" in name:
        raise ConfigurationError(f"the file name {name!r} must have no backslash and no null character: give filename=")
    try:
        name.encode()
    except UnicodeEncodeError:
        raise ConfigurationError(f"the file name {name!r} is not UTF-8: give filename=") from None
    return name


def _guessed(filename: str) -> str:
    from mimetypes import guess_type

    return guess_type(filename)[0] or "application/octet-stream"
