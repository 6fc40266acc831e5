"""HTTP/2, on a caller's own client: it works the same, and its library logs no key."""

from __future__ import annotations

import logging
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

import h2.config
import h2.connection
import h2.errors
import h2.events
import httpx
import httpx2
import pytest

from conviso_client.errors import ConnectionLost, OutcomeUnknown
from conviso_client.http.library import keep_headers_out_of_logs

from .conftest import Caller, Thing

KEY = "the-canary-of-http-2"


class Http2Server:
    """Speaks HTTP/2 without TLS, and answers each request, or resets it."""

    def __init__(self) -> None:
        self.resets = 0
        """How many requests are still to be reset."""
        self.code = h2.errors.ErrorCodes.NO_ERROR
        self.received: list[dict[bytes, bytes]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/graphql"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._serve, args=(sock,), daemon=True))
            self._threads[-1].start()

    def _serve(self, sock: socket.socket) -> None:
        connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        connection.initiate_connection()
        with sock:
            sock.sendall(connection.data_to_send())
            while data := sock.recv(65536):
                for event in connection.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        self.received.append(dict(event.headers))
                    elif isinstance(event, h2.events.StreamEnded):
                        self._answer(connection, event.stream_id)
                sock.sendall(connection.data_to_send())

    def _answer(self, connection: Any, stream: int) -> None:
        if self.resets:
            self.resets -= 1
            connection.reset_stream(stream, self.code)
            return
        connection.send_headers(stream, [(":status", "200"), ("content-type", "application/json")])
        connection.send_data(stream, b'{"data": {"thing": {"id": "1"}}}', end_stream=True)

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)


@pytest.fixture
def server() -> Iterator[Http2Server]:
    server = Http2Server()
    yield server
    server.stop()


@pytest.fixture(params=[httpx, httpx2], ids=["httpx", "httpx2"])
def own(request: pytest.FixtureRequest, caller: Caller) -> Any:
    client_class = request.param.Client if caller.mode == "sync" else request.param.AsyncClient
    return client_class(http1=False, http2=True)


def test_no_library_logs_the_key(caller: Caller, server: Http2Server, own: Any, caplog: pytest.LogCaptureFixture):
    caller.keys = KEY
    for name in ("hpack.hpack", "hpack.table", "httpcore.http2", "httpcore2.http2"):
        caplog.set_level(logging.DEBUG, name)
    assert caller(http_client=own) == Thing(id="1")
    assert server.received[0][b"x-api-key"] == KEY.encode()
    assert caplog.records
    assert not [record for record in caplog.records if KEY in record.getMessage()]


def test_a_stream_that_is_reset(caller: Caller, server: Http2Server, own: Any):
    server.resets = 1
    assert caller(http_client=own) == Thing(id="1")
    assert len(server.received) == 2


def test_a_stream_that_is_reset_under_a_write(caller: Caller, server: Http2Server, own: Any):
    server.resets = 2
    error = caller.error("mutation", http_client=own)
    assert type(error) is OutcomeUnknown
    assert type(error.cause) is ConnectionLost
    assert len(server.received) == 1


def test_a_stream_that_the_server_refused(caller: Caller, server: Http2Server, own: Any):
    """HTTP/2 promises that nothing was done for it, so a write is sent again."""
    server.resets, server.code = 1, h2.errors.ErrorCodes.REFUSED_STREAM
    assert caller("mutation", http_client=own) == Thing(id="1")
    assert caller.quota.outcomes == ["unsent", "answered"]
    assert len(server.received) == 2


def test_what_is_not_installed_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "hpack")
    keep_headers_out_of_logs()
    assert "hpack" not in sys.modules
