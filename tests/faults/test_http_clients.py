"""The short form of the fault suite on other HTTP clients than the default one: their exceptions mean the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

import httpx
import httpx2
import pytest
from httpx_aiohttp import HttpxAiohttpClient

from conviso_client.errors import ConnectionFailed, OutcomeUnknown, RequestTimeout

from .conftest import Caller, Thing
from .server import Server, answer, hang_up, silence
from .test_rows import BROKEN, FINAL, LIMITED, SLOW, WRONG, cases


class Kind(NamedTuple):
    mode: str
    library: Any
    make: Callable[[], Any]
    """Returns a caller's own HTTP client, or the class to make one of."""


KINDS = {
    "httpx": Kind("sync", httpx, httpx.Client),
    "httpx, async": Kind("async", httpx, httpx.AsyncClient),
    "httpx2": Kind("sync", httpx2, httpx2.Client),
    "httpx2, async": Kind("async", httpx2, httpx2.AsyncClient),
    "class of httpx2": Kind("sync", httpx2, lambda: httpx2.Client),
    "class of httpx2, async": Kind("async", httpx2, lambda: httpx2.AsyncClient),
    "httpx-aiohttp": Kind("async", httpx, HttpxAiohttpClient),
    "class of httpx-aiohttp": Kind("async", httpx, lambda: HttpxAiohttpClient),
}
"""httpx-aiohttp, which is asynchronous only, maps the exceptions of aiohttp to those of httpx in a way of its own."""


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param


@pytest.fixture
def caller(kind: Kind, server: Server) -> Caller:
    return Caller(kind.mode, server.url)


@pytest.fixture
def library(kind: Kind) -> Any:
    return kind.library


@pytest.fixture
def own(kind: Kind) -> Any:
    return kind.make()


def test_says_what_it_is(caller: Caller, server: Server, own: Any, library: Any):
    assert caller(http_client=own) == Thing(id="1")
    assert f"{library.__name__}/{library.__version__}" in server.received[0].headers["user-agent"]


@cases(BROKEN)
def test_broken(caller: Caller, server: Server, own: Any, case: str):
    server.script = [BROKEN[case][0]]
    error = caller.error("mutation", http_client=own)
    assert type(error) is OutcomeUnknown
    assert type(error.cause) is BROKEN[case][1]
    assert len(server.received) == 1


@cases(SLOW)
def test_slow(caller: Caller, server: Server, own: Any, case: str):
    server.script = [SLOW[case]]
    error = caller.error("mutation", http_client=own, timeout=0.3)
    assert type(error) is OutcomeUnknown
    assert type(error.cause) is RequestTimeout
    assert len(server.received) == 1


@cases(LIMITED)
def test_limited(caller: Caller, server: Server, own: Any, case: str):
    server.script = [LIMITED[case]]
    assert caller("mutation", http_client=own) == Thing(id="1")
    assert len(server.received) == 2


@cases(WRONG | FINAL)
def test_refused_and_wrong(caller: Caller, server: Server, own: Any, case: str):
    server.otherwise, expected = (WRONG | FINAL)[case]
    assert type(caller.error("query", http_client=own)) is expected
    assert len(server.received) == 1


def test_never_sent(caller: Caller, server: Server, own: Any, library: Any):
    error = caller.error("mutation", http_client=own, url=f"https://127.0.0.1:{server.port}", max_attempts=2)
    assert type(error) is ConnectionFailed
    assert isinstance(error.__cause__, (library.ConnectError, library.ConnectTimeout))  # the latter with aiohttp
    assert caller.quota.outcomes == ["unsent"] * 2


def test_repeated(caller: Caller, server: Server, own: Any):
    server.script = [hang_up, answer(b"", status=503)]
    assert caller(http_client=own) == Thing(id="1")


@pytest.mark.anyio
@pytest.mark.parametrize("own", [httpx.AsyncClient, httpx2.AsyncClient])
async def test_cancelled(server: Server, own: Any):
    from conviso_client.client.base import AsyncBaseClient
    from conviso_client.http.secret import Secret

    from .conftest import Turnstile, operation
    from .test_cancel import until_async

    server.otherwise = silence
    quota = Turnstile()
    async with own() as http_client:
        client = AsyncBaseClient(Secret("key"), url=server.url, quota=quota, http_client=http_client, options={})
        task = asyncio.ensure_future(client._call(operation("mutation"), {}))
        await until_async(lambda: len(server.received) == 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert quota.outcomes == ["answered"]
        await until_async(lambda: server.open_connections == 0)
