"""What has come of an export so far, in a file that grows: killed at any moment, it tells where to go on.

Rows are lines of JSON, in the API's names. After each page comes a line that begins with `#`: where the reading stands.
What follows the last such line is cut off, for it comes again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from conviso_client.errors import ConfigurationError

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
    """Rows that the list had, by the last page that came; None if it does not tell."""
    resume: PagerState | None = None
    """Where to go on; None is the beginning."""
    done: bool = False
    flaw: str | None = None
    """Why it is not the whole list, or why it could not be read at all."""
    refused: bool = False
    """True if the key may not read it: its rows do not count."""


class Collected:
    """Rows that have come so far, each once."""

    def __init__(self) -> None:
        self.sections: dict[str | None, ExportSection] = {}
        self.resumed = 0
        """Rows that an earlier run brought."""
        self._ids: set[int] = set()
        """Hashes of what is there: text would need twice the memory."""

    @property
    def rows(self) -> int:
        """All rows that count."""
        return sum(section.rows for section in self.sections.values() if not section.refused)

    def section(self, name: str | None) -> ExportSection:
        """Return how far a list has come."""
        return self.sections.get(name, ExportSection(name))

    def note(self, section: ExportSection) -> None:
        """Remember how far a list has come."""
        self.sections[section.name] = section

    def add(self, section: ExportSection, rows: Iterable[Any]) -> ExportSection:
        """Keep the rows of a page but for those that are there; return the list as it stands then."""
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
    """Rows that are written when they come: what was written cannot be taken back, or gone on with."""

    def __init__(self, write: Callable[[str | None, list[Any]], None]) -> None:
        """Take what writes the rows of a list."""
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
    """An export that is not finished."""

    def __init__(self, path: Path, about: Mapping[str, Any], *, anew: bool) -> None:
        """Begin, or go on with what is there.

        `about` is what the rows depend on; `anew` begins anew whatever is there. Raises `ConfigurationError` for a file
        that is about something else, is none of these, or is being written by another export.
        """
        super().__init__()
        self.path = path
        self._about: dict[str, Any] = dict(about)
        try:
            self._file: BinaryIO = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
        except OSError as error:
            raise ConfigurationError(f"cannot write {path}: {error.strerror}") from None
        try:
            self._lock()
            if anew or not self._is_begun():
                self._begin()
            else:
                self._go_on()
        except BaseException:
            self._file.close()
            raise
        self.resumed = self.rows

    def add(self, section: ExportSection, rows: Iterable[Any]) -> ExportSection:
        """Write the rows of a page but for those that are there, and how to go on after them."""
        if section.name not in self.sections:
            self.note(ExportSection(section.name))  # tells whose rows follow
        fresh = self._fresh(section, rows)
        section = section._replace(rows=section.rows + len(fresh))
        self._note(section, [json.dumps(row.to_dict(api_names=True), ensure_ascii=False) for row in fresh])
        return section

    def note(self, section: ExportSection) -> None:
        """Write how far a list has come."""
        self._note(section, ())

    def _note(self, section: ExportSection, lines: Iterable[str]) -> None:
        self._write("".join(f"{line}\n" for line in (*lines, f"#{json.dumps(section._asdict())}")).encode())
        super().note(section)

    def lines(self) -> Iterator[tuple[ExportSection, bytes]]:
        """Give the rows that count, each as JSON, with its list."""
        section = ExportSection()
        with self.path.open("rb") as file:
            next(file)
            for line in file:
                if line.startswith(b"#"):
                    section = self.sections[_read(line, self.path)["name"]]
                elif not section.refused:
                    yield section, line

    def close(self) -> None:
        """Leave the file: the next export goes on with it."""
        self._file.close()

    def remove(self) -> None:
        """Remove it: all is where it belongs."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _lock(self) -> None:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ConfigurationError(f"another export is writing {self.path}: wait for it, or stop it") from None

    def _is_begun(self) -> bool:
        head = self._file.readline()
        if _HEAD.startswith(head[: len(_HEAD)]) and not head.endswith(b"\n"):
            return False
        if not head.startswith(_HEAD):
            raise ConfigurationError(f"{self.path} was not written by an export: remove it, or name another target")
        before = _read(head, self.path)["about"]
        differing = [name for name in {**before, **self._about} if before.get(name) != self._about.get(name)]
        if differing:
            name = differing[0]
            raise ConfigurationError(
                f"{self.path} was begun with another {name}: {before.get(name)!r}, not {self._about.get(name)!r}. "
                "Go on with the same, or remove the file to begin anew"
            )
        return True

    def _begin(self) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._write(_HEAD + b'"about": ' + json.dumps(self._about).encode() + b"}\n")

    def _go_on(self) -> None:
        """Read what is there, to the last line that tells how to go on."""
        fresh: list[Any] = []
        here = end = self._file.tell()
        for line in self._file:
            here += len(line)
            if not line.endswith(b"\n"):
                break
            if line.startswith(b"#"):
                section = ExportSection(**_read(line, self.path))
                self._ids.update(mark for id_ in fresh if (mark := _mark(section.name, id_)) is not None)
                fresh.clear()
                self.sections[section.name] = section
                end = here
            else:
                fresh.append(_read(line, self.path).get("id"))
        self._file.seek(end)
        self._file.truncate()

    def _write(self, content: bytes) -> None:
        try:
            self._file.write(content)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise ConfigurationError(f"cannot write {self.path}: {error.strerror}") from None


def _mark(section: str | None, id_: Any) -> int | None:
    return None if id_ is None else hash((section, str(id_)))


def _read(line: bytes, path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(line.removeprefix(b"#"))
    except ValueError:
        raise ConfigurationError(f"{path} is damaged: remove it to begin anew") from None
    return found
