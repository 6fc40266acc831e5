"""A signal handler that raises ends a call at once, and leaves a client that works."""

from __future__ import annotations

import linecache
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

import httpcore
import pytest

from conviso_client.client.base import BaseClient
from conviso_client.http.deadline import Backend, of_signal_handler
from conviso_client.http.secret import Secret
from tests.faults.conftest import Caller, Thing, Turnstile, operation
from tests.faults.server import Connection, Server, answer
from tests.faults.test_cancel import until
from tests.faults.test_client import in_child
from tests.faults.test_connecting import with_addresses

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="signals cannot be sent here")


class OutOfTime(Exception):  # noqa: N818
    """What job queues call a soft time limit."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, told apart from the one that stops the tests."""


class Handler:
    """Raises when the signal comes."""

    def __init__(self, failure: BaseException) -> None:
        self.failure = failure

    def __call__(self, *_: Any) -> None:
        raise self.failure


@pytest.fixture(
    params=[OutOfTime("soft limit"), TimeoutError("soft limit"), OSError(5, "job"), Interrupted()], ids=repr
)
def failure(request: pytest.FixtureRequest) -> Iterator[BaseException]:
    """Have it raised in this thread by SIGUSR1."""
    before = signal.signal(signal.SIGUSR1, Handler(request.param))
    yield request.param
    signal.signal(signal.SIGUSR1, before)


def interrupt(connection: Connection) -> None:
    """Send the signal instead of an answer, and wait until the client hangs up."""
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
    connection.wait_for_the_other_end()


@pytest.mark.parametrize("kind", ["query", "mutation"])
def test_comes_out_at_once_and_nothing_is_sent_again(server: Server, failure: BaseException, kind: str) -> None:
    quota, caller = Turnstile(), Caller("sync", server.url)
    caller.quota = quota
    server.script = [interrupt]
    with BaseClient(Secret("key"), **caller.arguments({})) as client:
        with pytest.raises(type(failure)) as caught:
            client._call(operation(kind), {})
        assert caught.value is failure
        assert quota.outcomes == ["answered"]
        until(lambda: len(server.received) == 1 and server.open_connections == 0)
        assert client._call(operation(kind), {}) == Thing(id="1")


def test_while_it_connects(failure: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """httpcore may take it for the socket's; then the next address of the host is not tried."""

    class Network(httpcore.NetworkBackend):
        asked = 0

        def connect_tcp(self, *_: Any, **__: Any) -> Any:
            self.asked += 1
            try:
                signal.raise_signal(signal.SIGUSR1)
            except OSError as error:
                raise httpcore.ConnectError(error) from error

    with_addresses(monkeypatch, ["10.0.0.1", "10.0.0.2"])
    network = Network()
    with pytest.raises((httpcore.ConnectError, type(failure))) as caught:
        Backend(httpcore, network).connect_tcp("many.localhost", 443, timeout=20.0)
    assert network.asked == 1
    assert of_signal_handler(caught.value) is (failure if isinstance(failure, OSError) else None)


def test_again_and_again(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it interrupts keeps neither a connection nor a call's place."""
    monkeypatch.setattr("conviso_client.http.base.MAX_CONCURRENT_CALLS", 2)
    before = signal.signal(signal.SIGUSR1, Handler(Interrupted()))
    try:
        with BaseClient(Secret("key"), **Caller("sync", server.url).arguments({"deadline": 20.0})) as client:
            for _ in range(10):
                server.script = [interrupt]
                with pytest.raises(Interrupted):
                    client._call(operation("query"), {})
                assert client._call(operation("query"), {}) == Thing(id="1")
    finally:
        signal.signal(signal.SIGUSR1, before)
    until(lambda: server.open_connections == 0)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # newer Pythons warn of threads at a fork
def test_anywhere_in_a_call(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption between any two lines: the next call works, however often it happens.

    In a child process, for it may leave a socket that was just made, and that nobody has stored yet.
    """
    monkeypatch.setattr("conviso_client.http.base.MAX_CONCURRENT_CALLS", 3)
    assert in_child(lambda: interrupted_anywhere(server) > 10)


def at_a_lock(frame: Any) -> bool:
    """Say whether a lock of httpcore's was just taken, or is about to be released: nobody would, and it waits for ever.

    A `with` has its line traced again at its end, where it does not release its lock any more.
    """
    file = frame.f_code.co_filename
    return "httpcore" in file and (
        file.endswith("_synchronization.py") or "_lock:" in linecache.getline(file, frame.f_lineno)
    )


def interrupted_anywhere(server: Server) -> int:
    """Return how many calls did not get to their end."""
    before, lines = sys.gettrace(), 0

    def count(frame: Any, *_: Any) -> Any:
        nonlocal lines
        lines -= 1
        if lines == 0 and at_a_lock(frame):
            lines = 1
        elif lines == 0:
            raise Interrupted
        return count

    interrupted = 0
    with BaseClient(Secret("key"), **Caller("sync", server.url).arguments({"deadline": 20.0})) as client:
        client._call(operation("query"), {})
        for line in range(1, 3000, 89):
            lines = line
            sys.settrace(count)
            try:
                client._call(operation("query"), {})
            except Interrupted:
                interrupted += 1
            finally:
                sys.settrace(before)
        assert client._call(operation("query"), {}) == Thing(id="1")
    return interrupted


def test_a_call_in_another_thread_goes_on(server: Server) -> None:
    arrived, go = threading.Event(), threading.Event()
    slow = answer({"data": {"thing": {"id": "slow"}}})

    def wait(connection: Connection) -> None:
        arrived.set()
        go.wait(20)
        slow(connection)

    server.script = [wait, interrupt]
    results: list[Any] = []
    before = signal.signal(signal.SIGUSR1, Handler(Interrupted()))
    try:
        with BaseClient(Secret("key"), **Caller("sync", server.url).arguments({"timeout": 20.0})) as client:
            other = threading.Thread(
                target=lambda: results.append(client._call(operation("mutation"), {})), daemon=True
            )
            other.start()
            assert arrived.wait(20)
            with pytest.raises(Interrupted):
                client._call(operation("query"), {})
            go.set()
            other.join(20)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert results == [Thing(id="slow")]
    until(lambda: server.open_connections == 0)
