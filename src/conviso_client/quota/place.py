"""Where the file of a ledger lies: a directory that belongs to the user alone, and no way around that."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SUFFIX", "directory", "open_file", "remove_old"]

SUFFIX = ".quota"
_RUN = "/run/user"
"""Where a session's own directory lies, also for a job of the same user that was started outside of it."""
OLD = 7 * 86_400.0
"""Seconds without use after which a file is removed."""


def directory() -> Path:
    """Return a directory of mode 0700 that belongs to this user, making it if need be.

    Raises `OSError` if there is none.
    """
    for place in _places():
        with contextlib.suppress(OSError):
            return _own(place)
    raise PermissionError("no directory of this user's own can be written")


def open_file(path: Path) -> int:
    """Open or make a file of mode 0600 and return its descriptor.

    Raises `OSError` if it is not plainly this user's own.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    descriptor = os.open(path, flags, 0o600)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_nlink > 1:
        os.close(descriptor)
        raise PermissionError(f"{path} is not a file of this user alone")
    if status.st_mode & 0o077:
        os.fchmod(descriptor, 0o600)
    return descriptor


def remove_old(place: Path, keep: str) -> None:
    """Remove the files that nobody has used for a week."""
    import fcntl

    for path in place.glob(f"*{SUFFIX}"):
        if path.name == keep:
            continue
        with contextlib.suppress(OSError):
            if path.lstat().st_mtime > time.time() - OLD:
                continue
            descriptor = open_file(path)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            finally:
                os.close(descriptor)


def _places() -> Iterator[Path]:
    user = os.geteuid()
    for runtime in (os.environ.get("XDG_RUNTIME_DIR"), f"{_RUN}/{user}"):
        if runtime and Path(runtime).is_absolute() and Path(runtime).is_dir():
            yield Path(runtime) / "conviso-client"
    cache = os.environ.get("XDG_CACHE_HOME")
    if cache and Path(cache).is_absolute():
        yield Path(cache) / "conviso-client"
    else:
        with contextlib.suppress(RuntimeError):
            yield Path.home() / ".cache" / "conviso-client"
    import tempfile

    yield Path(tempfile.gettempdir()) / f"conviso-client-{user}"


def _own(place: Path) -> Path:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        place.mkdir(mode=0o700)
    status = place.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise PermissionError(f"{place} is not a directory of this user")
    if status.st_mode & 0o077:
        place.chmod(0o700)
    if not os.access(place, os.W_OK | os.X_OK):
        raise PermissionError(f"{place} cannot be written")
    return place
