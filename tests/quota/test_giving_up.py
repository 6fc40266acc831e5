"""Waits that are given up: nothing is left behind, and nobody else is held up."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Iterator

import pytest

from conviso_client.quota.exchange import Reply
from conviso_client.quota.ledger import Limits
from conviso_client.quota.limiter import Permit, QuotaWaitExceeded
from conviso_client.quota.memory import MemoryLedger, MemoryStore
from conviso_client.quota.room import Room

from .waiting import ANSWERED, UNSENT, room, until, until_async, use_up, waiting


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


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let SIGINT raise KeyboardInterrupt, also where a shell started the tests in the background, which ignores it."""
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, previous)


@pytest.mark.usefixtures("interruptible")
def test_a_keyboard_interrupt_gives_the_place_back() -> None:
    limiter = room(1, per=60.0, spread=2.0)
    use_up(limiter, 1)

    def interrupt() -> None:
        until(lambda: any(waiter.asleep for waiter in limiter._line))
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
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
    gc.collect()


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


def test_a_failure_in_the_rooms_thread_reaches_those_who_wait(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    limiter = room(1, per=60.0, spread=0.2)
    use_up(limiter, 1)
    errors: list[Exception] = []

    def wait() -> None:
        try:
            limiter.acquire(None)
        except MemoryError as error:
            errors.append(error)

    def fail(*_: object) -> Reply:
        raise MemoryError

    threads = [threading.Thread(target=wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    until(lambda: waiting(limiter) == 3)
    with monkeypatch.context() as patch:
        patch.setattr("conviso_client.quota.memory.serve", fail)
        for thread in threads:
            thread.join()
    assert len(errors) == 3
    assert "asking for permits failed" in caplog.text
    with pytest.raises(QuotaWaitExceeded):
        limiter.acquire(0.0)


def test_two_rooms_of_one_ledger_do_not_wait_for_themselves_either() -> None:
    ledger = MemoryLedger()
    one, two = (Room(MemoryStore(Limits(5, 60.0, 2.0), ledger)) for _ in range(2))
    use_up(one, 1)
    with ledger.lock:
        two.settle(Permit(1, 1.0), UNSENT)
    assert two.acquire(5.0).ticket == 2


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
