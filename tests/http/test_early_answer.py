"""A server may answer before it has read all of a request, and close: the answer counts, for threads and tasks."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from conviso_client import Upload
from conviso_client.errors import AuthenticationError, OutcomeUnknown, ResponseError
from tests.faults.conftest import Caller, Thing, operation
from tests.faults.server import raw_answer
from tests.faults.test_connecting import own_client

LARGE = 20_000_000
"""Bytes: more than the buffers of both ends hold."""


class HastyServer:
    """Answers as soon as it has seen the head of a request, and closes the connection."""

    def __init__(self) -> None:
        self.answers: list[bytes] = []
        self.requests = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/graphql"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            with sock:
                sock.settimeout(20)
                head = b""
                while b"\r\n\r\n" not in head:
                    head += sock.recv(1000)
                self.requests += 1
                if len(self.answers) > 1:
                    sock.sendall(self.answers.pop(0))
                    sock.shutdown(socket.SHUT_WR)
                    with suppress(OSError):  # as web servers do: to close what was not read would be a reset
                        while sock.recv(1 << 20):
                            pass
                    continue
                while sock.recv(1 << 20) and not head.endswith(b"--\r\n"):
                    head = head[-10:]
                    break
                sock.sendall(self.answers[0])

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(20)


@pytest.fixture
def hasty() -> Iterator[HastyServer]:
    server = HastyServer()
    yield server
    server.stop()


def upload(caller: Caller) -> dict[str, Any]:
    return {"file": Upload.from_bytes(bytes(LARGE), "large.bin")}


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest, hasty: HastyServer) -> Caller:
    return Caller(request.param, hasty.url)


@pytest.mark.parametrize(("status", "error"), [(413, ResponseError), (401, AuthenticationError)])
@pytest.mark.parametrize("own", [False, True])
def test_is_read(caller: Caller, hasty: HastyServer, own: bool, status: int, error: type[Exception]) -> None:
    hasty.answers = [raw_answer(status, b"no", {"connection": "close"})] * 2
    http_client = own_client(caller) if own else None
    assert type(caller.error(operation("mutation"), upload(caller), http_client=http_client)) is error
    assert hasty.requests == 1


def test_of_the_quota_is_heeded(caller: Caller, hasty: HastyServer) -> None:
    body = b'{"data": {"thing": {"id": "1"}}}'
    hasty.answers = [
        raw_answer(429, b"", {"connection": "close", "retry-after": "1"}),
        raw_answer(429, b"", {"connection": "close", "retry-after": "1"}),
        raw_answer(200, body, {"connection": "close", "content-type": "application/json"}),
        raw_answer(200, body, {"connection": "close"}),
    ]
    assert caller(operation("mutation"), upload(caller)) == Thing(id="1")
    assert caller.quota.outcomes == ["rejected", "rejected", "answered"]


def test_none_at_all_leaves_the_outcome_unknown(caller: Caller, hasty: HastyServer) -> None:
    hasty.answers = [b"", b""]
    assert type(caller.error(operation("mutation"), upload(caller))) is OutcomeUnknown
