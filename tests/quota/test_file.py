"""The ledger of many processes in a locked file: it is shared, and no clock confuses it."""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conviso_client.quota.exchange import Ask
from conviso_client.quota.fallback import FallbackStore
from conviso_client.quota.file import FileStore
from conviso_client.quota.ledger import Settled
from conviso_client.quota.limiter import QuotaWaitExceeded, Settlement

from .helpers import LIMITS, ONE, Clock, charged, limiter, store, take, use_up

if TYPE_CHECKING:
    from .helpers import Start


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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
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
import sys
from conviso_client.quota import Quota
from conviso_client.quota.limiter import Settlement
limiter = Quota.shared(requests=1, per=600.0, spread=4.0).limiter("https://a", sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
permit = limiter.acquire(None)
limiter.settle(permit, Settlement("unsent"))
print(permit.ticket, permit.at, flush=True)
"""


def test_processes_are_served_in_the_order_in_which_they_came(place: Path, python: Start) -> None:
    key = uuid.uuid4().hex
    one = limiter(key, requests=1, per=600.0, spread=4.0)
    waiters = [python(WAITER, key) for _ in range(3)]
    for waiter in waiters:
        assert waiter.stdout
        waiter.stdout.readline()
    permit = one.acquire(0.0)
    results: list[tuple[int, float]] = []
    for ticket, waiter in enumerate(waiters, 2):
        assert waiter.stdin
        waiter.stdin.write("go\n")
        waiter.stdin.flush()
        while one.store.primary.exchange(Ask()).ticket <= ticket:  # type: ignore[attr-defined]
            time.sleep(0.002)
    one.settle(permit, Settlement("unsent"))
    for waiter in waiters:
        number, at = waiter.communicate()[0].split()
        results.append((int(number), float(at)))
    assert [number for number, _ in results] == [2, 3, 4]
    assert results == sorted(results, key=lambda result: result[1])


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
