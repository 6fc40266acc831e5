"""Cancelled at any moment, a call leaves every connection idle or closed, and a client that works."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import settings

from conviso_client.client.base import AsyncBaseClient
from conviso_client.http.secret import Secret
from tests.faults.conftest import Caller, Thing, operation
from tests.faults.server import Server, silence
from tests.faults.test_cancel import until_async

TURNS = 60
"""Turns of the event loop, at least, that a call takes."""
ROUNDS = 60 if settings.get_current_profile_name() == "thorough" else 2
"""Of 84 cancels each, for each kind of client: 10,000 every week."""


async def cancel_after(turns: int, call: Any) -> None:
    task = asyncio.ensure_future(call)
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.anyio
@pytest.mark.parametrize("own", [False, True])
async def test_at_every_await(server: Server, own: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("conviso_client.http.base.MAX_CONCURRENT_CALLS", 4)
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=4)) as http_client:
        arguments = Caller("async", server.url).arguments({"http_client": http_client if own else None})
        async with AsyncBaseClient(Secret("key"), **arguments) as client:
            for _ in range(ROUNDS):
                for turns in range(TURNS):
                    await cancel_after(turns, client._call(operation("query"), {}))
                    if turns % 20 == 0:  # several at once, which wait for each other's connections
                        calls = [client._call(operation("query"), {}) for _ in range(8)]
                        await asyncio.gather(*(cancel_after(turns + more, call) for more, call in enumerate(calls)))
            pool: Any = (http_client if own else client._transport._open().client)._transport
            assert [each for each in pool._pool.connections if not (each.is_idle() or each.is_closed())] == []
            results = await asyncio.gather(*(client._call(operation("query"), {}) for _ in range(8)))
            await until_async(lambda: server.open_connections <= 4)
    assert results == [Thing(id="1")] * 8


@pytest.mark.anyio
async def test_by_wait_for_again_and_again(server: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("conviso_client.http.base.MAX_CONCURRENT_CALLS", 2)
    async with AsyncBaseClient(Secret("key"), **Caller("async", server.url).arguments({})) as client:
        honest = server.otherwise
        server.otherwise = silence
        for _ in range(6):
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client._call(operation("mutation"), {}), 0.02)
        server.otherwise = honest
        assert await client._call(operation("mutation"), {}) == Thing(id="1")
        await until_async(lambda: server.open_connections <= 1)


@pytest.mark.anyio
async def test_twice(server: Server):
    """While the first cancellation is still being carried out, as by a group and then by its parent."""
    server.otherwise, before = silence, asyncio.all_tasks()
    async with AsyncBaseClient(Secret("key"), **Caller("async", server.url).arguments({})) as client:
        task = asyncio.ensure_future(client._call(operation("mutation"), {}))
        await until_async(lambda: len(server.received) == 1)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until_async(lambda: server.open_connections == 0)
    assert asyncio.all_tasks() == before
