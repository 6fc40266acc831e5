from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import anyio
import pytest

from conviso_client import AsyncConviso, Conviso, Quota

from .server import PATIENCE, ListServer


def pages_under_way() -> list[threading.Thread]:
    return threads_called("conviso-page-")


def threads_called(prefix: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith(prefix)]


def until_all_have_ended() -> None:
    for thread in threads_called("conviso-page"):
        thread.join(PATIENCE)
        assert not thread.is_alive(), f"still there: {thread}"


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """Begin without threads of the test before, and leave none."""
    until_all_have_ended()
    yield
    until_all_have_ended()


@pytest.fixture
def server() -> Iterator[ListServer]:
    server = ListServer(23)
    yield server
    server.stop()


@pytest.fixture
def conviso(server: ListServer) -> Iterator[Conviso]:
    with Conviso("key", url=server.url, company_id=443, quota=Quota.off()) as conviso:
        yield conviso


@pytest.fixture
def async_conviso(server: ListServer) -> AsyncConviso:
    """A client that is not opened: what it opens belongs to the test's own event loop."""
    return AsyncConviso("key", url=server.url, company_id=443, quota=Quota.off())


class Clients:
    """Does the same with the synchronous and the asynchronous client."""

    def __init__(self, mode: str, url: str) -> None:
        self.mode = mode
        self.url = url

    def __call__(self, use: Callable[[Any, Reader], Awaitable[Any]], **options: Any) -> Any:
        """Open a client and use it. `use` awaits only what the reader gives."""
        options = {"url": self.url, "company_id": 443, "quota": Quota.off()} | options

        async def run() -> Any:
            if self.mode == "sync":
                with Conviso("key", **options) as conviso:
                    return await use(conviso, Reader(self.mode))
            async with AsyncConviso("key", **options) as conviso:
                return await use(conviso, Reader(self.mode))

        return anyio.run(run)


class Reader:
    """Reads pagers of either kind."""

    def __init__(self, mode: str) -> None:
        self.mode = mode

    async def batches(self, pager: Any) -> list[list[str]]:
        """Read the ids of all rows, page by page."""
        if self.mode == "sync":
            return [[row.id for row in rows] for rows in pager.batches()]
        return [[row.id for row in rows] async for rows in pager.batches()]

    async def ids(self, pager: Any, stop_at: str | None = None) -> list[str]:
        """Read the ids of all rows, or up to one of them."""
        got: list[str] = []
        if self.mode == "sync":
            for row in pager:
                got.append(row.id)
                if row.id == stop_at:
                    break
            return got
        async for row in pager:
            got.append(row.id)
            if row.id == stop_at:
                break
        return got

    async def pages(self, pager: Any) -> list[Any]:
        if self.mode == "sync":
            return list(pager.pages())
        return [page async for page in pager.pages()]

    async def get(self, value: Any) -> Any:
        """Await what the asynchronous client returns."""
        return value if self.mode == "sync" else await value


@pytest.fixture(params=["sync", "async"])
def clients(request: pytest.FixtureRequest, server: ListServer) -> Clients:
    return Clients(request.param, server.url)
