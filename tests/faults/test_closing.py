"""Closing a client ends what other threads and tasks wait for, and leaves no connection."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpcore
import httpx
import httpx2
import pytest

from conviso_client.client.base import AsyncBaseClient, BaseClient
from conviso_client.errors import ConfigurationError, ConvisoError, OutcomeUnknown
from conviso_client.http.deadline import Stream
from conviso_client.http.secret import Secret

from .conftest import Caller, operation, serving
from .server import PATIENCE, Connection, Server, raw_then_silence, silence


class Errand:
    """Something done in a thread of its own."""

    def __init__(self, action: Callable[[], object]) -> None:
        self._action = action
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._action()
        except Exception as error:
            self.error = error

    def end(self) -> Exception | None:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        return self.error


@pytest.fixture(params=["http", "https"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    yield from serving(request.getfixturevalue("server_context") if request.param == "https" else None)


@pytest.fixture
def under_way(server: Server) -> threading.Event:
    """Let the server say nothing, and tell when it was asked."""
    asked = threading.Event()

    def ask(connection: Connection) -> None:
        asked.set()
        silence(connection)

    server.otherwise = ask
    return asked


def until_all_are_closed(server: Server) -> None:
    for _ in range(2000):
        if not server.open_connections:
            return
        threading.Event().wait(0.001)
    raise AssertionError(f"still open: {server.open_connections}")


@pytest.mark.parametrize("kind", ["query", "mutation"])
@pytest.mark.parametrize("library", [None, httpx.Client, httpx2.Client])
def test_a_call_in_another_thread_ends_at_once(
    server: Server, under_way: threading.Event, kind: str, library: Any
) -> None:
    caller = Caller("sync", server.url)
    client = BaseClient(Secret(caller.keys), **caller.arguments({"http_client": library, "timeout": None}))
    errand = Errand(lambda: client._call(operation(kind), {}))
    assert under_way.wait(PATIENCE)
    client.close()
    assert_it_says_why(errand.end(), kind)
    until_all_are_closed(server)
    assert len(server.received) == 1


def assert_it_says_why(error: Exception | None, kind: str) -> None:
    if kind == "query":
        assert isinstance(error, ConfigurationError)
        assert "this client is closed" in str(error)
    else:
        assert isinstance(error, OutcomeUnknown)
        assert "It may have run" in str(error)


@pytest.mark.parametrize("kind", ["query", "mutation"])
@pytest.mark.parametrize("library", [None, httpx.AsyncClient, httpx2.AsyncClient])
def test_a_call_in_another_task_ends_at_once(
    server: Server, under_way: threading.Event, kind: str, library: Any
) -> None:
    caller = Caller("async", server.url)

    async def run() -> None:
        client = AsyncBaseClient(Secret(caller.keys), **caller.arguments({"http_client": library, "timeout": None}))
        task = asyncio.create_task(client._call(operation(kind), {}))
        assert await asyncio.to_thread(under_way.wait, PATIENCE)
        await client.close()
        with pytest.raises(ConvisoError) as caught:
            await asyncio.wait_for(task, PATIENCE)
        assert_it_says_why(caught.value, kind)

    anyio.run(run)
    until_all_are_closed(server)
    assert len(server.received) == 1


def test_one_that_reads_a_body_ends_too(server: Server) -> None:
    begun = threading.Event()

    def begin(connection: Connection) -> None:
        begun.set()
        raw_then_silence(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{")(connection)

    server.otherwise = begin
    client = BaseClient(Secret("key"), **Caller("sync", server.url).arguments({"timeout": None}))
    errand = Errand(lambda: client._call(operation("mutation"), {}))
    assert begun.wait(PATIENCE)
    client.close()
    assert isinstance(errand.end(), OutcomeUnknown)
    until_all_are_closed(server)


class LateHandshake:
    """TLS of a server that shakes hands when it is told."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        self.begun, self.go = threading.Event(), threading.Event()

    def wrap_socket(self, sock: socket.socket, server_side: bool) -> ssl.SSLSocket:
        self.begun.set()
        assert self.go.wait(PATIENCE)
        return self._context.wrap_socket(sock, server_side=server_side)


@pytest.fixture
def handshake(server_context: ssl.SSLContext) -> LateHandshake:
    return LateHandshake(server_context)


@pytest.fixture
def late(handshake: LateHandshake) -> Iterator[Server]:
    yield from serving(handshake)


@pytest.mark.parametrize("library", [None, httpx.Client, httpx2.Client])
def test_what_still_connects_is_not_sent(late: Server, handshake: LateHandshake, library: Any) -> None:
    caller = Caller("sync", late.url)
    client = BaseClient(Secret(caller.keys), **caller.arguments({"http_client": library}))
    errand = Errand(lambda: client._call(operation("mutation"), {}))
    assert handshake.begun.wait(PATIENCE)
    client.close()
    handshake.go.set()
    assert_it_was_not_sent(errand.end(), caller, late)


@pytest.mark.parametrize("library", [None, httpx.AsyncClient, httpx2.AsyncClient])
def test_nor_in_a_task(late: Server, handshake: LateHandshake, library: Any) -> None:
    caller = Caller("async", late.url)

    async def run() -> ConvisoError:
        client = AsyncBaseClient(Secret(caller.keys), **caller.arguments({"http_client": library}))
        task = asyncio.create_task(client._call(operation("mutation"), {}))
        assert await asyncio.to_thread(handshake.begun.wait, PATIENCE)
        await client.close()
        handshake.go.set()
        with pytest.raises(ConvisoError) as caught:
            await asyncio.wait_for(task, PATIENCE)
        return caught.value

    assert_it_was_not_sent(anyio.run(run), caller, late)


def assert_it_was_not_sent(error: Exception | None, caller: Caller, server: Server) -> None:
    assert isinstance(error, ConfigurationError)
    assert "this client is closed" in str(error)
    assert error.attempts == 1
    assert caller.quota.outcomes == ["unsent"]
    until_all_are_closed(server)
    assert server.received == []


class TestStream:
    """Two ends of a connection: ours has a stream around it, as its connection pool sees it."""

    @pytest.fixture
    def ours(self) -> Iterator[socket.socket]:
        ours, self.theirs = socket.socketpair()
        with ours, self.theirs:
            yield ours

    @pytest.fixture
    def stream(self, ours: socket.socket) -> Stream:
        return Stream(httpcore._backends.sync.SyncStream(ours))

    def until(self, condition: Callable[[], object]) -> None:
        for _ in range(PATIENCE * 1000):
            if condition():
                return
            threading.Event().wait(0.001)
        raise AssertionError("in vain")

    def test_who_reads_is_woken_and_closes(self, stream: Stream, ours: socket.socket) -> None:
        errand = Errand(lambda: stream.read(10))
        self.until(lambda: stream._in_use)
        stream.close()
        errand.end()
        assert ours.fileno() == -1
        assert self.theirs.recv(1) == b""

    def test_who_writes_is_woken_and_closes(self, stream: Stream, ours: socket.socket) -> None:
        errand = Errand(lambda: stream.write(bytes(10_000_000)))
        self.until(lambda: stream._in_use)
        stream.close()
        assert isinstance(errand.end(), httpcore.WriteError)
        assert ours.fileno() == -1

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
    def test_closing_it_in_a_fork_leaves_the_parent_s_alone(self, stream: Stream) -> None:
        got: list[bytes] = []
        errand = Errand(lambda: got.append(stream.read(10)))
        self.until(lambda: stream._in_use)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of threads
            child = os.fork()
        if child == 0:  # pragma: no cover  # another process
            stream.close()
            os._exit(0)
        os.waitpid(child, 0)
        self.theirs.send(b"x")
        assert errand.end() is None
        assert got == [b"x"]
        stream.close()

    def test_without_threads_it_is_closed(self, stream: Stream, ours: socket.socket) -> None:
        stream.close()
        stream.close()
        assert ours.fileno() == -1

    def test_who_comes_later_does_nothing(self, stream: Stream) -> None:
        stream.close()
        with pytest.raises(httpcore.ReadError):
            stream.read(10)
        with pytest.raises(httpcore.WriteError):
            stream.write(b"x")
        assert not stream._in_use
