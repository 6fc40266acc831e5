"""The short form of the fault suite on httpx-aiohttp, whose exceptions are mapped to httpx's in a way of their own."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from httpx_aiohttp import HttpxAiohttpClient

from conviso_client.errors import ConnectionFailed, OutcomeUnknown, RequestTimeout

from .conftest import Caller, Thing
from .server import Server, answer, hang_up
from .test_rows import BROKEN, LIMITED, SLOW, cases


@pytest.fixture
def caller(server: Server) -> Caller:
    return Caller("async", server.url)


@pytest.fixture(params=["client", "class"])
def own(request: pytest.FixtureRequest) -> Any:
    return HttpxAiohttpClient() if request.param == "client" else HttpxAiohttpClient


def test_says_what_it_is(caller: Caller, server: Server, own: Any):
    assert caller(http_client=own) == Thing(id="1")
    assert f"httpx/{httpx.__version__}" in server.received[0].headers["user-agent"]


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


def test_never_sent(caller: Caller, server: Server, own: Any):
    url = f"https://127.0.0.1:{server.port}"
    error = caller.error("mutation", http_client=own, url=url, max_attempts=2)
    assert type(error) is ConnectionFailed
    assert caller.quota.outcomes == ["unsent"] * 2


def test_repeated(caller: Caller, server: Server, own: Any):
    server.script = [hang_up, answer(b"", status=503)]
    assert caller(http_client=own) == Thing(id="1")
