"""Waits that are given up: nothing is left behind, and nobody else is held up."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Iterator

import pytest

from conviso_client.quota.limiter import Permit, QuotaWaitExceeded
from conviso_client.quota.store import Change, MemoryStore

from .waiting import ANSWERED, UNSENT, asleep, charged, queue, until, until_async, use_up, waiting


@pytest.mark.anyio
async def test_a_cancelled_task_gives_its_place_back() -> None:
    limiter = queue(1, per=60.0, spread=2.0)
    permit = await limiter.acquire_async(None)
    tasks = [asyncio.create_task(limiter.acquire_async(None)) for _ in range(3)]
    await until_async(lambda: waiting(limiter) == 3)
    tasks[0].cancel()
    tasks[1].cancel()
    results = await asyncio.gather(*tasks[:2], return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError] * 2
    assert waiting(limiter) == 1
    await limiter.settle_async(permit, UNSENT)
    assert (await tasks[2]).at > permit.at


@pytest.mark.anyio
async def test_a_task_that_is_cancelled_when_its_permit_came_gives_the_permit_back() -> None:
    limiter = queue(1, per=60.0, spread=2.0)
    permit = await limiter.acquire_async(None)
    first, second = (asyncio.create_task(limiter.acquire_async(None)) for _ in range(2))
    await until_async(lambda: waiting(limiter) == 2)
    limiter.settle(permit, UNSENT)  # the permit goes to the first, which has not run yet
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert (await second).at > permit.at


@pytest.mark.anyio
async def test_a_timeout_around_the_wait_gives_its_place_back() -> None:
    limiter = queue(1, per=60.0, spread=2.0)
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
    limiter = queue(1, per=60.0, spread=2.0)
    use_up(limiter, 1)

    def interrupt() -> None:
        until(lambda: asleep(limiter) == 1)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        limiter.acquire(None)
    assert waiting(limiter) == 0


def test_a_task_whose_loop_is_closed_holds_up_nobody() -> None:
    limiter = queue(1, per=60.0, spread=2.0)
    (permit,) = use_up(limiter, 1)
    loop = asyncio.new_event_loop()
    task = loop.create_task(limiter.acquire_async(None))
    loop.run_until_complete(asyncio.sleep(0))
    assert waiting(limiter) == 1
    loop.close()
    limiter.settle(permit, UNSENT)  # the permit goes to the task, which cannot be woken
    assert limiter.acquire(0.0).at > permit.at
    del task
    gc.collect()


def test_a_loop_that_stands_still_holds_up_nobody() -> None:
    limiter = queue(1, per=0.1, spread=0.05)
    use_up(limiter, 1)
    loop = asyncio.new_event_loop()
    task = loop.create_task(limiter.acquire_async(None))
    loop.run_until_complete(asyncio.sleep(0))
    assert limiter.acquire(None).waited > 0.0
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        loop.run_until_complete(task)
    loop.close()
    assert waiting(limiter) == 0


def test_two_clients_of_one_store_do_not_wait_for_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conviso_client.quota.store.PATIENCE", 0.01)
    store = MemoryStore()
    one, two = (queue(5, 60.0, 2.0, store=store) for _ in range(2))
    use_up(one, 1)
    with store._lock:  # as a signal handler finds it that interrupts an update
        assert two.acquire(0.0)
    assert charged(one) == 1


def test_a_signal_handler_in_the_midst_of_a_question_gets_an_error_and_no_endless_wait() -> None:
    refused: list[QuotaWaitExceeded] = []

    class Interrupted(MemoryStore):
        def update(self, name: str, change: Change, lifetime: float) -> None:
            if not refused:
                with pytest.raises(QuotaWaitExceeded, match="signal handler") as caught:
                    limiter.acquire(None)
                refused.append(caught.value)
            super().update(name, change, lifetime)

    limiter = queue(5, 60.0, 2.0, store=Interrupted())
    limiter.acquire(None)
    assert refused
    assert charged(limiter) == 1
    assert waiting(limiter) == 0


@pytest.mark.anyio
async def test_what_the_garbage_collector_ends_inside_the_queue_does_not_wait_for_itself() -> None:
    limiter = queue(1, per=60.0, spread=2.0)
    permit = await limiter.acquire_async(None)
    wait = limiter.acquire_async(None)
    wait.send(None)
    other = asyncio.create_task(limiter.acquire_async(None))
    await until_async(lambda: waiting(limiter) == 2)
    with limiter._lock, limiter._asking:
        wait.close()
    assert waiting(limiter) == 1
    assert limiter._ask_at == 0.0
    await limiter.settle_async(permit, ANSWERED)  # whoever comes next tells the ledger
    limiter.settle(permit, UNSENT)
    limiter.settle(Permit(0, 1.0), UNSENT)
    other.cancel()
