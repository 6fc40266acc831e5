"""What the file of the ledgers survives: death, stopping, damage, deletion, forks and a full disk."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from contextlib import closing
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conviso_client.quota import shared
from conviso_client.quota.limiter import QuotaWaitExceeded
from conviso_client.quota.store import StoreBusy

from .helpers import Clock, Process, fork, limiter
from .waiting import asleep, charged, until, use_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .helpers import Start


def database(place: Path) -> Path:
    (file,) = place.glob("*.sqlite")
    return file


@pytest.fixture
def locked(place: Path) -> Iterator[Callable[[], sqlite3.Connection]]:
    """Lock the file as a process does that is stopped in the middle of an update."""
    held: list[sqlite3.Connection] = []

    def lock() -> sqlite3.Connection:
        held.append(sqlite3.connect(database(place), isolation_level=None, check_same_thread=False))
        held[-1].execute("BEGIN IMMEDIATE")
        return held[-1]

    yield lock
    for connection in held:
        connection.close()


HOLDER = """
import sys, time
from conviso_client.quota.file import FileStore
from conviso_client.quota.ledger import Limits
from conviso_client.quota.shared import SharedLedger
store = FileStore()
ledger = SharedLedger(store, "name", Limits(5, 60.0, 2.0))
ledger.take((), 2, 1.0)
connection = store._connection
change = lambda image, now: image + bytes(100_000)
def stuck(image, now):
    {during}
    print("locked", flush=True)
    time.sleep(60)
store.update("name", stuck, 60.0)
"""


@pytest.mark.parametrize(
    "during",
    ["pass", "connection.execute('UPDATE ledgers SET image = ?', (change(image, now),))"],
    ids=["read", "half"],
)
def test_the_death_of_who_holds_the_lock_leaves_a_whole_ledger(place: Path, python: Start, during: str) -> None:
    holder = python(HOLDER.format(during=during))
    assert holder.stdout
    holder.stdout.readline()
    other = Process(Clock(time.monotonic()))
    with pytest.raises(StoreBusy):
        other.take()
    holder.kill()
    holder.communicate()
    assert other.charged() == 2


def test_who_is_stopped_while_it_holds_the_lock_leaves_a_part_to_each_of_the_others(
    place: Path, locked: Callable[[], object], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shared, "PATIENCE", 0.05)
    clock = Clock()
    processes = [Process(clock) for _ in range(3)]
    for process in processes:  # the first has seen nobody else so far
        process.take()
    locked()
    alone = [sum(len(_insist(process)) for _ in range(6)) for process in processes]
    assert all(process.alone for process in processes)
    assert alone == [0, 0, 0]  # a third of five is one, and each has had it
    clock.now += 70.0
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 3
    assert "keeps to 1 requests" in caplog.text


def test_a_process_that_begins_while_another_is_stopped_reads_how_many_there_are(
    place: Path, locked: Callable[[], object], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shared, "PATIENCE", 0.05)
    monkeypatch.setattr("conviso_client.quota.file.OPENING", 0.0)
    for _ in range(4):
        Process().take()
    locked()
    assert len(_insist(Process())) == 1
    assert "keeps to 1 requests" in caplog.text


def test_a_file_that_is_always_in_use_by_others_is_not_given_up(
    place: Path, locked: Callable[[], sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "PATIENCE", 0.05)
    clock = Clock()
    one, other = Process(clock), Process(clock)
    one.take()
    for _ in range(5):
        clock.now += 1.0
        other.charged()
        held = locked()
        with pytest.raises(StoreBusy):
            one.take()
        held.execute("ROLLBACK")
        time.sleep(0.06)
    assert not one.alone


def _insist(process: Process) -> list[float]:
    for _ in range(1000):
        try:
            return process.take()
        except StoreBusy:
            time.sleep(0.002)
    raise AssertionError("it stays busy")


def test_a_lock_that_is_held_for_a_moment_is_waited_for(
    place: Path, locked: Callable[[], sqlite3.Connection], caplog: pytest.LogCaptureFixture
) -> None:
    one = limiter(uuid.uuid4().hex)
    use_up(one, 1)
    held = locked()

    def let_go() -> None:
        until(lambda: one.shared._busy[0] < inf)
        held.execute("ROLLBACK")

    thread = threading.Thread(target=let_go)
    thread.start()
    one.acquire(30.0)
    thread.join()
    assert charged(one) == 2
    assert caplog.records == []


def test_after_a_fork_parent_and_child_exclude_and_see_each_other(place: Path) -> None:
    one = limiter(uuid.uuid4().hex, requests=1000)
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
    assert charged(one) == 700


def test_forks_in_the_midst_of_updates_harm_neither_side(place: Path) -> None:
    one = limiter(uuid.uuid4().hex, requests=90_000)
    stop = threading.Event()

    def take() -> None:
        while not stop.is_set():
            one.acquire(None)

    threads = [threading.Thread(target=take) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(8):
            if (child := fork()) == 0:
                status = 1
                try:
                    use_up(one, 3)
                    status = 0
                finally:
                    os._exit(status)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not one.shared._pause


def test_a_child_of_a_fork_waits_and_is_served(place: Path) -> None:
    one = limiter(uuid.uuid4().hex, requests=1, per=0.3, spread=0.1)
    use_up(one, 1)
    waiting = threading.Thread(target=one.acquire, args=(None,))
    waiting.start()
    until(lambda: asleep(one) == 1 or not waiting.is_alive())
    if (child := fork()) == 0:
        status = 1
        try:
            one.acquire(None)
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
        lambda data: b"x" * len(data),
        lambda data: data[:4096] + bytes(255 - byte for byte in data[4096:]),
        lambda data: b"another file altogether\n" * 3,
    ],
    ids=["head", "page", "other", "inverted", "text"],
)
def test_a_damaged_file_starts_afresh_with_a_warning(
    place: Path, damage: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    one = Process(clock)
    one.take(3)
    one.store.close()
    file = database(place)
    data = file.read_bytes()
    assert damage(data) != data
    file.write_bytes(damage(data))
    other = Process(clock)
    with pytest.raises(StoreBusy):  # to be asked again at once
        other.take()
    assert other.charged() == 0
    assert "was damaged" in caplog.text
    assert len(Process(clock).take(2)) == 2
    assert Process(clock).charged() == 2


def test_a_ledger_that_is_none_starts_afresh_with_a_warning(place: Path, caplog: pytest.LogCaptureFixture) -> None:
    one = Process()
    one.take(3)
    with closing(sqlite3.connect(database(place))) as connection, connection:
        connection.execute("UPDATE ledgers SET image = ?", (b"rubbish",))
    assert Process().charged() == 0
    assert "was damaged (it was cut off" in caplog.text


@pytest.mark.parametrize("how", ["emptied", "removed", "rubbish"])
def test_a_process_carries_its_own_charges_over_to_a_new_ledger(place: Path, how: str) -> None:
    one = limiter(uuid.uuid4().hex)
    use_up(one, 5)
    file = database(place)
    if how == "emptied":
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("DELETE FROM ledgers")
    elif how == "removed":
        file.unlink()
    else:
        one.shared.store.close()  # type: ignore[attr-defined]
        file.write_bytes(b"rubbish" * 1000)
    with pytest.raises(QuotaWaitExceeded):
        one.acquire(0.0)
    assert charged(one) == 5
    assert not one.shared._pause


def test_who_has_an_old_file_open_finds_the_new_one(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conviso_client.quota.file.LOOK", 0.0)
    clock = Clock()
    one, two = Process(clock), Process(clock)
    one.take(2)
    database(place).unlink()
    clock.now += 1.0
    two.take(1)
    assert two.charged() == 1
    assert one.charged() == two.charged() == 3


FULL = """
import resource, sys
from conviso_client.quota import Quota
limiter = Quota.shared(requests=5).limiter("https://a", sys.argv[1])
if sys.argv[2] == "later":
    limiter.acquire(0.0)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
got = 0
try:
    while got < 9:
        limiter.acquire(0.0)
        got += 1
except Exception as error:
    print(got, type(error).__name__)
"""


@pytest.mark.parametrize(("when", "permits"), [("at once", 5), ("later", 4)])
def test_a_full_disk_leaves_the_process_with_its_own_count(place: Path, when: str, permits: int) -> None:
    command = [sys.executable, "-c", FULL, uuid.uuid4().hex, when]
    job = subprocess.run(command, capture_output=True, text=True, check=False)
    assert job.stdout == f"{permits} QuotaWaitExceeded\n"
    assert job.stderr.count("cannot be used") == 1


def test_the_file_is_used_again_when_it_can_be(
    place: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "FIRST_PAUSE", 0.05)
    caplog.set_level(logging.INFO, "conviso_client")
    one = limiter(uuid.uuid4().hex)
    use_up(one, 1)
    file = database(place)
    one.shared.store.close()  # type: ignore[attr-defined]
    file.unlink()
    file.mkdir()
    use_up(one, 2)
    file.rmdir()
    until(lambda: time.monotonic() >= one.shared._retry_at)
    use_up(one, 1)
    use_up(one, 1)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert charged(one) == 5
    with pytest.raises(QuotaWaitExceeded):
        one.acquire(0.0)
