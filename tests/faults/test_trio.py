"""Tasks of trio: the same as those of asyncio."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
import trio

from conviso_client import AsyncConviso, Quota
from conviso_client.errors import DeadlineExceeded, OutcomeUnknown, RequestTimeout
from conviso_client.quota import registry
from tests.pages.server import ListServer

from .server import Server, answer, silence
from .test_cancel import until

LIMITED = answer(b"", status=429, headers={"retry-after": "0.05"})
QUOTAS: dict[str, Callable[[], Quota]] = {
    "off": Quota.off,
    "local": Quota.local,
    "shared": Quota.shared,
}


@pytest.fixture(autouse=True)
def own_files(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the shared quota in a folder of the test's own, whatever the process opened before."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    registry._store.cache_clear()
    yield
    registry._store.cache_clear()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    server.otherwise = answer({"data": {"a": 1}})
    yield server
    server.stop()


def run(server: Server, use: Callable[[AsyncConviso], Awaitable[Any]], **options: Any) -> Any:
    async def main() -> Any:
        async with AsyncConviso("key-of-trio", url=server.url, **{"quota": Quota.off(), **options}) as conviso:
            return await use(conviso)

    return trio.run(main)


@pytest.mark.parametrize("quota", QUOTAS)
def test_calls_and_holds(server: Server, quota: str):
    server.script = [answer({"data": {"a": 1}}), LIMITED, LIMITED]

    async def use(conviso: AsyncConviso) -> Any:
        return [await conviso.execute("mutation { a }") for _ in range(2)]

    assert run(server, use, quota=QUOTAS[quota]()) == [{"a": 1}] * 2
    assert len(server.received) == 4
    assert server.most_connections == 1


def test_many_tasks_wait_for_the_quota(server: Server):
    async def use(conviso: AsyncConviso) -> None:
        async with trio.open_nursery() as nursery:
            for _ in range(30):
                nursery.start_soon(conviso.execute, "{ a }")

    run(server, use, quota=Quota.local(requests=10, per=0.1, spread=0.01, margin=0))
    assert len(server.received) == 30


def test_a_hold_that_is_too_long(server: Server):
    server.otherwise = LIMITED

    async def use(conviso: AsyncConviso) -> Any:
        with pytest.raises(DeadlineExceeded):
            await conviso.execute("{ a }")

    run(server, use, deadline=0.3, quota=Quota.local())


def test_more_tasks_than_connections(server: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("conviso_client.http.base.MAX_CONCURRENT_CALLS", 1)
    server.otherwise = silence

    async def use(conviso: AsyncConviso) -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(conviso.with_options(max_queue=None).execute, "{ a }")
            await trio.to_thread.run_sync(until, lambda: server.received)
            with pytest.raises(DeadlineExceeded):
                await conviso.execute("{ a }")
            nursery.cancel_scope.cancel()

    run(server, use, max_queue=0.01)
    assert len(server.received) == 1


def test_a_quota_that_nobody_named_is_shared(server: Server, tmp_path: Path):
    async def use(conviso: AsyncConviso) -> Any:
        return await conviso.execute("{ a }")

    assert run(server, use, quota=None) == {"a": 1}
    assert [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_key_that_is_awaited(server: Server):
    async def key() -> str:
        await trio.lowlevel.checkpoint()
        return "key-of-trio"

    async def use(conviso: AsyncConviso) -> Any:
        return await conviso.with_options().execute("{ a }")

    async def main() -> Any:
        async with AsyncConviso(key, url=server.url, quota=Quota.off()) as conviso:
            return await use(conviso)

    assert trio.run(main) == {"a": 1}


def test_time_runs_out(server: Server):
    server.otherwise = silence

    async def use(conviso: AsyncConviso) -> None:
        with pytest.raises(RequestTimeout):
            await conviso.execute("{ a }")
        with pytest.raises(OutcomeUnknown):
            await conviso.execute("mutation { a }")

    run(server, use, timeout=1.0, max_attempts=1)  # for connecting too, which a busy machine makes last
    assert len(server.received) == 2


@pytest.mark.parametrize("where", ["while sending", "while waiting for a permit"])
def test_cancellation(server: Server, where: str):
    server.otherwise = silence if where == "while sending" else answer(b"", status=429, headers={"retry-after": "60"})

    async def use(conviso: AsyncConviso) -> None:
        with trio.move_on_after(60) as scope:
            async with trio.open_nursery() as nursery:
                for _ in range(3):
                    nursery.start_soon(conviso.execute, "{ a }")
                await trio.to_thread.run_sync(until, lambda: server.received)
                nursery.cancel_scope.cancel()
        assert not scope.cancelled_caught
        server.otherwise = answer({"data": {"a": 1}})
        if where == "while sending":
            assert await conviso.execute("{ a }") == {"a": 1}

    run(server, use, quota=Quota.local())


def test_lists_and_what_is_asked_for_ahead():
    lists = ListServer(23)

    async def main() -> list[str]:
        async with AsyncConviso("key-of-trio", url=lists.url, company_id=443, quota=Quota.off()) as conviso:
            return [row.id async for row in conviso.iter_requirements(page_size=5, prefetch=3)]

    try:
        assert len(set(trio.run(main))) == 23
        assert anyio.run(main) == trio.run(main)
    finally:
        lists.stop()
