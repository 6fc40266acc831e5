"""The ledger of many processes in a file: it is shared, and no clock confuses it."""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conviso_client.quota.limiter import QuotaWaitExceeded, Settlement

from .helpers import LIMITS, Clock, Process, limiter
from .waiting import ledger, settled, until, use_up

if TYPE_CHECKING:
    from .helpers import Start


def test_two_processes_share_what_is_charged(place: Path) -> None:
    clock = Clock()
    one, two = Process(clock), Process(clock)
    assert (len(one.take(3)), len(two.take(3))) == (3, 2)
    assert one.charged() == two.charged() == 5


def test_what_one_settles_the_other_sees(place: Path) -> None:
    clock = Clock()
    one, two = Process(clock), Process(clock)
    first, second = one.take(2)
    one.shared.take([settled(first, "unsent")])
    assert two.charged() == 1
    one.shared.take([settled(second, "rejected", retry_after=7.0)])
    assert two.charged() == 1
    assert two.shared.ledger.pace.held_until == pytest.approx(1007.0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.floats(0, 30)), max_size=40))
def test_whoever_asks_there_are_never_more_than_the_limit(place: Path, visits: list[tuple[int, int, float]]) -> None:
    clock, name = Clock(), uuid.uuid4().hex
    processes = [Process(clock, name) for _ in range(3)]
    times: list[float] = []
    for index, count, pause in visits:
        clock.now += pause
        times += processes[index].take(count)
    for first, beyond in zip(times, times[LIMITS.permits :], strict=False):
        assert beyond - first >= LIMITS.per
    for process in processes:
        process.store.close()


JOB = """
import sys
for absent in sys.argv[2:]:
    sys.modules[absent] = None
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


@pytest.mark.parametrize("absent", [(), ("fcntl",)], ids=["as it is", "as on Windows"])
def test_a_job_that_follows_another_sees_what_that_one_used(
    place: Path, python: Start, absent: tuple[str, ...]
) -> None:
    key = uuid.uuid4().hex
    use_up(limiter(key), 3)
    assert python(JOB, key, *absent).communicate()[0] == "2\n"
    assert python(JOB, key, *absent).communicate()[0] == "0\n"
    assert python(JOB, "another key", *absent).communicate()[0] == "5\n"


@pytest.mark.parametrize("absent", [(), ("fcntl",)], ids=["as it is", "as on Windows"])
def test_processes_at_the_same_time_get_no_more_than_the_quota(
    place: Path, python: Start, absent: tuple[str, ...]
) -> None:
    key = uuid.uuid4().hex
    jobs = [python(JOB, key, *absent) for _ in range(4)]
    assert sum(int(job.communicate()[0]) for job in jobs) == 5


WAITER = """
import sys
from conviso_client.quota import Quota
from conviso_client.quota.limiter import Settlement
limiter = Quota.shared(requests=1, per=600.0, spread=10.0).limiter("https://a", sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
permit = limiter.acquire(None)
limiter.settle(permit, Settlement("unsent"))
print(permit.ticket, permit.at, flush=True)
"""


def test_processes_are_served_in_the_order_in_which_they_came(place: Path, python: Start) -> None:
    key = uuid.uuid4().hex
    one = limiter(key, requests=1, per=600.0, spread=10.0)
    waiters = [python(WAITER, key) for _ in range(3)]
    for waiter in waiters:
        assert waiter.stdout
        waiter.stdout.readline()
    permit = one.acquire(0.0)
    for count, waiter in enumerate(waiters, 1):
        assert waiter.stdin
        waiter.stdin.write("go\n")
        waiter.stdin.flush()
        until(lambda count=count: one._ask() and len(_waiting(one)) == count)
    order = _waiting(one)
    one.settle(permit, Settlement("unsent"))
    results = [tuple(map(float, waiter.communicate()[0].split())) for waiter in waiters]
    assert [ticket for ticket, _ in results] == sorted(order)
    assert results == sorted(results, key=lambda result: result[1])


def _waiting(one: object) -> list[float]:
    return [member.since for member in ledger(one).members.values() if member.waiting]  # type: ignore[arg-type]


# Clocks


@pytest.mark.parametrize("jump", [-3600.0, 3600.0])
def test_a_date_that_jumps_by_an_hour_changes_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    key, date = uuid.uuid4().hex, time.time
    use_up(limiter(key), 3)
    monkeypatch.setattr(time, "time", lambda: date() + jump)
    use_up(limiter(key), 2)
    with pytest.raises(QuotaWaitExceeded):
        limiter(key).acquire(0.0)


def test_after_a_restart_of_the_machine_charges_go_on(place: Path) -> None:
    assert len(Process(Clock(500_000.0)).take(5)) == 5
    assert Process(Clock(20.0)).charged() == 5
    assert Process(Clock(50.0)).charged() == 5
    assert Process(Clock(83.0)).charged() == 0
    assert len(Process(Clock(84.0)).take(5)) == 5
    assert Process(Clock(120.0)).charged() == 5
    assert Process(Clock(147.0)).charged() == 0


def test_a_machine_that_has_been_up_for_longer_than_before_forgets_what_is_over(place: Path) -> None:
    Process(Clock(100.0)).take(5)
    assert Process(Clock(150.0)).charged() == 5  # it cannot have been restarted less than 150 s ago
    assert Process(Clock(163.0)).charged() == 0


def test_after_a_suspend_charges_last_as_long_as_the_clock_stood_still(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("conviso_client.quota.shared.monotonic", clock)
    one = Process(clock)
    one.take(5)
    assert one.take() == []
    clock.now += 63.0
    assert len(one.take()) == 1


def test_readings_of_two_processors_may_differ_a_little(place: Path) -> None:
    Process(Clock(1000.0)).take(3)
    one = Process(Clock(999.9))
    (at,) = one.take()
    assert at > 1000.0
    assert one.shared.ledger.offset == 0.0


def test_a_clock_that_is_set_forward_does_not_end_what_this_process_is_charged_with(place: Path) -> None:
    clock = Clock()
    one = Process(clock)
    assert len(one.take(5)) == 5
    clock.now += 3600.0
    assert one.take() == []
    assert one.charged() == 5


def test_a_ledger_that_another_process_has_just_begun_is_no_damage() -> None:
    one = Process()
    one.take()
    connection = one.store._open()
    connection.execute("UPDATE ledgers SET image = NULL")
    assert one.store._peek("name") is None
    assert len(one.take(9)) > 0
    assert not one.alone
