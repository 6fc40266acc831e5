"""The ledger of many processes in a locked file: it is shared, it survives, and it is nobody else's business."""

from __future__ import annotations

import fcntl
import gc
import logging
import os
import signal
import stat
import struct
import subprocess
import sys
import time
import uuid
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conviso_client.quota import Quota
from conviso_client.quota.exchange import Ask, Busy
from conviso_client.quota.fallback import FallbackStore
from conviso_client.quota.file import FileStore
from conviso_client.quota.ledger import Limits, Settled
from conviso_client.quota.limiter import Limiter, Permit, QuotaWaitExceeded, Settlement

if TYPE_CHECKING:
    from collections.abc import Callable

    Start = Callable[..., subprocess.Popen[str]]

LIMITS = Limits(5, 60.0, 2.0)
ONE = Ask(arrivals=1, waiting=1)


class Clock:
    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def store(clock: Clock | None = None, name: str = "name", limits: Limits = LIMITS) -> FileStore:
    return FileStore(limits, name, clock or Clock())


def charged(one: FileStore) -> int:
    """Return how many permits are charged, and take none."""
    one.exchange(Ask())
    return len(one._state.ledger.ends)


def take(one: FileStore, count: int = 1) -> list[float]:
    return [at for _ in range(count) for at in one.exchange(ONE).permits]


def limiter(key: str, **options: float) -> Limiter:
    return Quota.shared(**{"requests": 5, **options}).limiter("https://a", key)  # type: ignore[arg-type]


def use_up(one: Limiter, permits: int) -> None:
    for _ in range(permits):
        one.acquire(0.0)


def fork() -> int:
    """Fork as a server with workers does: newer Pythons warn of threads, which are what is tested."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


# Sharing


def test_two_openers_share_what_is_charged_and_the_tickets(place: Path) -> None:
    clock = Clock()
    one, two = store(clock), store(clock)
    first = one.exchange(Ask(arrivals=3, waiting=3))
    second = two.exchange(Ask(arrivals=3, waiting=3))
    assert (first.ticket, second.ticket) == (1, 4)
    assert (len(first.permits), len(second.permits)) == (3, 2)
    assert charged(one) == charged(two) == 5


def test_what_one_settles_the_other_sees(place: Path) -> None:
    clock = Clock()
    one, two = store(clock), store(clock)
    first, second = take(one, 2)
    one.exchange(Ask([Settled(first, "unsent")]))
    assert charged(two) == 1
    one.exchange(Ask([Settled(second, "rejected", 0.0, 7.0)]))
    assert two.exchange(Ask()).pace.held_until == pytest.approx(1007.0)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.floats(0, 30)), max_size=40))
def test_whoever_visits_there_are_never_more_than_the_limit(place: Path, visits: list[tuple[int, int, float]]) -> None:
    clock, name = Clock(), uuid.uuid4().hex
    stores = [store(clock, name) for _ in range(3)]
    times: list[float] = []
    for index, arrivals, pause in visits:
        clock.now += pause
        times += stores[index].exchange(Ask(arrivals=arrivals, waiting=arrivals)).permits
    for first, beyond in zip(times, times[LIMITS.permits :], strict=False):
        assert beyond - first >= LIMITS.per
    for one in stores:
        one.close()


JOB = """
import sys
from conviso_client.quota import Quota
from conviso_client.quota.limiter import QuotaWaitExceeded, Settlement
limiter = Quota.shared(requests=5).limiter("https://a", sys.argv[1])
got = 0
try:
    while True:
        limiter.settle(limiter.acquire(0.0), Settlement("answered"))
        got += 1
except QuotaWaitExceeded:
    print(got)
"""


def test_a_job_that_follows_another_sees_what_that_one_used(place: Path, python: Start) -> None:
    key = uuid.uuid4().hex
    use_up(limiter(key), 3)
    assert python(JOB, key).communicate()[0] == "2\n"
    assert python(JOB, key).communicate()[0] == "0\n"
    assert python(JOB, "another key").communicate()[0] == "5\n"


def test_processes_at_the_same_time_get_no_more_than_the_quota(place: Path, python: Start) -> None:
    key = uuid.uuid4().hex
    jobs = [python(JOB, key) for _ in range(4)]
    assert sum(int(job.communicate()[0]) for job in jobs) == 5


WAITER = """
import sys, time
from conviso_client.quota import Quota
limiter = Quota.shared(requests=2, per=0.6, spread=0.2).limiter("https://a", sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
permit = limiter.acquire(None)
print(permit.ticket, permit.at, flush=True)
"""


def test_processes_are_served_in_the_order_in_which_they_came(place: Path, python: Start) -> None:
    key = uuid.uuid4().hex
    one = limiter(key, requests=2, per=0.6, spread=0.2)
    waiters = [python(WAITER, key) for _ in range(4)]
    for waiter in waiters:
        assert waiter.stdout
        waiter.stdout.readline()
    use_up(one, 2)
    results: list[tuple[int, float]] = []
    for ticket, waiter in enumerate(waiters, 3):
        assert waiter.stdin
        waiter.stdin.write("go\n")
        waiter.stdin.flush()
        while one.store.primary.exchange(Ask()).ticket <= ticket:  # type: ignore[attr-defined]
            time.sleep(0.002)
    for waiter in waiters:
        number, at = waiter.communicate()[0].split()
        results.append((int(number), float(at)))
    assert [number for number, _ in results] == [3, 4, 5, 6]
    assert results[1][1] < results[2][1]  # two at a time
    assert results[0][1] < results[3][1]


# What it survives

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
        import threading

        threading.Timer(0.1, lambda: fcntl.flock(held, fcntl.LOCK_UN)).start()
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
    import threading

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
    time.sleep(0.06)
    use_up(one, 1)
    use_up(one, 1)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert len(one.store.primary._state.ledger.ends) == 5  # type: ignore[attr-defined]
    with pytest.raises(QuotaWaitExceeded):
        one.acquire(0.0)


# Clocks


@pytest.mark.parametrize("jump", [-3600.0, 3600.0])
def test_a_date_that_jumps_by_an_hour_changes_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    key, date = uuid.uuid4().hex, time.time
    use_up(limiter(key), 3)
    monkeypatch.setattr(time, "time", lambda: date() + jump)
    other = FileStore(LIMITS, next(place.iterdir()).name.removesuffix(".quota"))
    assert charged(other) == 3
    use_up(limiter(key), 2)
    with pytest.raises(QuotaWaitExceeded):
        limiter(key).acquire(0.0)


def test_after_a_restart_of_the_machine_charges_go_on_by_the_time_since(place: Path) -> None:
    take(store(Clock(500_000.0)), 5)
    assert charged(store(Clock(20.0))) == 5
    assert charged(store(Clock(50.0))) == 5
    assert charged(store(Clock(63.0))) == 0
    assert len(take(store(Clock(64.0)), 5)) == 5
    assert charged(store(Clock(100.0))) == 5
    assert charged(store(Clock(127.0))) == 0


def test_a_machine_that_has_been_up_for_longer_than_before_forgets_what_is_over(place: Path) -> None:
    take(store(Clock(100.0)), 5)
    assert charged(store(Clock(150.0))) == 5  # it cannot have been restarted less than 150 s ago
    assert charged(store(Clock(163.0))) == 0


def test_after_a_suspend_charges_last_as_long_as_the_clock_stood_still(place: Path) -> None:
    clock = Clock()
    one = store(clock)
    take(one, 5)
    assert one.exchange(ONE).permits == []
    clock.now += 63.0
    assert len(take(one, 1)) == 1


def test_readings_of_two_processors_may_differ_a_little(place: Path) -> None:
    take(store(Clock(1000.0)), 3)
    one = store(Clock(999.9))
    (at,) = take(one)
    assert at > 1000.0
    assert one._offset == 0.0


def test_a_clock_that_is_set_forward_does_not_end_what_this_process_is_charged_with(place: Path) -> None:
    clock = Clock()
    one = FallbackStore(store(clock), LIMITS, "the file")
    assert len(one.exchange(Ask(arrivals=5, waiting=5)).permits) == 5
    clock.now += 3600.0
    assert len(one.exchange(ONE).permits) == 1  # the ledger believed it
    assert len(one.exchange(Ask(tickets=(6,), waiting=1)).permits) == 0  # and was told better


# Whose file it is


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
