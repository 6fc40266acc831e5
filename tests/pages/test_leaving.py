"""Leaving a list early: nothing further is sent, what is under way is discarded or cancelled, nothing stays."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from typing import Any

import pytest

from conviso_client import AsyncConviso, Conviso, Quota
from conviso_client.quota.limiter import Permit, Settlement

from .conftest import Clients, Reader, pages_under_way, until_all_have_ended
from .server import ListServer


class Gate:
    """A quota that holds back the requests for some pages until it is opened."""

    def __init__(self, *pages: int) -> None:
        self.held = {f"conviso-page-{page}" for page in pages}
        self.settled: list[str] = []
        self.waiting = 0
        self.changed = threading.Condition()
        self.is_open = False

    def limiter(self, endpoint: str, api_key: str) -> Gate:
        return self

    def acquire(self, wait: float | None, again: Permit | None = None, on_hold: object = None) -> Permit:
        with self.changed:
            if threading.current_thread().name in self.held:
                self.waiting += 1
                self.changed.notify_all()
                assert self.changed.wait_for(lambda: self.is_open, 120)
        return Permit(0, 0.0)

    def settle(self, permit: Permit, settlement: Settlement) -> None:
        with self.changed:
            self.settled.append(settlement.outcome)
            self.changed.notify_all()

    def open(self) -> None:
        with self.changed:
            self.is_open = True
            self.changed.notify_all()


def until_under_way(count: int) -> None:
    for _ in range(20_000):
        if len(pages_under_way()) == count:
            return
        time.sleep(0.001)
    raise AssertionError(f"not {count}: {pages_under_way()}")


def test_what_waits_for_a_permit_is_not_sent(server: ListServer) -> None:
    gate: Any = Gate(4, 5)
    with Conviso("key", url=server.url, company_id=443, quota=gate) as conviso:
        for row in conviso.iter_requirements(page_size=5, prefetch=3):
            if row.id == "5":
                with gate.changed:
                    assert gate.changed.wait_for(lambda: gate.waiting == 2 and len(gate.settled) == 3, 120)
                break
        gate.open()
        until_all_have_ended()
    assert sorted(gate.settled) == ["answered"] * 3 + ["unsent"] * 2
    assert len(server.asked) == 3


def test_what_is_under_way_in_a_thread_is_discarded(server: ListServer, conviso: Conviso) -> None:
    server.held = {3, 4}
    rows = iter(conviso.iter_requirements(page_size=5, prefetch=2))
    assert [next(rows).id for _ in range(6)] == ["0", "1", "2", "3", "4", "5"]
    server.wait_for(lambda: sorted(server.asked) == [1, 2, 3, 4])
    until_under_way(2)  # the one of the second page has done its work, and waits for more
    del rows
    gc.collect()
    server.release()
    until_all_have_ended()
    assert sorted(server.asked) == [1, 2, 3, 4]


def test_closing_the_client_ends_what_is_under_way(server: ListServer) -> None:
    server.held = {3, 4}
    with Conviso("key", url=server.url, company_id=443, quota=Quota.off()) as conviso:
        for row in conviso.iter_requirements(page_size=5, prefetch=2):
            if row.id == "5":
                server.wait_for(lambda: sorted(server.asked) == [1, 2, 3, 4])
                break
    until_all_have_ended()
    assert sorted(server.asked) == [1, 2, 3, 4]


def test_what_waits_for_its_next_attempt_is_not_sent(server: ListServer, conviso: Conviso) -> None:
    server.on[3] = lambda: (503, {"error": "later"}, {"retry-after": "60"})
    for row in conviso.iter_requirements(page_size=5, prefetch=2):
        if row.id == "5":
            server.wait_for(lambda: sorted(server.asked) == [1, 2, 3, 4] and not server.in_flight)
            break
    until_all_have_ended()
    assert sorted(server.asked) == [1, 2, 3, 4]


def test_what_still_connects_is_not_sent_and_leaves_no_connection(
    server: ListServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, connected, gone = socket.create_connection, threading.Semaphore(0), threading.Event()
    opened: list[socket.socket] = []

    def slowly(*arguments: Any, **options: Any) -> socket.socket:
        connection = connect(*arguments, **options)
        if threading.current_thread().name in ("conviso-page-3", "conviso-page-4", "conviso-page-5"):
            opened.append(connection)
            connected.release()
            assert gone.wait(120)
        return connection

    monkeypatch.setattr(socket, "create_connection", slowly)
    with Conviso("key", url=server.url, company_id=443, quota=Quota.off()) as conviso:
        for row in conviso.iter_requirements(page_size=5, prefetch=3):
            if row.id == "6":
                # One of the three may have got the connection that the first page came on.
                assert all(connected.acquire(timeout=120) for _ in range(2))
                break
    gone.set()
    until_all_have_ended()
    assert all(connection.fileno() == -1 for connection in opened)
    assert len(server.asked) <= 3


def test_pages_and_first_leave_as_well(server: ListServer, conviso: Conviso) -> None:
    pager = conviso.iter_requirements(page_size=5, prefetch=2)
    for _ in pager.pages():
        break
    pager.first()
    assert server.asked == [1, 1]
    assert pages_under_way() == []


def test_an_error_in_the_loop_leaves_it(clients: Clients, server: ListServer) -> None:
    async def use(conviso: Any, reader: Reader) -> None:
        pager = conviso.iter_requirements(page_size=5, prefetch=2)
        with pytest.raises(ZeroDivisionError):
            await fail(pager, reader.mode)
        assert pager.state()["ids"] == ["0"]

    clients(use)
    assert server.asked == [1]


async def fail(pager: Any, mode: str) -> None:
    if mode == "sync":
        for _ in pager:
            raise ZeroDivisionError
    async for _ in pager:
        raise ZeroDivisionError


INTERRUPTED = """
    import signal, sys
    from conviso_client import Conviso, Quota
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell may have told its jobs to ignore
    with Conviso("key", url=sys.argv[1], company_id=443, quota=Quota.off()) as conviso:
        for row in conviso.iter_requirements(page_size=5, prefetch=2):
            print(row.id, flush=True)
"""


def test_an_interrupt_does_not_wait_for_answers(server: ListServer) -> None:
    """The pages that are held are never answered: the process ends all the same."""
    server.held = {2, 3}
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(INTERRUPTED), server.url],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    server.wait_for(lambda: sorted(server.asked) == [1, 2, 3, 4])
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert out.split() == ["0", "1", "2", "3", "4"]
    assert err.splitlines()[-1] == "KeyboardInterrupt"
    assert process.returncode != 0


def under_way() -> list[asyncio.Task[Any]]:
    return [task for task in asyncio.all_tasks() if task.get_name().startswith("conviso-page")]


async def come_to_an_end() -> None:
    """Let the event loop close the generator that was dropped, which cancels the tasks."""
    for _ in range(20_000):
        if not under_way():
            return
        await asyncio.sleep(0.001)
    raise AssertionError(f"still there: {under_way()}")


@pytest.mark.anyio
async def test_a_loop_that_is_left_cancels_what_is_under_way(server: ListServer, async_conviso: AsyncConviso) -> None:
    server.held = {3, 4}
    async with async_conviso as conviso:
        async for row in conviso.iter_requirements(page_size=5, prefetch=2):
            if row.id == "5":
                await asyncio.to_thread(server.wait_for, lambda: sorted(server.asked) == [1, 2, 3, 4])
                break
        await come_to_an_end()
    server.release()
    assert sorted(server.asked) == [1, 2, 3, 4]


@pytest.mark.anyio
async def test_closing_waits_until_all_have_ended(server: ListServer, async_conviso: AsyncConviso) -> None:
    server.held = {3, 4}
    async with async_conviso as conviso:
        rows = conviso.iter_requirements(page_size=5, prefetch=2).__aiter__()
        while (await rows.__anext__()).id != "5":
            pass
        assert len(under_way()) == 2
        await rows.aclose()  # type: ignore[attr-defined]
        assert under_way() == []


@pytest.mark.anyio
async def test_a_task_that_is_cancelled_while_it_waits(server: ListServer, async_conviso: AsyncConviso) -> None:
    server.held = {2, 3, 4}
    got: list[str] = []
    async with async_conviso as conviso:

        async def read() -> None:
            async for row in conviso.iter_requirements(page_size=5, prefetch=2):
                got.append(row.id)

        task = asyncio.create_task(read())
        await asyncio.to_thread(server.wait_for, lambda: sorted(server.asked) == [1, 2, 3, 4])
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert under_way() == []
    assert got == ["0", "1", "2", "3", "4"]
    server.release()


@pytest.mark.anyio
async def test_a_scope_of_anyio_that_ends_while_it_waits(server: ListServer, async_conviso: AsyncConviso) -> None:
    import anyio

    server.held = {2, 3, 4}
    async with async_conviso as conviso:
        async with anyio.create_task_group() as group:

            async def read() -> None:
                async for _ in conviso.iter_requirements(page_size=5, prefetch=2):
                    pass

            group.start_soon(read)
            await asyncio.to_thread(server.wait_for, lambda: sorted(server.asked) == [1, 2, 3, 4])
            group.cancel_scope.cancel()
        assert under_way() == []
    server.release()


@pytest.mark.anyio
async def test_an_error_cancels_the_pages_after_it(server: ListServer, async_conviso: AsyncConviso) -> None:
    server.held = {3, 4}
    server.on[2] = lambda: (400, {"error": "no"})
    async with async_conviso as conviso:
        with pytest.raises(Exception, match="refused the request"):
            async for _ in conviso.iter_requirements(page_size=5, prefetch=2):
                pass
        assert under_way() == []
    server.release()
