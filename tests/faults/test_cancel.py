"""What is interrupted leaves no connection, permit or task behind, and is neither repeated nor wrapped."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import anyio
import pytest

from conviso_client.client.base import AsyncBaseClient, BaseClient
from conviso_client.http.secret import Secret

from .conftest import Caller, Thing, Turnstile, operation
from .server import Server, answer, raw_answer, raw_then_silence, silence


def until(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never came true")


async def until_async(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        await anyio.sleep(0.01)
    raise AssertionError("it never came true")


class SlowTurnstile(Turnstile):
    """A quota whose permits do not come, and whose settling takes a while."""

    def __init__(self, *, waits: bool = False) -> None:
        super().__init__()
        self.waits_for_ever = waits
        self.waiting = 0

    async def acquire_async(self, wait: float | None, again: Any = None, on_hold: Any = None) -> Any:
        if self.waits_for_ever:
            self.waiting += 1
            try:
                await anyio.sleep_forever()
            finally:
                self.waiting -= 1
        return self.acquire(wait, again, on_hold)

    async def settle_async(self, permit: Any, settlement: Any) -> None:
        await anyio.sleep(0.01)
        self.settle(permit, settlement)


def client_of(server: Server, quota: Turnstile, **more: Any) -> AsyncBaseClient:
    return AsyncBaseClient(Secret("key"), url=server.url, quota=quota, options={}, **more)


BEHAVIOURS = {"no answer": silence, "half an answer": raw_then_silence(raw_answer(200, b"x" * 100)[:-50])}


@pytest.mark.anyio
class TestCancellation:
    @pytest.mark.parametrize("kind", ["query", "mutation"])
    @pytest.mark.parametrize("behaviour", BEHAVIOURS)
    async def test_while_sending(self, server: Server, kind: str, behaviour: str):
        server.otherwise = BEHAVIOURS[behaviour]
        quota, before = SlowTurnstile(), asyncio.all_tasks()
        async with client_of(server, quota) as client:
            task = asyncio.ensure_future(client._call(operation(kind), {}))
            await until_async(lambda: len(server.received) == 1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert quota.outcomes == ["answered"]
            await until_async(lambda: server.open_connections == 0)
            assert len(server.received) == 1
            server.otherwise = answer({"data": {"thing": {"id": "1"}}})
            assert await client._call(operation(kind), {}) == Thing(id="1")
        assert asyncio.all_tasks() == before

    async def test_while_waiting_for_a_permit(self, server: Server):
        quota = SlowTurnstile(waits=True)
        async with client_of(server, quota) as client:
            task = asyncio.ensure_future(client._call(operation("query"), {}))
            await until_async(lambda: quota.waiting == 1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert quota.waiting == 0
        assert quota.given == []
        assert server.received == []

    async def test_while_backing_off(self, server: Server):
        server.otherwise = answer(b"", status=503)
        asleep = anyio.Event()

        async def sleep(seconds: float) -> None:
            asleep.set()
            await anyio.sleep_forever()

        quota = Turnstile()
        async with client_of(
            server, quota, runtime=Caller("async", "").runtime()._replace(sleep_async=sleep)
        ) as client:
            task = asyncio.ensure_future(client._call(operation("query"), {}))
            await asleep.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert len(server.received) == 1
        assert quota.outcomes == ["answered"]

    async def test_by_a_timeout_of_the_caller(self, server: Server):
        server.otherwise = silence
        quota = Turnstile()
        async with client_of(server, quota) as client:
            with anyio.move_on_after(0.1) as scope:
                await client._call(operation("mutation"), {})
            assert scope.cancelled_caught
            assert quota.outcomes == ["answered"]
            await until_async(lambda: server.open_connections == 0)

    async def test_a_cancelled_call_frees_its_place(self, server: Server):
        server.otherwise = silence
        async with client_of(server, Turnstile()) as client:
            async with anyio.create_task_group() as group:
                for _ in range(150):
                    group.start_soon(client._call, operation("query"), {})
                await until_async(lambda: len(server.received) == 100)
                await anyio.sleep(0.05)
                assert len(server.received) == 100  # the others have not begun
                group.cancel_scope.cancel()
            server.otherwise = answer({"data": {"thing": {"id": "1"}}})
            assert await client._call(operation("query"), {}) == Thing(id="1")


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, told apart from the one that stops the tests."""


class TestKeyboardInterrupt:
    def test_while_sending(self, server: Server, monkeypatch: pytest.MonkeyPatch):
        server.otherwise = silence
        quota = Turnstile()
        interruption = Interrupted()
        import socket

        original = socket.socket.recv

        def recv(self: Any, *arguments: Any) -> Any:
            if threading.current_thread() is threading.main_thread():
                raise interruption
            return original(self, *arguments)

        monkeypatch.setattr(socket.socket, "recv", recv)
        with BaseClient(Secret("key"), url=server.url, quota=quota, options={}) as client:
            with pytest.raises(Interrupted) as caught:
                client._call(operation("mutation"), {})
            assert caught.value is interruption
            assert quota.outcomes == ["answered"]
            monkeypatch.undo()
            until(lambda: server.open_connections == 0)
            server.otherwise = answer({"data": {"thing": {"id": "1"}}})
            assert client._call(operation("mutation"), {}) == Thing(id="1")

    def test_while_backing_off(self, server: Server):
        server.otherwise = answer(b"", status=503)
        quota = Turnstile()

        def sleep(seconds: float) -> None:
            raise Interrupted

        runtime = Caller("sync", "").runtime()._replace(sleep=sleep)
        client = BaseClient(Secret("key"), url=server.url, quota=quota, runtime=runtime, options={})
        with client, pytest.raises(Interrupted):
            client._call(operation("query"), {})
        assert len(server.received) == 1
        assert quota.outcomes == ["answered"]


def test_failed_retries_leave_no_connection(caller: Caller, server: Server):
    server.otherwise = answer(b"", status=503)
    for _ in range(3):
        caller.error(max_attempts=4)
    until(lambda: server.open_connections == 0)
    assert len(server.received) == 12
