"""The faults on each kind of HTTP client: the same ends, and the same bounds."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import httpx
import httpx2
import pytest
from httpx_aiohttp import HttpxAiohttpClient

from conviso_client.client.base import AsyncBaseClient
from conviso_client.errors import ConnectionFailed, OutcomeUnknown, RequestTimeout
from conviso_client.http.secret import Secret

from .conftest import Caller, Thing, Turnstile, operation
from .server import Server, answer, hang_up, silence
from .test_cancel import until_async
from .test_rows import BROKEN, FINAL, LIMITED, SLOW, WRONG


class Wrapped(httpx.BaseTransport):
    """What transports that cache, record or count are like."""

    def __init__(self) -> None:
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


class AsyncWrapped(httpx.AsyncBaseTransport):
    def __init__(self) -> None:
        self._inner = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


class Kind(NamedTuple):
    mode: str
    library: Any
    make: Callable[[], Any]
    """Returns a caller's own HTTP client, or the class to make one of, or None."""


KINDS = {
    "default": Kind("sync", httpx, lambda: None),
    "default, async": Kind("async", httpx, lambda: None),
    "httpx": Kind("sync", httpx, httpx.Client),
    "httpx, async": Kind("async", httpx, httpx.AsyncClient),
    "class of httpx2": Kind("sync", httpx2, lambda: httpx2.Client),
    "httpx2, async": Kind("async", httpx2, httpx2.AsyncClient),
    "httpx-aiohttp": Kind("async", httpx, HttpxAiohttpClient),
    "class of httpx-aiohttp": Kind("async", httpx, lambda: HttpxAiohttpClient),
    "wrapped": Kind("sync", httpx, lambda: httpx.Client(transport=Wrapped())),
    "wrapped, async": Kind("async", httpx, lambda: httpx.AsyncClient(transport=AsyncWrapped())),
}
"""httpx-aiohttp, which is asynchronous only, maps the exceptions of aiohttp to those of httpx in a way of its own."""


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param


@pytest.fixture
def caller(kind: Kind, server: Server) -> Caller:
    return Caller(kind.mode, server.url)


@pytest.fixture
def own(kind: Kind) -> Any:
    return kind.make()


def test_says_what_it_is(caller: Caller, server: Server, own: Any, kind: Kind):
    assert caller(http_client=own) == Thing(id="1")
    assert f"{kind.library.__name__}/{kind.library.__version__}" in server.received[0].headers["user-agent"]


@pytest.mark.parametrize("case", ["reset", "half a head", "half a body", "the beginning of gzip", "HTTP 503"])
def test_broken(caller: Caller, server: Server, own: Any, case: str):
    server.script = [BROKEN[case][0]]
    error = caller.error("mutation", http_client=own)
    assert type(error) is OutcomeUnknown
    assert type(error.cause) is BROKEN[case][1]
    assert len(server.received) == 1


@pytest.mark.parametrize("case", ["silence", "half a body, then silence", "a body byte by byte"])
def test_slow(caller: Caller, server: Server, kind: Kind, case: str):
    server.script = [SLOW[case]]
    error = caller.timed_out("mutation", client=kind.make)
    assert type(error) is OutcomeUnknown
    assert type(error.cause) is RequestTimeout
    assert len(server.received) == 1


@pytest.mark.parametrize("case", ["429 as text", "a web page", "a redirect, 307", "HTTP 403"])
def test_answers(caller: Caller, server: Server, own: Any, case: str):
    if case in LIMITED:
        server.script = [LIMITED[case]]
        assert caller("mutation", http_client=own) == Thing(id="1")
    else:
        server.otherwise, expected = (WRONG | FINAL)[case]
        assert type(caller.error("query", http_client=own)) is expected


def test_never_sent(caller: Caller, server: Server, own: Any, kind: Kind):
    error = caller.error("mutation", http_client=own, url=f"https://127.0.0.1:{server.port}", max_attempts=2)
    assert type(error) is ConnectionFailed
    library = kind.library
    assert isinstance(error.__cause__, (library.ConnectError, library.ConnectTimeout))  # the latter with aiohttp
    assert caller.quota.outcomes == ["unsent"] * 2


def test_repeated(caller: Caller, server: Server, own: Any):
    server.script = [hang_up, answer(b"", status=503)]
    assert caller(http_client=own) == Thing(id="1")


class Closed(httpx.BaseTransport):
    """One that shows nothing of its connections, and takes its time."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        time.sleep(0.2)
        return httpx.Response(200, json={"data": {"thing": {"id": "1"}}})


def test_one_that_cannot_be_bounded_is_told_of_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from conviso_client.client.base import BaseClient

    monkeypatch.setattr("conviso_client.http.transport.SLACK", 0.05)
    caplog.set_level(logging.WARNING, "conviso_client")
    with httpx.Client(transport=Closed()) as http_client:
        arguments = Caller("sync", "http://127.0.0.1:1").arguments({"http_client": http_client, "timeout": 0.01})
        client = BaseClient(Secret("key"), **arguments)
        assert [client._call(operation("mutation"), {}) for _ in range(2)] == [Thing(id="1")] * 2
    (record,) = caplog.records
    assert "its transport does not keep to timeout" in record.getMessage()


@pytest.mark.anyio
@pytest.mark.parametrize("own", [httpx.AsyncClient, httpx2.AsyncClient])
async def test_cancelled(server: Server, own: Any):
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
