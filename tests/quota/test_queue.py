"""Waiting for permits in one process: threads and tasks, in order, never blocking."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from conviso_client.quota.limiter import Permit, QuotaWaitExceeded, Settlement
from conviso_client.quota.store import MemoryStore

from .helpers import AheadClock, Clock
from .waiting import ANSWERED, UNSENT, ledger, queue, until, until_async, use_up, waiting


def test_a_permit_with_room_comes_at_once_without_a_thread() -> None:
    threads = threading.active_count()
    permits = use_up(queue(100), 100)
    assert {permit.waited for permit in permits} == {0.0}
    assert len({permit.at for permit in permits}) == 100
    assert threading.active_count() == threads


def test_threads_are_served_in_the_order_in_which_they_came() -> None:
    limiter = queue(1, per=60.0, spread=2.0)
    served: list[int] = []
    (permit,) = use_up(limiter, 1)

    def wait(number: int) -> None:
        permit = limiter.acquire(None)
        served.append(number)
        limiter.settle(permit, UNSENT)

    threads = []
    for number in range(6):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        until(lambda place=number: waiting(limiter) > place)
    limiter.settle(permit, UNSENT)
    for thread in threads:
        thread.join()
    assert served == sorted(served)


@pytest.mark.anyio
async def test_tasks_are_served_in_the_order_in_which_they_came() -> None:
    limiter = queue(3, per=0.1, spread=0.05)
    served: list[int] = []

    async def call(number: int) -> None:
        permit = await limiter.acquire_async(None)
        served.append(number)
        await limiter.settle_async(permit, ANSWERED)

    await asyncio.gather(*(call(number) for number in range(12)))
    assert served == list(range(12))


@pytest.mark.anyio
async def test_threads_and_tasks_share_one_line() -> None:
    limiter = queue(1, per=60.0, spread=2.0)
    served: list[str] = []
    permit = await limiter.acquire_async(None)

    def thread() -> None:
        permit = limiter.acquire(None)
        served.append("thread")
        limiter.settle(permit, UNSENT)

    async def task() -> None:
        permit = await limiter.acquire_async(None)
        served.append("task")
        await limiter.settle_async(permit, UNSENT)

    first = asyncio.create_task(task())
    await until_async(lambda: waiting(limiter) == 1)
    second = asyncio.create_task(asyncio.to_thread(thread))
    await until_async(lambda: waiting(limiter) == 2)
    third = asyncio.create_task(task())
    await until_async(lambda: waiting(limiter) == 3)
    await limiter.settle_async(permit, UNSENT)
    await asyncio.gather(first, second, third)
    assert served == ["task", "thread", "task"]


@pytest.mark.anyio
async def test_five_thousand_tasks_may_wait_at_once() -> None:
    limiter = queue(2500, per=0.2, spread=0.1)
    done: list[Permit] = []

    async def call() -> None:
        permit = await limiter.acquire_async(None)
        await limiter.settle_async(permit, ANSWERED)
        done.append(permit)

    await asyncio.gather(*(call() for _ in range(5000)))
    done.sort(key=lambda permit: permit.at)
    assert done == sorted(done, key=lambda permit: permit.ticket)


@pytest.mark.anyio
async def test_the_event_loop_goes_on_while_tasks_wait() -> None:
    limiter = queue(1, per=60.0, spread=2.0)
    permit = await limiter.acquire_async(None)
    turns = 0

    async def count() -> None:
        nonlocal turns
        while turns < 30:
            turns += 1
            await asyncio.sleep(0)
        await limiter.settle_async(permit, UNSENT)

    counter = asyncio.create_task(count())
    await limiter.acquire_async(None)
    assert turns == 30
    await counter


def test_a_permit_that_cannot_come_in_time_is_refused_at_once() -> None:
    limiter = queue(2, per=60.0, spread=2.0)
    use_up(limiter, 2)
    began = time.monotonic()
    with pytest.raises(QuotaWaitExceeded) as caught:
        limiter.acquire(50.0)
    assert time.monotonic() - began < 10.0
    assert caught.value.seconds == pytest.approx(60, abs=3)
    assert "used up" in caught.value.reason
    assert waiting(limiter) == 0


@pytest.mark.anyio
async def test_those_who_come_behind_others_are_refused_by_their_own_place() -> None:
    limiter = queue(1, per=60.0, spread=2.0)
    permit = await limiter.acquire_async(None)
    first, *others = (asyncio.create_task(limiter.acquire_async(100.0)) for _ in range(4))
    refused = await asyncio.gather(*others, return_exceptions=True)
    assert [type(one) for one in refused] == [QuotaWaitExceeded] * 3
    assert [one.seconds for one in refused if isinstance(one, QuotaWaitExceeded)] == pytest.approx([120] * 3, abs=10)
    assert waiting(limiter) == 1
    limiter.settle(permit, UNSENT)
    assert (await first).at > permit.at


def test_a_wait_that_turns_out_too_long_ends_with_the_same_error() -> None:
    limiter = queue(1, per=0.1, spread=5.0)
    use_up(limiter, 1)  # never answered: it may be answered at any time, and is not
    with pytest.raises(QuotaWaitExceeded):
        limiter.acquire(0.5)
    assert waiting(limiter) == 0


def test_a_rejection_ends_the_waits_that_the_hold_outlasts() -> None:
    limiter = queue(2, per=60.0, spread=2.0)
    first, _ = use_up(limiter, 2)
    errors: list[QuotaWaitExceeded] = []

    def wait(seconds: float) -> None:
        try:
            limiter.acquire(seconds)
        except QuotaWaitExceeded as error:
            errors.append(error)

    threads = [threading.Thread(target=wait, args=(seconds,)) for seconds in (100.0, 200.0)]
    for thread in threads:
        thread.start()
    until(lambda: waiting(limiter) == 2)
    limiter.settle(first, Settlement("rejected", 3000.0))
    for thread in threads:
        thread.join(20)
    assert [error.reason for error in errors] == ["held after a 429"] * 2
    assert [error.seconds for error in errors] == pytest.approx([3000, 3000], abs=100)


def test_everyone_on_the_key_is_held_and_the_rejected_call_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = AheadClock()
    for module in ("queue", "shared"):
        monkeypatch.setattr(f"conviso_client.quota.{module}.monotonic", clock)
    limiter = queue(100, 6.0, 2.0, store=MemoryStore(clock))
    permits = use_up(limiter, 3)
    order: list[str] = []

    def wait(name: str, again: Permit | None) -> None:
        permit = limiter.acquire(None, again)
        order.append(name)
        limiter.settle(permit, ANSWERED)

    limiter.settle(permits[0], Settlement("rejected", 3000.0))
    threads = [threading.Thread(target=wait, args=("new", None))]
    threads[0].start()
    until(lambda: waiting(limiter) == 1)
    threads.append(threading.Thread(target=wait, args=("again", permits[0])))
    threads[1].start()
    until(lambda: waiting(limiter) == 2)
    assert order == []
    clock.ahead += 3001.0
    limiter.settle(permits[1], UNSENT)  # so that somebody looks at the clock
    for thread in threads:
        thread.join()
    assert order == ["again", "new"]


def test_what_was_not_sent_goes_to_the_next_at_once() -> None:
    limiter = queue(1, per=60.0, spread=2.0)
    (permit,) = use_up(limiter, 1)
    got: list[Permit] = []
    thread = threading.Thread(target=lambda: got.append(limiter.acquire(None)))
    thread.start()
    until(lambda: waiting(limiter) == 1)
    limiter.settle(permit, UNSENT)
    thread.join()
    assert got[0].ticket > permit.ticket


def test_an_answer_counts_from_when_it_came_though_the_ledger_hears_of_it_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    for module in ("queue", "shared"):
        monkeypatch.setattr(f"conviso_client.quota.{module}.monotonic", clock)
    limiter = queue(2, 60.0, 20.0, store=MemoryStore(clock))
    first, second = use_up(limiter, 2)
    clock.now += 5.0
    limiter.settle(first, ANSWERED)
    clock.now += 5.0
    limiter.settle(second, UNSENT)
    assert list(ledger(limiter).ends) == pytest.approx([1065.0])


def test_the_answer_to_the_one_that_tries_is_told_at_once() -> None:
    store = MemoryStore()
    one, two = (queue(100, 60.0, 30.0, store=store) for _ in range(2))
    (permit,) = use_up(one, 1)
    one.settle(permit, Settlement("rejected", 0.01))
    permit = one.acquire(None, permit)
    got: list[Permit] = []
    thread = threading.Thread(target=lambda: got.append(two.acquire(25.0)))
    thread.start()
    until(lambda: waiting(two) == 1)
    one.settle(permit, ANSWERED)
    thread.join()
    assert len(got) == 1


def test_a_hold_that_a_caller_waits_out_is_told_to_it_once() -> None:
    limiter = queue(10, 6.0, 2.0)
    permit, other = use_up(limiter, 2)
    told: list[float] = []
    limiter.settle(permit, Settlement("rejected", 0.3))
    limiter.acquire(None, on_hold=told.append)
    assert len(told) == 1
    assert 0.0 < told[0] <= 0.3
    limiter.settle(other, ANSWERED)


@pytest.mark.anyio
async def test_a_task_is_told_of_a_hold_too_and_nobody_of_a_quota_that_is_used_up() -> None:
    limiter = queue(2, 0.2, 0.1)
    (first, _), told = use_up(limiter, 2), []
    await limiter.acquire_async(None, on_hold=told.append)
    assert told == []
    limiter.settle(first, Settlement("rejected", 0.1))
    await limiter.acquire_async(None, on_hold=told.append)
    assert len(told) == 1


@pytest.mark.parametrize(("seconds", "lines"), [(9.0, 0), (900.0, 1), (1e300, 1)])
def test_a_long_hold_is_in_the_log_once_with_its_seconds(
    caplog: pytest.LogCaptureFixture, seconds: float, lines: int
) -> None:
    limiter = queue(10, 60.0, 2.0)
    permit, other = use_up(limiter, 2)
    limiter.settle(permit, Settlement("rejected", seconds))
    limiter.settle(other, UNSENT)
    for _ in range(3):
        with pytest.raises(QuotaWaitExceeded, match="held after a 429"):
            limiter.acquire(1.0)
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == lines
    assert all(f"{min(seconds, 3600.0):.0f} s" in line for line in said)


def test_a_wait_may_be_as_long_as_a_number_can_be() -> None:
    limiter = queue(1, 0.2, 0.1)
    use_up(limiter, 1)
    assert limiter.acquire(1e300).waited > 0.0
