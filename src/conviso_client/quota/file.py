"""The ledger of one user on one machine: a small locked file.

The file holds two images and a head that names the valid one. A visit writes the other image and then the head, which
lies in one page, so a process that is killed at any point leaves a whole ledger. Times are those of the machine's
monotonic clock, which all its processes share and which no change of the date moves.
"""

from __future__ import annotations

import contextlib
import logging
import os
import struct
import time
import weakref
import zlib
from array import array
from bisect import bisect_left
from errno import EFBIG, ENOSPC, ETIMEDOUT
from typing import TYPE_CHECKING

from conviso_client.quota.exchange import Ask, Busy, Member, Renewed, Reply, State, serve
from conviso_client.quota.ledger import REGRESSION, Ledger, Limits, Pace
from conviso_client.quota.place import SUFFIX, directory, open_file, remove_old

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["FileStore"]

_log = logging.getLogger("conviso_client")

_HEAD = struct.Struct("<8sQIII")
"""Magic and version, number of the write, which image, its length, its checksum."""
_MAGIC = b"cnvquot1"
_FIXED = struct.Struct("<qqdddd?dqddI")
"""Epoch, last ticket, last time, offset of the clock, the pace, how many members; the charges follow."""
_MEMBER = struct.Struct("<qqqd")
_FIRST_IMAGE = 4096
_IMAGE = 1 << 20
"""Room for one image; the file is sparse."""
_PATIENCE = 1.0
"""Seconds of finding the file locked after which it is given up: who holds it has been stopped."""


Identity = tuple[int, int]
"""Device and inode."""


class Damaged(Exception):  # noqa: N818
    """The file does not hold a ledger."""


class FileStore:
    """Keeps the ledger for the processes of one user on one machine. Raises `OSError` where the file cannot be used."""

    inline = True
    failures: tuple[type[Exception], ...] = (OSError,)

    def __init__(
        self,
        limits: Limits,
        name: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        import fcntl

        self._flock, self._lock, self._unlock = fcntl.flock, fcntl.LOCK_EX | fcntl.LOCK_NB, fcntl.LOCK_UN
        self._limits = limits
        self._file_name = name + SUFFIX
        self._clock = clock
        self._locked_since: float | None = None
        self._begin()

    def _begin(self) -> None:
        self._me = _random_number()
        self._descriptor: int | None = None
        self._identity: Identity | None = None
        """What the descriptor was opened for; None: the file has been removed, or another one has the number now."""
        self._close: Callable[[], object] = lambda: None
        self._head = b""
        """The head that belongs to `_state` and `_offset`; empty: neither is known."""
        self._state = State(Ledger(self._limits))
        self._offset = 0.0

    def exchange(self, ask: Ask) -> Reply:
        descriptor = self._acquire()
        try:
            number = self._load(descriptor) + 1
            self._head = b""
            now = self._now()
            if ask.epoch not in (None, self._state.epoch):
                self._save(descriptor, number)
                raise Renewed(self._state.epoch, now)
            _carry(self._state.ledger.ends, ask.carry)
            reply = serve(self._state, now, self._me, ask)
            self._save(descriptor, number)
        finally:
            self._flock(descriptor, self._unlock)
        return reply

    def close(self) -> None:
        """Close the file; the next exchange opens it again."""
        self._close()
        self._begin()

    def forked(self) -> None:
        """Let go of the descriptor, whose locks the child would share with its parent."""
        self.close()

    def _acquire(self) -> int:
        """Return the descriptor of the file, locked."""
        descriptor = self._descriptor
        if descriptor is None or _identity(descriptor) != self._identity:
            self.close()
            descriptor = self._open()
        try:
            self._flock(descriptor, self._lock)
        except BlockingIOError:
            self._count_busy()
            raise Busy from None
        self._locked_since = None
        return descriptor

    def _count_busy(self) -> None:
        now = time.monotonic()
        if self._locked_since is None:
            self._locked_since = now
        elif now - self._locked_since > _PATIENCE:
            self._locked_since = None
            raise OSError(ETIMEDOUT, "another process keeps it locked", self._file_name)

    def _open(self) -> int:
        place = directory()
        self._descriptor = descriptor = open_file(place / self._file_name)
        self._identity = identity = _identity(descriptor)
        if identity is not None:
            self._close = weakref.finalize(self, _close, descriptor, identity)
        if not os.fstat(descriptor).st_size:  # new: the moment to look for what has become old
            remove_old(place, self._file_name)
        return descriptor

    def _now(self) -> float:
        """Return the ledger's time. If the machine was started anew, at least the time since its start has passed."""
        now, last = self._clock() + self._offset, self._state.ledger.last
        if now < last - REGRESSION:
            self._offset = last
            now = self._clock() + self._offset
        return now

    def _load(self, descriptor: int) -> int:
        """Make the file's state ours, and return the number of the write that made it."""
        head = os.pread(descriptor, _HEAD.size, 0)
        if head and head == self._head:
            return int(_HEAD.unpack(head)[1])
        if not head:
            self._start()
            return 0
        try:
            number = self._parse(descriptor, head)
        except (Damaged, struct.error, ValueError) as error:
            _log.warning("quota: the file %s was damaged (%s) and starts afresh", self._file_name, error)
            self._start()
            return 0
        self._state.ledger.limits = self._limits
        return number

    def _start(self) -> None:
        self._state = State(Ledger(self._limits), epoch=_random_number())
        self._offset = 0.0

    def _parse(self, descriptor: int, head: bytes) -> int:
        magic, number, slot, length, checksum = _HEAD.unpack(head)
        if magic != _MAGIC or slot > 1 or length > _IMAGE:
            raise Damaged("its head")
        image = os.pread(descriptor, length, _FIRST_IMAGE + slot * _IMAGE)
        if len(image) != length or zlib.crc32(image) != checksum:
            raise Damaged("its checksum")
        epoch, issued, last, self._offset, *pace, members = _FIXED.unpack_from(image)
        split = _FIXED.size + members * _MEMBER.size
        ledger = Ledger(self._limits, last, array("d", image[split:]), Pace(*pace))
        line = {name: Member(*rest) for name, *rest in _MEMBER.iter_unpack(image[_FIXED.size : split])}
        self._state = State(ledger, epoch, issued, line)
        return int(number)

    def _save(self, descriptor: int, number: int) -> None:
        state = self._state
        ledger = state.ledger
        pace = ledger.pace
        fixed = _FIXED.pack(
            state.epoch,
            state.issued,
            ledger.last,
            self._offset,
            *pace,
            len(state.members),
        )
        members = b"".join([_MEMBER.pack(name, *member) for name, member in state.members.items()])
        image = fixed + members + ledger.ends.tobytes()
        if len(image) > _IMAGE:
            raise OSError(EFBIG, "the ledger has outgrown its file")
        slot = number & 1
        head = _HEAD.pack(_MAGIC, number, slot, len(image), zlib.crc32(image))
        _write(descriptor, image, _FIRST_IMAGE + slot * _IMAGE)
        _write(descriptor, head, 0)
        self._head = head


def _random_number() -> int:
    return int.from_bytes(os.urandom(6), "little") + 1


def _carry(ends: array[float], carried: Sequence[float]) -> None:
    for end in carried:
        found = bisect_left(ends, end)
        if found == len(ends) or ends[found] != end:
            ends.insert(found, end)


def _write(descriptor: int, data: bytes, offset: int) -> None:
    if os.pwrite(descriptor, data, offset) != len(data):
        raise OSError(ENOSPC, "the file could not be written whole")


def _identity(descriptor: int) -> Identity | None:
    try:
        status = os.fstat(descriptor)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status.st_nlink else None


def _close(descriptor: int, identity: Identity) -> None:
    with contextlib.suppress(OSError):
        status = os.fstat(descriptor)
        if (status.st_dev, status.st_ino) == identity:  # else somebody has closed it, and its number is another file's
            os.close(descriptor)
