"""Whose file it is: where it lies, who may read it, and what is not followed."""

from __future__ import annotations

import fcntl
import gc
import os
import signal
import stat
import time
import uuid
from pathlib import Path

import pytest

from conviso_client.quota.exchange import Ask
from conviso_client.quota.limiter import Permit, QuotaWaitExceeded, Settlement

from .helpers import ONE, charged, limiter, store, take, use_up


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_the_file_and_its_directory_are_for_the_user_alone(place: Path) -> None:
    previous = os.umask(0)
    try:
        take(store())
    finally:
        os.umask(previous)
    (file,) = place.iterdir()
    assert (mode(place), mode(file)) == (0o700, 0o600)


def test_wider_modes_are_narrowed(place: Path) -> None:
    take(store())
    (file,) = place.iterdir()
    place.chmod(0o777)
    file.chmod(0o666)
    take(store())
    assert (mode(place), mode(file)) == (0o700, 0o600)


def test_the_name_tells_nothing_of_the_key_or_the_endpoint(place: Path) -> None:
    key = "canary-" + uuid.uuid4().hex
    one = limiter(key)
    use_up(one, 2)
    (file,) = place.iterdir()
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
    take(store(name="probe"))
    file = place / "name.quota"
    if what == "directory":
        (place / "probe.quota").unlink()
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
        from conviso_client.quota.place import _own

        with pytest.raises(PermissionError):
            _own(place)
        assert list(target.iterdir()) == []
        return
    with pytest.raises(OSError, match=r"name\.quota"):
        store().exchange(ONE)
    if target.exists():
        assert target.read_bytes() == b"precious"


def test_the_directory_is_in_the_cache_where_there_is_none_for_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conviso_client.quota import place as places

    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(places, "_RUN", str(tmp_path / "absent"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert places.directory() == tmp_path / "cache" / "conviso-client"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert places.directory() == tmp_path / "home" / ".cache" / "conviso-client"
    (tmp_path / "file").touch()
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert places.directory() == tmp_path / f"conviso-client-{os.geteuid()}"


def test_files_that_nobody_used_for_a_week_are_removed(place: Path) -> None:
    for name in ("old", "used", "locked"):
        take(store(name=name))
    old = time.time() - 8 * 86_400
    for name in ("old", "locked"):
        os.utime(place / f"{name}.quota", (old, old))
    (place / "other.txt").touch()
    with (place / "locked.quota").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        take(store(name="new"))
    assert {path.name for path in place.iterdir()} == {"used.quota", "locked.quota", "new.quota", "other.txt"}


def test_no_descriptor_is_left_open(place: Path) -> None:
    gc.collect()
    before = len(list(Path("/dev/fd").iterdir()))
    for number in range(20):
        take(store(name=f"name {number}"))
    gc.collect()
    assert len(list(Path("/dev/fd").iterdir())) <= before


def test_a_descriptor_that_somebody_else_closed_is_not_written_to(place: Path, tmp_path: Path) -> None:
    one = store()
    take(one, 2)
    descriptor = one._descriptor
    assert descriptor is not None
    os.close(descriptor)  # as a process does that makes a daemon of itself
    other = os.open(tmp_path / "precious", os.O_RDWR | os.O_CREAT)
    assert other == descriptor
    assert len(take(one)) == 1
    assert charged(one) == 3
    one.close()
    assert os.fstat(other).st_size == 0
    os.close(other)


def test_the_fall_back_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from conviso_client.quota import place as places

    def nowhere() -> Path:
        raise PermissionError("no directory")

    monkeypatch.setattr(places, "directory", nowhere)
    monkeypatch.setattr("conviso_client.quota.file.directory", nowhere)
    one = limiter(uuid.uuid4().hex)
    use_up(one, 5)
    with pytest.raises(QuotaWaitExceeded):
        one.acquire(0.0)
    one.settle(Permit(1, 1.0), Settlement("rejected"))
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_signal_does_not_break_a_visit(place: Path) -> None:
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
    assert one.store.primary.exchange(Ask()).ticket == 1001  # type: ignore[attr-defined]
