"""The checkpoint of an export: a file of the rows so far. Killed at any moment, the next run resumes from it.

Rows are lines of JSON, in the API's names. After each page follows a line that begins with `#`: the position in the
list. Rows after the last such line are cut off, because they are read again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from conviso_client.errors import ConfigurationError
from conviso_client.models.values import is_object

if TYPE_CHECKING:
    from typing_extensions import Self

    from conviso_client.paging.state import PagerState

__all__ = ["Collected", "ExportSection", "PartialFile", "StreamedRows"]

_HEAD = b'#{"conviso_client_export": 1, '
"""How the file begins."""


class ExportSection(NamedTuple):
    """A list within an export: one of several companies, or the only one."""

    name: str | None = None
    """The company; None if only one list is read."""
    rows: int = 0
    expected: int | None = None
    """The list's total by the last page read; None if it reports none."""
    resume: PagerState | None = None
    """The position to resume from; None is the beginning."""
    done: bool = False
    flaw: str | None = None
    """Why rows may be missing, or why the list could not be read at all."""
    refused: bool = False
    """True if the key may not read the company: its rows do not count."""


class Collected:
    """The rows so far, each once."""

    def __init__(self) -> None:
        self.sections: dict[str | None, ExportSection] = {}
        self.resumed = 0
        """Rows from an earlier run."""
        self._ids: set[int] = set()
        """Hashes of the rows' ids: the texts would need twice the memory."""

    @property
    def rows(self) -> int:
        """The number of rows, without refused companies."""
        return sum(section.rows for section in self.sections.values() if not section.refused)

    def section(self, name: str | None) -> ExportSection:
        """Return the progress of a list."""
        return self.sections.get(name, ExportSection(name))

    def note(self, section: ExportSection) -> None:
        """Record the progress of a list."""
        self.sections[section.name] = section

    def add(self, section: ExportSection, rows: Iterable[Any]) -> ExportSection:
        """Add the new rows of a page; return the progress of the list."""
        raise NotImplementedError

    def _fresh(self, section: ExportSection, rows: Iterable[Any]) -> list[Any]:
        fresh: list[Any] = []
        for row in rows:
            mark = _mark(section.name, getattr(row, "id", None))
            if mark is None or mark not in self._ids:
                fresh.append(row)
                self._ids.update(() if mark is None else (mark,))
        return fresh


class StreamedRows(Collected):
    """Rows that are written at once, without a way to resume."""

    def __init__(self, write: Callable[[str | None, list[Any]], None]) -> None:
        """Take the function that writes the rows of a company."""
        super().__init__()
        self._write = write

    def add(self, section: ExportSection, rows: Iterable[Any]) -> ExportSection:
        """Write the rows of a page."""
        fresh = self._fresh(section, rows)
        self._write(section.name, fresh)
        section = section._replace(rows=section.rows + len(fresh))
        self.note(section)
        return section


class PartialFile(Collected):
    """An unfinished export, in a file."""

    def __init__(self, path: Path, about: Mapping[str, Any], *, anew: bool) -> None:
        """Open the file, and resume from its content.

        `about` identifies the export, by all that its rows depend on; `anew` discards the content. Raises
        `ConfigurationError` for the file of another export, one of another program, and one that is being written.
        """
        super().__init__()
        self.path = path
        self._about: dict[str, Any] = dict(about)
        with self._writing():
            self._file = self._opened()
        try:
            with self._writing():
                if anew or not self._is_begun():
                    self._begin()
                else:
                    self._go_on()
        except BaseException:
            self.close()
            raise
        self.resumed = self.rows

    def add(self, section: ExportSection, rows: Iterable[Any]) -> ExportSection:
        """Write the new rows of a page, and the position after them."""
        if section.name not in self.sections:
            self.note(ExportSection(section.name))  # the heading of the rows that follow
        fresh = self._fresh(section, rows)
        section = section._replace(rows=section.rows + len(fresh))
        self._note(section, [json.dumps(row.to_dict(api_names=True), ensure_ascii=False) for row in fresh])
        return section

    def note(self, section: ExportSection) -> None:
        """Write the progress of a list."""
        self._note(section, ())

    def _note(self, section: ExportSection, lines: Iterable[str]) -> None:
        self._write("".join(f"{line}\n" for line in (*lines, f"#{json.dumps(section._asdict())}")).encode())
        super().note(section)

    def lines(self) -> Iterator[tuple[ExportSection, bytes]]:
        """Yield the rows as JSON, each with its list, without refused companies."""
        section = ExportSection()
        with self.path.open("rb") as file:
            next(file)
            for line in file:
                if line.startswith(b"#"):
                    section = self.sections[_read(line, self.path)["name"]]
                elif not section.refused:
                    yield section, line

    def close(self) -> None:
        """Close the file; the next export resumes from it."""
        with suppress(OSError):  # of what did not fit on the disk, which was told then
            self._file.close()

    def remove(self) -> None:
        """Remove the file: the export is complete."""
        if sys.platform == "win32":
            self.close()  # an open file cannot be removed there
        self.path.unlink(missing_ok=True)  # while it is locked: nobody shall go on with it
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            raise ConfigurationError(f"cannot write {self.path}: {error.strerror or error}") from None

    def _opened(self) -> BufferedRandom:
        while True:
            file: BufferedRandom = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
            try:
                self._lock(file)
                with suppress(FileNotFoundError):
                    if os.path.samestat(os.fstat(file.fileno()), self.path.stat()):
                        return file
            except BaseException:
                file.close()
                raise
            file.close()  # another export was complete in between, and removed it

    def _lock(self, file: BufferedRandom) -> None:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ConfigurationError(f"another export is writing {self.path}: wait for it, or stop it") from None

    def _is_begun(self) -> bool:
        head = self._file.readline()
        if _HEAD.startswith(head[: len(_HEAD)]) and not head.endswith(b"\n"):
            return False
        if not head.startswith(_HEAD):
            raise ConfigurationError(f"{self.path} was not written by an export: remove it, or name another target")
        before = _read(head, self.path).get("about")
        if not is_object(before):
            raise _damaged(self.path)
        differing = [name for name in {**before, **self._about} if before.get(name) != self._about.get(name)]
        if differing and self._file.peek(1):
            name = differing[0]
            raise ConfigurationError(
                f"{self.path} was begun with the {name} {before.get(name)!r}, not {self._about.get(name)!r}. "
                "Go on with the same, or remove the file to begin anew"
            )
        return not differing  # nothing is lost of another export that got no row, such as one with a mistyped company

    def _begin(self) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._write(_HEAD + b'"about": ' + json.dumps(self._about).encode() + b"}\n")

    def _go_on(self) -> None:
        """Read the file up to its last position."""
        fresh: list[Any] = []
        here = end = self._file.tell()
        for line in self._file:
            here += len(line)
            if not line.endswith(b"\n"):
                break
            if line.startswith(b"#"):
                section = _section(line, self.path)
                self._ids.update(mark for id_ in fresh if (mark := _mark(section.name, id_)) is not None)
                fresh.clear()
                self.sections[section.name] = section
                end = here
            else:
                fresh.append(_read(line, self.path).get("id"))
        self._file.seek(end)
        self._file.truncate()

    def _write(self, content: bytes) -> None:
        with self._writing():
            self._file.write(content)
            self._file.flush()
            os.fsync(self._file.fileno())


def _mark(section: str | None, id_: Any) -> int | None:
    return None if id_ is None else hash((section, str(id_)))


def _read(line: bytes, path: Path) -> dict[str, Any]:
    try:
        found: Any = json.loads(line.removeprefix(b"#"))
    except (ValueError, RecursionError):
        found = None
    if not is_object(found):
        raise _damaged(path)
    return found


def _section(line: bytes, path: Path) -> ExportSection:
    found = _read(line, path)
    if not found.keys() <= set(ExportSection._fields) or not isinstance(found.get("rows", 0), int):
        raise _damaged(path)
    return ExportSection(**found)


def _damaged(path: Path) -> ConfigurationError:
    return ConfigurationError(f"{path} is damaged: remove it to begin anew")
