"""The ledgers of one user on one machine: a small SQLite database in a directory that belongs to the user alone.

SQLite locks on every system, and leaves a whole ledger behind whoever is killed, and whenever. See
docs/decisions/0012-quota-keeping.md.
"""

from __future__ import annotations

import logging
import os
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from conviso_client.http.fork import renew_after_fork
from conviso_client.quota.limiter import monotonic
from conviso_client.quota.store import PATIENCE, Change, StoreBusy

if TYPE_CHECKING:
    import sqlite3

__all__ = ["FileStore", "directory"]

_log = logging.getLogger("conviso_client")

_RUN = "/run/user"
"""Where a session's own directory lies, also for a job of the same user that was started outside of it."""
LOOK = 0.01
"""Seconds after which an update looks again whether the file is still the one that was opened: a look is dear."""
OPENING = 0.1
"""Seconds for which the file may be locked when it is opened, which is done once: many processes may begin together."""

_UPDATE = "UPDATE ledgers SET image = changed(image), until = ? WHERE name = ?"
"""A statement is a transaction of its own, at half the price of one that Python begins and commits."""

_abandoned: list[sqlite3.Connection] = []
"""What a parent process had open while it could not be closed. It must never be closed here."""


class FileStore:
    """Keeps ledgers for the processes of one user on one machine.

    Its time is the machine's monotonic clock, which all processes share and which no change of the date moves.
    """

    quick = True

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._path = Path()
        self._identity: tuple[int, ...] | None = None
        """Tells the files that the connection was opened for from others of the same name."""
        self._look_at = 0.0
        self._pending = _Pending(clock)
        renew_after_fork(self)

    def __str__(self) -> str:
        return "the file that processes share"

    def before_fork(self) -> None:
        """Close the file: SQLite forbids a child to use what its parent opened, and even to close it."""
        self._forking = self._lock.acquire(timeout=PATIENCE)
        if self._forking:
            self.close()

    def after_fork_in_parent(self) -> None:
        """Let go of the lock that `before_fork` took."""
        if self._forking:
            self._lock.release()

    def after_fork(self) -> None:
        """Begin anew in the child."""
        self._lock = threading.Lock()
        if self._connection is not None:
            _abandoned.append(self._connection)
            self._connection = None

    def close(self) -> None:
        """Close the file; the next update opens it again."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    __del__ = close  # Python 3.13 warns of a connection that it has to close itself

    def update(self, name: str, change: Change, lifetime: float) -> None:
        import sqlite3

        # A signal handler may call the API while this thread is in here, so nobody waits for the lock without end.
        if not self._lock.acquire(timeout=PATIENCE):
            raise StoreBusy
        pending, now = self._pending, time.time()
        pending.change = change
        try:
            connection = self._open()
            while not connection.execute(_UPDATE, (now + lifetime, name)).rowcount:
                connection.execute("DELETE FROM ledgers WHERE until < ?", (now,))
                connection.execute("INSERT OR IGNORE INTO ledgers VALUES (?, NULL, ?)", (name, now + lifetime))
        except sqlite3.Error as error:
            if pending.error is not None:
                raise pending.error from None  # SQLite itself says no more than that there was one
            if "locked" in str(error):
                raise StoreBusy(self._peek(name)) from None
            self.close()
            if isinstance(error, sqlite3.OperationalError):
                raise
            _log.warning("quota: the file %s was damaged (%s) and starts afresh", self._path.name, error)
            _remove(self._path, "", "-wal", "-shm")
            raise StoreBusy from None
        finally:
            pending.change = pending.error = None
            self._lock.release()

    def _peek(self, name: str) -> bytes | None:
        """Return a ledger that another process has locked: readers need no lock."""
        import sqlite3

        with suppress(sqlite3.Error):
            for (image,) in self._open().execute("SELECT image FROM ledgers WHERE name = ?", (name,)):
                return bytes(image) if image else None  # none in a row that another process has just begun
        return None

    def _open(self) -> sqlite3.Connection:
        if (now := monotonic()) >= self._look_at:
            self._look_at = now + LOOK
            if _identity(self._path) != self._identity:
                self.close()
        if self._connection is not None:
            return self._connection
        import sqlite3

        self._path = directory() / f"quota-{_machine()}.sqlite"
        _own_file(self._path)
        connection = sqlite3.connect(self._path, timeout=OPENING, isolation_level=None, check_same_thread=False)
        try:
            # A write-ahead log costs a third of a journal, and lets others read while one process writes. Nothing is
            # forced to the disk: a ledger must outlive its processes, not the machine.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("CREATE TABLE IF NOT EXISTS ledgers (name TEXT PRIMARY KEY, image BLOB, until REAL)")
            connection.execute("PRAGMA busy_timeout = 0")
            connection.create_function("changed", 1, self._pending)
            self._identity = _identity(self._path)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection


class _Pending:
    """The change that SQLite makes of a ledger while it has it locked. A connection would keep a `FileStore` alive."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.change: Change | None = None
        self.error: BaseException | None = None

    def __call__(self, image: bytes | None) -> bytes:
        assert self.change is not None
        try:
            return self.change(image, self._clock())
        except BaseException as error:
            self.error = error
            raise


def directory() -> Path:
    """Return a directory of mode 0700 that belongs to this user, making it if need be.

    Raises `OSError` if there is none.
    """
    for path in _directories():
        with suppress(OSError):
            return _own_directory(path)
    raise PermissionError("no directory of this user's own can be written")


def _machine() -> str:
    """Return a name for this machine: a home directory may be shared by several, whose clocks differ."""
    import hashlib

    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]


def _user() -> int | None:
    """Return this user's number; None where files have no owners (Windows, whose directories here are the user's)."""
    return os.geteuid() if hasattr(os, "geteuid") else None


def _directories() -> Iterator[Path]:
    user = _user()
    for runtime in (os.environ.get("XDG_RUNTIME_DIR"), f"{_RUN}/{user}"):
        if runtime and Path(runtime).is_absolute() and Path(runtime).is_dir():
            yield Path(runtime) / "conviso-client"
    cache = os.environ.get("XDG_CACHE_HOME")
    if cache and Path(cache).is_absolute():
        yield Path(cache) / "conviso-client"
    else:
        with suppress(RuntimeError):
            yield Path.home() / ".cache" / "conviso-client"
    import tempfile

    yield Path(tempfile.gettempdir()) / f"conviso-client-{user}"


def _own_directory(path: Path) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    _keep_private(path, stat.S_IFDIR, 0o700)
    if not os.access(path, os.W_OK | os.X_OK):
        raise PermissionError(f"{path} cannot be written")
    return path


def _own_file(path: Path) -> None:
    """Make the file if need be. It is not opened: closing it would end every lock that this process has on it."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        _remove(path, "-wal", "-shm")  # of a file that somebody removed: they would bring its content back
    _keep_private(path, stat.S_IFREG, 0o600)


def _keep_private(path: Path, kind: int, mode: int) -> None:
    """See that nobody else may read a path. Raises `PermissionError` if it is not plainly this user's own."""
    status, user = path.lstat(), _user()  # a link is not followed
    shared = kind == stat.S_IFREG and status.st_nlink > 1
    if stat.S_IFMT(status.st_mode) != kind or shared or user not in (None, status.st_uid):
        raise PermissionError(f"{path} is not of this user alone")
    if user is not None and status.st_mode & 0o077:
        path.chmod(mode)


def _remove(path: Path, *suffixes: str) -> None:
    for suffix in suffixes:
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _identity(path: Path) -> tuple[int, ...] | None:
    """Return device and inodes of the database and of its log, without which it is half a database."""
    try:
        status, log = path.stat(), Path(f"{path}-wal").stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, log.st_ino
