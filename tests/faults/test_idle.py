"""Connections without work: the server may close them at any time, and the next request must not be sent on them."""

from __future__ import annotations

import socket
import threading
from typing import Any

import anyio
import httpx
import httpx2
import pytest

from conviso_client.client.base import AsyncBaseClient, BaseClient
from conviso_client.events import AttemptFailed
from conviso_client.http.deadline import Stream
from conviso_client.http.secret import Secret

from .conftest import Caller, Thing, operation
from .server import Server


class Mended:
    """A network stream of an HTTP library."""

    def __init__(self, sock: socket.socket | None) -> None:
        self.sock = sock

    def read(self) -> None: ...

    def write(self) -> None: ...

    def get_extra_info(self, info: str) -> Any:
        return {"socket": self.sock, "is_readable": "asked"}.get(info)


class TestIsReadable:
    def test_tells_of_bytes_and_of_the_end(self) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            connection = Stream(Mended(ours))
            assert connection.get_extra_info("is_readable") is False
            theirs.send(b"x")
            assert connection.get_extra_info("is_readable") is True
            ours.recv(1)
            assert connection.get_extra_info("is_readable") is False
            theirs.close()
            assert connection.get_extra_info("is_readable") is True

    def test_a_closed_socket_whose_number_another_one_has(self) -> None:
        ours, theirs = socket.socketpair()
        connection = Stream(Mended(ours))
        number = ours.fileno()
        ours.close()
        others = socket.socketpair()
        try:
            assert number in {each.fileno() for each in others}
            assert connection.get_extra_info("is_readable") is True
        finally:
            for each in (theirs, *others):
                each.close()

    def test_without_a_socket_the_library_is_asked(self) -> None:
        closed = socket.socket()
        closed.close()
        for sock in (None, closed):
            assert Stream(Mended(sock)).get_extra_info("is_readable") == "asked"

    def test_all_else_is_the_library_s(self) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            connection = Stream(Mended(ours))
            assert connection.get_extra_info("socket") is ours
            assert connection.get_extra_info("ssl_object") is None


def assert_all_went_well(caller: Caller, server: Server) -> None:
    assert caller.quota.outcomes == ["answered"] * 3
    assert not [event for event in caller.events if isinstance(event, AttemptFailed)]
    assert len(server.received) == 3


@pytest.mark.parametrize("kind", [None, httpx.Client, httpx2.Client])
def test_what_the_server_has_closed_is_not_used_again(server: Server, closed: threading.Event, kind: Any) -> None:
    caller = Caller("sync", server.url)
    with BaseClient(Secret(caller.keys), **caller.arguments({"http_client": kind})) as client:
        for _ in range(3):
            closed.clear()
            assert client._call(operation("mutation"), {}) == Thing(id="1")
            assert closed.wait(20)
    assert_all_went_well(caller, server)


async def calls(caller: Caller, closed: threading.Event, kind: Any) -> None:
    async with AsyncBaseClient(Secret(caller.keys), **caller.arguments({"http_client": kind})) as client:
        for _ in range(3):
            closed.clear()
            assert await client._call(operation("mutation"), {}) == Thing(id="1")
            assert closed.wait(20)


@pytest.mark.parametrize("kind", [None, httpx.AsyncClient, httpx2.AsyncClient])
def test_tasks_do_not_use_it_again_either(server: Server, closed: threading.Event, kind: Any) -> None:
    caller = Caller("async", server.url)
    anyio.run(calls, caller, closed, kind)
    assert_all_went_well(caller, server)
