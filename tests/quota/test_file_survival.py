"""What the file of the ledger survives: death, stopping, damage, deletion and a full disk."""

from __future__ import annotations

import fcntl
import logging
import os
import struct
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conviso_client.quota.exchange import Ask, Busy
from conviso_client.quota.limiter import QuotaWaitExceeded

if TYPE_CHECKING:
    from collections.abc import Callable

    from .helpers import Start

from .helpers import ONE, Clock, charged, fork, limiter, store, take, use_up
from .waiting import until

HOLDER = """
import sys, time
from conviso_client.quota import file, exchange
store = file.FileStore(file.Limits(5, 60.0, 2.0), "name")
store.exchange(exchange.Ask(arrivals=2, waiting=2))
save = store._save
def stuck(descriptor, number):
    {before}
    print("locked", flush=True)
    time.sleep(60)
store._save = stuck
store.exchange(exchange.Ask(arrivals=1, waiting=1))
"""


@pytest.mark.parametrize(
    "before", ["pass", "file._write = lambda *_: None; save(descriptor, number)", "save(descriptor, number)"]
)
def test_the_death_of_who_holds_the_lock_leaves_a_whole_ledger(place: Path, python: Start, before: str) -> None:
    holder = python(HOLDER.format(before=before))
    assert holder.stdout
    holder.stdout.readline()
    other = store(Clock(time.monotonic()))
    with pytest.raises(Busy):
        other.exchange(ONE)
    holder.kill()
    holder.communicate()
    assert charged(other) == (3 if before.startswith("save") else 2)


@pytest.mark.parametrize("torn", [0, 1, 7, 8, 100])
def test_a_write_that_was_cut_off_is_as_if_it_had_not_been(
    place: Path, torn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conviso_client.quota import file

    class Killed(BaseException):
        pass

    def write_some(descriptor: int, data: bytes, offset: int) -> None:
        os.pwrite(descriptor, data[:torn], offset)
        raise Killed

    clock = Clock()
    one = store(clock)
    take(one, 3)
    with monkeypatch.context() as patch:
        patch.setattr(file, "_write", write_some)
        with pytest.raises(Killed):
            one.exchange(ONE)
    assert charged(store(clock)) == 3
    assert charged(one) == 3


def test_who_is_stopped_while_it_holds_the_lock_does_not_stop_the_others(
    place: Path, python: Start, caplog: pytest.LogCaptureFixture
) -> None:
    one = limiter(uuid.uuid4().hex)
    use_up(one, 1)
    (file,) = place.iterdir()
    with file.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert one.acquire(30.0).ticket == 2
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "keeps it locked" in caplog.text


def test_a_lock_that_is_held_for_a_moment_is_waited_for(place: Path) -> None:
    one = limiter(uuid.uuid4().hex)
    use_up(one, 1)
    (file,) = place.iterdir()
    with file.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        def let_go() -> None:
            until(lambda: one.store.primary._locked_since is not None)  # type: ignore[attr-defined]
            fcntl.flock(held, fcntl.LOCK_UN)

        threading.Thread(target=let_go).start()
        permit = one.acquire(30.0)
        assert permit.ticket == 2
    assert one.store.primary.exchange(Ask()).ticket == 3  # type: ignore[attr-defined]


def test_after_a_fork_parent_and_child_exclude_and_see_each_other(place: Path) -> None:
    key = uuid.uuid4().hex
    one = limiter(key, requests=1000)
    use_up(one, 100)
    read, write = os.pipe()
    if (child := fork()) == 0:
        got = 0
        try:
            use_up(one, 300)
            got = 300
        finally:
            os.write(write, str(got).encode())
            os._exit(0)
    use_up(one, 300)
    os.waitpid(child, 0)
    assert os.read(read, 10) == b"300"
    os.close(read)
    os.close(write)
    reply = one.store.primary.exchange(Ask())  # type: ignore[attr-defined]
    assert reply.ticket == 701
    assert len(one.store.primary._state.ledger.ends) == 700  # type: ignore[attr-defined]


def test_a_child_of_a_fork_waits_and_is_served(place: Path) -> None:
    one = limiter(uuid.uuid4().hex, requests=1, per=0.3, spread=0.1)
    use_up(one, 1)
    waiting = threading.Thread(target=one.acquire, args=(None,))
    waiting.start()
    if (child := fork()) == 0:
        status = 1
        try:
            one.acquire(30.0)
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    waiting.join()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:20],
        lambda data: data[:4200],
        lambda data: data[:-3],
        lambda data: b"\0" * len(data),
        lambda data: b"x" * len(data),
        lambda data: data[:10] + b"\xff" * 10 + data[20:],
        lambda data: data[:4096] + bytes(255 - byte for byte in data[4096:]),
        lambda data: data[:-8] + struct.pack("<d", 5.0),
        lambda data: b"another file altogether\n" * 3,
    ],
)
def test_a_damaged_file_starts_afresh_with_a_warning(
    place: Path, damage: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    take(store(clock), 3)
    (file,) = place.iterdir()
    data = file.read_bytes()
    assert damage(data) != data
    file.write_bytes(damage(data))
    assert charged(store(clock)) == 0
    assert "was damaged" in caplog.text
    assert len(take(store(clock), 2)) == 2
    assert charged(store(clock)) == 2


def test_an_emptied_file_starts_afresh(place: Path) -> None:
    clock = Clock()
    one = store(clock)
    take(one, 3)
    (file,) = place.iterdir()
    os.truncate(file, 0)
    assert charged(one) == 0


def test_a_process_carries_its_own_charges_over_to_a_new_ledger(place: Path) -> None:
    one = limiter(uuid.uuid4().hex)
    use_up(one, 5)
    (file,) = place.iterdir()
    os.truncate(file, 0)
    with pytest.raises(QuotaWaitExceeded):
        one.acquire(0.0)
    file.unlink()
    with pytest.raises(QuotaWaitExceeded):
        one.acquire(0.0)
    (file,) = place.iterdir()
    file.write_bytes(b"rubbish" * 1000)
    with pytest.raises(QuotaWaitExceeded):
        one.acquire(0.0)


def test_who_has_an_old_file_open_finds_the_new_one(place: Path) -> None:
    clock = Clock()
    one, two = store(clock), store(clock)
    take(one, 2)
    (file,) = place.iterdir()
    file.unlink()
    take(two, 1)
    assert charged(one) == charged(two) == 1


FULL = """
import resource, sys
from conviso_client.quota import Quota
limiter = Quota.shared(requests=5).limiter("https://a", sys.argv[1])
if sys.argv[2] == "later":
    limiter.acquire(0.0)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
tickets = [limiter.acquire(0.0).ticket for _ in range(4)]
try:
    limiter.acquire(0.0)
    limiter.acquire(0.0)
except Exception as error:
    print(tickets, type(error).__name__)
"""


@pytest.mark.parametrize(("when", "tickets"), [("at once", [1, 2, 3, 4]), ("later", [2, 3, 4, 5])])
def test_a_full_disk_leaves_the_process_with_its_own_count(
    place: Path, python: Start, when: str, tickets: list[int]
) -> None:
    job = subprocess.run(
        [sys.executable, "-c", FULL, uuid.uuid4().hex, when], capture_output=True, text=True, timeout=60, check=False
    )
    assert job.stdout == f"{tickets} QuotaWaitExceeded\n"
    assert job.stderr.count("cannot be used") == 1


def test_the_file_is_used_again_when_it_can_be(
    place: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conviso_client.quota import fallback

    monkeypatch.setattr(fallback, "FIRST_PAUSE", 0.05)
    caplog.set_level(logging.INFO, "conviso_client")
    one = limiter(uuid.uuid4().hex)
    use_up(one, 1)
    (file,) = place.iterdir()
    file.unlink()
    file.mkdir()
    use_up(one, 2)
    file.rmdir()
    until(lambda: time.monotonic() >= one.store._retry_at)  # type: ignore[attr-defined]
    use_up(one, 1)
    use_up(one, 1)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert len(one.store.primary._state.ledger.ends) == 5  # type: ignore[attr-defined]
    with pytest.raises(QuotaWaitExceeded):
        one.acquire(0.0)
