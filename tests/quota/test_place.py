"""Whose file it is: where it lies, who may read it, and what is not followed."""

from __future__ import annotations

import gc
import os
import signal
import sqlite3
import stat
import time
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from conviso_client.quota import file as files
from conviso_client.quota.limiter import Permit, QuotaWaitExceeded, Settlement

from .helpers import Process, fork, limiter
from .waiting import charged, use_up


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_the_file_and_its_directory_are_for_the_user_alone(place: Path) -> None:
    previous = os.umask(0)
    try:
        Process().take()
    finally:
        os.umask(previous)
    assert mode(place) == 0o700
    assert {mode(file) for file in place.iterdir()} == {0o600}


def test_wider_modes_are_narrowed(place: Path) -> None:
    Process().take()
    (file,) = place.glob("*.sqlite")
    place.chmod(0o777)
    file.chmod(0o666)
    Process().take()
    assert (mode(place), mode(file)) == (0o700, 0o600)


def test_the_name_tells_nothing_of_the_key_or_the_endpoint(place: Path) -> None:
    key = "canary-" + uuid.uuid4().hex
    one = limiter(key)
    use_up(one, 2)
    for file in place.iterdir():
        assert key.encode() not in file.read_bytes()
        assert key not in file.name
        assert "https" not in file.name
    seen: set[int] = set()
    assert not holds(one, key, seen)


def holds(thing: object, key: str, seen: set[int]) -> bool:
    if id(thing) in seen or len(seen) > 5000:
        return False
    seen.add(id(thing))
    if isinstance(thing, (str, bytes)):
        return key in (thing if isinstance(thing, str) else thing.decode("latin-1"))
    parts: list[object] = []
    if isinstance(thing, dict):
        parts += [*thing, *thing.values()]
    elif isinstance(thing, (list, tuple, set)):
        parts += thing
    parts += list(getattr(thing, "__dict__", {}).values())
    return any(holds(part, key, seen) for part in parts)


@pytest.mark.parametrize("what", ["directory", "file", "fifo", "hard link", "other"])
def test_what_could_lead_elsewhere_is_not_followed(place: Path, what: str, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    file = files.directory() / f"quota-{files._machine()}.sqlite"
    if what == "directory":
        place.rmdir()
        target.mkdir()
        place.symlink_to(target)
    elif what == "file":
        target.write_bytes(b"precious")
        file.symlink_to(target)
    elif what == "fifo":
        os.mkfifo(file)
    elif what == "hard link":
        target.write_bytes(b"precious")
        file.hardlink_to(target)
    else:
        file.mkdir()
    if what == "directory":
        with pytest.raises(PermissionError):
            files._own_directory(place)
        assert list(target.iterdir()) == []
        return
    one = Process()
    assert len(one.take()) == 1
    assert one.alone
    if target.exists():
        assert target.read_bytes() == b"precious"


def test_the_directory_is_in_the_cache_where_there_is_none_for_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(files, "_RUN", str(tmp_path / "absent"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert files.directory() == tmp_path / "cache" / "conviso-client"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert files.directory() == tmp_path / "home" / ".cache" / "conviso-client"
    (tmp_path / "file").touch()
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert files.directory() == tmp_path / f"conviso-client-{os.geteuid()}"


def test_ledgers_that_nobody_used_for_long_are_removed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, names = Process(name="old"), "SELECT name FROM ledgers"
    one.take()
    date = time.time
    monkeypatch.setattr(time, "time", lambda: date() + 86_400.0)
    Process(name="new").take()
    with closing(sqlite3.connect(next(place.glob("*.sqlite")))) as connection:
        assert connection.execute(names).fetchall() == [("new",)]


def test_no_descriptor_is_left_open(place: Path) -> None:
    gc.collect()
    before = len(list(Path("/dev/fd").iterdir()))
    for number in range(20):
        Process(name=f"name {number}").take()
    gc.collect()
    assert len(list(Path("/dev/fd").iterdir())) <= before


def test_a_store_closes_its_file_itself(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **kw: opened.append(connect(*a, **kw)) or opened[-1])
    Process(name="name").take()
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


def test_a_process_that_makes_a_daemon_of_itself_writes_to_no_other_file(place: Path, tmp_path: Path) -> None:
    one = limiter(uuid.uuid4().hex)
    use_up(one, 2)
    if (child := fork()) == 0:  # a daemon forks, and then closes all that it has open
        status = 1
        try:
            gc.disable()  # a finalizer of an earlier test would close a number that is the ledger's by then
            os.closerange(3, 200)
            others = [os.open(tmp_path / "precious", os.O_RDWR | os.O_CREAT) for _ in range(30)]
            use_up(one, 1)
            status = os.fstat(others[0]).st_size
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert charged(one) == 3


@pytest.mark.usefixtures("place")
def test_the_fall_back_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def nowhere() -> Path:
        raise PermissionError("no directory")

    monkeypatch.setattr(files, "directory", nowhere)
    one = limiter(uuid.uuid4().hex)
    use_up(one, 5)
    with pytest.raises(QuotaWaitExceeded):
        one.acquire(0.0)
    one.settle(Permit(1, 1.0), Settlement("rejected"))
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_signal_does_not_break_an_update(place: Path) -> None:
    one = limiter(uuid.uuid4().hex, requests=3000)
    hits = 0

    def handle(*_: object) -> None:
        nonlocal hits
        hits += 1

    previous = signal.signal(signal.SIGALRM, handle)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    try:
        use_up(one, 1000)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    assert hits > 0
    assert charged(one) == 1000
