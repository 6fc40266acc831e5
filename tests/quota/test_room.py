"""Waiting for permits in one process: threads and tasks, in order, never blocking, leaving nothing behind."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from conviso_client.quota import Quota
from conviso_client.quota.ledger import Limits
from conviso_client.quota.limiter import Limiter, Permit, QuotaWaitExceeded, Settlement
from conviso_client.quota.memory import MemoryLedger, MemoryStore
from conviso_client.quota.room import Room

if TYPE_CHECKING:
    from collections.abc import Callable

ANSWERED = Settlement("answered")
UNSENT = Settlement("unsent")


def room(permits: int = 2, per: float = 0.2, spread: float = 0.1) -> Room:
    return Room(MemoryStore(Limits(permits, per, spread)))


def use_up(limiter: Limiter, permits: int) -> list[Permit]:
    return [limiter.acquire(0.0) for _ in range(permits)]


def waiting(limiter: Room) -> int:
    return len(limiter._line) + len(limiter._new)


def until(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        time.sleep(0.005)
    raise AssertionError("it did not come to that")


async def until_async(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not come to that")


def test_a_permit_with_room_comes_at_once_without_a_thread() -> None:
    limiter = room(100)
    permits = use_up(limiter, 100)
    assert [permit.ticket for permit in permits] == list(range(1, 101))
    assert {permit.waited for permit in permits} == {0.0}
    assert len({permit.at for permit in permits}) == 100
    assert limiter._thread is None


def test_threads_are_served_in_the_order_in_which_they_came() -> None:
    limiter = room(1, per=60.0, spread=2.0)
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
    until(lambda: limiter._thread is None)


@pytest.mark.anyio
async def test_tasks_are_served_in_the_order_in_which_they_came() -> None:
    limiter = room(3, per=0.1, spread=0.05)
    served: list[int] = []

    async def call(number: int) -> None:
        permit = await limiter.acquire_async(None)
        served.append(number)
        await limiter.settle_async(permit, ANSWERED)

    await asyncio.gather(*(call(number) for number in range(12)))
    assert served == list(range(12))


@pytest.mark.anyio
async def test_threads_and_tasks_share_one_line() -> None:
    limiter = room(1, per=60.0, spread=2.0)
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
    limiter = room(2500, per=0.2, spread=0.1)
    done: list[Permit] = []

    async def call() -> None:
        permit = await limiter.acquire_async(None)
        await limiter.settle_async(permit, ANSWERED)
        done.append(permit)

    await asyncio.gather(*(call() for _ in range(5000)))
    done.sort(key=lambda permit: permit.at)
    assert [permit.ticket for permit in done] == list(range(1, 5001))


@pytest.mark.anyio
async def test_the_event_loop_goes_on_while_tasks_wait() -> None:
    limiter = room(1, per=0.3, spread=0.1)
    await limiter.acquire_async(None)
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0.001)

    counter = asyncio.create_task(count())
    await limiter.acquire_async(None)
    counter.cancel()
    assert turns >= 30


def test_a_permit_that_cannot_come_in_time_is_refused_at_once() -> None:
    limiter = room(2, per=60.0, spread=2.0)
    use_up(limiter, 2)
    began = time.monotonic()
    with pytest.raises(QuotaWaitExceeded) as caught:
        limiter.acquire(50.0)
    assert time.monotonic() - began < 10.0
    assert caught.value.seconds == pytest.approx(60, abs=3)
    assert "used up" in caught.value.reason
    assert waiting(limiter) == 0
    assert limiter._thread is None


@pytest.mark.anyio
async def test_those_who_come_behind_others_are_refused_by_their_own_place() -> None:
    limiter = room(1, per=0.2, spread=0.05)
    await limiter.acquire_async(None)
    tasks = [asyncio.create_task(limiter.acquire_async(0.7)) for _ in range(6)]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    refused = [isinstance(result, QuotaWaitExceeded) for result in results]
    assert 1 <= refused.count(False) <= 4
    assert refused == sorted(refused)


def test_a_wait_that_turns_out_too_long_ends_with_the_same_error() -> None:
    limiter = room(1, per=0.1, spread=5.0)
    use_up(limiter, 1)  # never answered: it may be answered at any time, and is not
    with pytest.raises(QuotaWaitExceeded):
        limiter.acquire(0.5)
    assert waiting(limiter) == 0


def test_a_rejection_ends_the_waits_that_the_hold_outlasts() -> None:
    limiter = room(2, per=60.0, spread=2.0)
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


def test_everyone_on_the_key_is_held_and_the_rejected_call_goes_first() -> None:
    limiter = room(100, per=6.0, spread=2.0)
    permits = use_up(limiter, 3)
    order: list[str] = []

    def wait(name: str, again: Permit | None) -> None:
        permit = limiter.acquire(None, again)
        order.append(name)
        limiter.settle(permit, ANSWERED)

    limiter.settle(permits[0], Settlement("rejected", 0.2))
    threads = [threading.Thread(target=wait, args=("new", None))]
    threads[0].start()
    until(lambda: waiting(limiter) == 1)
    threads.append(threading.Thread(target=wait, args=("again", permits[0])))
    threads[1].start()
    until(lambda: waiting(limiter) == 2 or len(order) > 0)
    assert order == []
    for thread in threads:
        thread.join()
    assert order == ["again", "new"]


def test_what_was_not_sent_goes_to_the_next_at_once() -> None:
    limiter = room(1, per=60.0, spread=2.0)
    (permit,) = use_up(limiter, 1)
    got: list[Permit] = []
    thread = threading.Thread(target=lambda: got.append(limiter.acquire(None)))
    thread.start()
    until(lambda: waiting(limiter) == 1)
    limiter.settle(permit, UNSENT)
    thread.join(10)
    assert got[0].ticket == 2


def test_an_answer_counts_from_when_it_came_though_the_ledger_hears_of_it_later() -> None:
    limiter = room(2, per=60.0, spread=2.0)
    first, second = use_up(limiter, 2)
    limiter.settle(first, ANSWERED)
    time.sleep(0.1)
    limiter.settle(second, UNSENT)
    (end,) = limiter.store._shared.state.ledger.ends  # type: ignore[attr-defined]
    assert end < second.at + 60.1


def test_the_answer_to_the_one_that_tries_is_told_at_once() -> None:
    ledger = MemoryLedger()
    one, two = (Room(MemoryStore(Limits(100, 60.0, 30.0), ledger)) for _ in range(2))
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


# Giving up


@pytest.mark.anyio
async def test_a_cancelled_task_gives_its_place_back() -> None:
    limiter = room(1, per=60.0, spread=2.0)
    permit = await limiter.acquire_async(None)
    tasks = [asyncio.create_task(limiter.acquire_async(None)) for _ in range(3)]
    await until_async(lambda: waiting(limiter) == 3)
    tasks[0].cancel()
    tasks[1].cancel()
    results = await asyncio.gather(*tasks[:2], return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError] * 2
    assert waiting(limiter) == 1
    await limiter.settle_async(permit, UNSENT)
    assert (await tasks[2]).ticket == 4


@pytest.mark.anyio
async def test_a_task_that_is_cancelled_when_its_permit_came_gives_the_permit_back() -> None:
    limiter = room(1, per=60.0, spread=2.0)
    permit = await limiter.acquire_async(None)
    first, second = (asyncio.create_task(limiter.acquire_async(None)) for _ in range(2))
    await until_async(lambda: waiting(limiter) == 2)
    limiter.settle(permit, UNSENT)  # the permit goes to the first, which has not run yet
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert (await asyncio.wait_for(second, 10)).ticket == 3


@pytest.mark.anyio
async def test_a_timeout_around_the_wait_gives_its_place_back() -> None:
    limiter = room(1, per=60.0, spread=2.0)
    await limiter.acquire_async(None)
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(limiter.acquire_async(None), 0.05)
    assert waiting(limiter) == 0


def test_a_keyboard_interrupt_gives_the_place_back() -> None:
    limiter = room(1, per=60.0, spread=2.0)
    use_up(limiter, 1)
    threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        limiter.acquire(None)
    assert waiting(limiter) == 0
    until(lambda: limiter._thread is None)


def test_a_task_whose_loop_is_closed_holds_up_nobody() -> None:
    limiter = room(1, per=60.0, spread=2.0)
    (permit,) = use_up(limiter, 1)
    loop = asyncio.new_event_loop()
    task = loop.create_task(limiter.acquire_async(None))
    loop.run_until_complete(asyncio.sleep(0))
    assert waiting(limiter) == 1
    loop.close()
    limiter.settle(permit, UNSENT)  # the permit goes to the task, which cannot be woken
    assert limiter.acquire(0.0).ticket == 3
    del task


def test_a_loop_that_stands_still_holds_up_nobody() -> None:
    limiter = room(1, per=0.1, spread=0.05)
    use_up(limiter, 1)
    loop = asyncio.new_event_loop()
    task = loop.create_task(limiter.acquire_async(None))
    loop.run_until_complete(asyncio.sleep(0))
    assert limiter.acquire(5.0).ticket == 3
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        loop.run_until_complete(task)
    loop.close()
    assert waiting(limiter) == 0


@pytest.mark.anyio
async def test_what_the_garbage_collector_ends_inside_the_room_does_not_wait_for_itself() -> None:
    limiter = room(1, per=60.0, spread=2.0)
    permit = await limiter.acquire_async(None)
    wait = limiter.acquire_async(None)
    wait.send(None)
    other = asyncio.create_task(limiter.acquire_async(None))
    await until_async(lambda: waiting(limiter) == 2)
    with limiter._lock:
        wait.close()
        limiter.settle(permit, UNSENT)
    assert limiter._owed
    await limiter.settle_async(permit, ANSWERED)  # whoever comes next tells the ledger
    limiter.settle(Permit(0, 1.0), UNSENT)
    assert (await asyncio.wait_for(other, 10)).ticket == 3


# One process, several clients


def test_clients_with_the_same_endpoint_and_key_share_a_ledger() -> None:
    quota, key = Quota.local(requests=10, per=60.0), uuid.uuid4().hex
    one, two = quota.limiter("https://a", key), quota.limiter("https://a", key)
    use_up(one, 6)
    use_up(two, 4)
    for limiter in (one, two):
        with pytest.raises(QuotaWaitExceeded):
            limiter.acquire(1.0)
    use_up(quota.limiter("https://a", "other" + key), 10)
    use_up(quota.limiter("https://b", key), 10)


def test_clients_with_other_options_still_share_the_ledger() -> None:
    key = uuid.uuid4().hex
    whole, half = (Quota.local(requests=10, share=share).limiter("https://a", key) for share in (1.0, 0.5))
    use_up(half, 5)
    with pytest.raises(QuotaWaitExceeded):
        half.acquire(0.0)
    use_up(whole, 5)
    with pytest.raises(QuotaWaitExceeded):
        whole.acquire(0.0)


def test_what_a_client_sent_is_charged_after_the_client_is_gone() -> None:
    key = uuid.uuid4().hex
    use_up(Quota.local(requests=10).limiter("https://a", key), 10)
    gc.collect()
    with pytest.raises(QuotaWaitExceeded):
        Quota.local(requests=10).limiter("https://a", key).acquire(0.0)


def test_limiters_of_many_keys_are_let_go_when_nothing_is_charged() -> None:
    from conviso_client.quota import registry

    quota = Quota.local(requests=10, per=0.01, spread=0.01)
    for number in range(300):
        use_up(quota.limiter("https://a", f"key {number}"), 1)
        time.sleep(0.0005)
    gc.collect()
    assert sum(key[0] == quota for key in registry._kept) < 200
    assert sum(key[0] == quota for key in registry._rooms) < 200


def test_off_paces_nothing_and_waits_out_a_rejection() -> None:
    limiter = Quota.off().limiter("https://a", "key")
    permits = use_up(limiter, 3000)
    limiter.settle(permits[-1], Settlement("rejected", 30.0))
    with pytest.raises(QuotaWaitExceeded) as caught:
        limiter.acquire(1.0, permits[-1])
    assert caught.value.seconds == pytest.approx(30, abs=1)
    use_up(Quota.off().limiter("https://a", "key"), 10)  # each client has its own hold


def test_off_goes_on_at_full_speed_after_the_hold() -> None:
    limiter = Quota.off().limiter("https://a", "key")
    (permit,) = use_up(limiter, 1)
    limiter.settle(permit, Settlement("rejected", 0.05))
    permit = limiter.acquire(None, permit)
    assert permit.waited > 0.0
    limiter.settle(permit, ANSWERED)
    use_up(limiter, 3000)


def test_rooms_of_one_process_share_one_line() -> None:
    ledger = MemoryLedger()
    one, two = (Room(MemoryStore(Limits(1, 0.2, 0.1), ledger)) for _ in range(2))
    use_up(one, 1)
    served: list[Permit] = []

    def wait(limiter: Room) -> None:
        served.append(limiter.acquire(None))

    threads = [threading.Thread(target=wait, args=((one, two)[number % 2],)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(permit.at for permit in served)
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(times))
    assert {permit.ticket for permit in served} == {2, 3, 4, 5}


SHUTDOWN = """
import atexit, sys
from conviso_client.quota import Quota
limiter = Quota.local(requests=1, per=0.2, spread=0.1).limiter("https://a", "key")
limiter.acquire(None)
atexit.register(lambda: print(limiter.acquire(None).ticket))
"""


def test_a_wait_at_the_interpreters_end_is_served() -> None:
    done = subprocess.run([sys.executable, "-c", SHUTDOWN], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("2\n", "")
