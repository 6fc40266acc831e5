"""TLS, as every call to the platform has it: whom the client trusts, through a proxy too."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import httpx2
import pytest
import trustme

from conviso_client import Upload
from conviso_client.client.base import BaseClient
from conviso_client.errors import ConnectionFailed
from conviso_client.http.secret import Secret

from .conftest import Caller, Thing, operation, serving, tls_of
from .server import PATIENCE, Server


@pytest.fixture
def server(server_context: ssl.SSLContext) -> Iterator[Server]:
    yield from serving(server_context)


@pytest.fixture
def of_nobody(server_context: ssl.SSLContext) -> Iterator[Server]:
    """Serve with the certificate of an authority that nobody trusts."""
    yield from serving(tls_of(trustme.CA(), "127.0.0.1"))


@pytest.fixture
def of_another_host(server_context: ssl.SSLContext, authority: trustme.CA) -> Iterator[Server]:
    yield from serving(tls_of(authority, "elsewhere.example.com"))


@pytest.fixture(params=[None, httpx, httpx2], ids=["default", "httpx", "httpx2"])
def kind(request: pytest.FixtureRequest, caller: Caller) -> Any:
    """The class of HTTP clients to use, if any is asked for."""
    name = "Client" if caller.mode == "sync" else "AsyncClient"
    return request.param and getattr(request.param, name)


class Tunnel:
    """A proxy that opens tunnels and says whereto."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._start(self._accept)

    def _start(self, target: Callable[..., None], *arguments: Any) -> None:
        self._threads.append(threading.Thread(target=target, args=arguments, daemon=True))
        self._threads[-1].start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as lines:
            target = lines.readline().split()[1].decode()
            while lines.readline().strip():
                pass
            self.asked.append(target)
            host, _, port = target.rpartition(":")
            with socket.create_connection((host, int(port))) as server:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=self._pass_on, args=(server, client), daemon=True)
                back.start()
                self._pass_on(client, server)
                back.join(PATIENCE)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(PATIENCE)


@pytest.fixture
def tunnel(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tunnel]:
    tunnel = Tunnel()
    monkeypatch.setenv("HTTPS_PROXY", f"http://{tunnel.address}")
    yield tunnel
    tunnel.stop()


def test_an_authority_of_one_s_own(caller: Caller, server: Server, kind: Any) -> None:
    assert caller("mutation", http_client=kind) == Thing(id="1")
    assert server.received[0].headers["x-api-key"] == caller.keys


def test_one_handshake_for_many_calls(server: Server) -> None:
    caller = Caller("sync", server.url)
    with BaseClient(Secret(caller.keys), **caller.arguments({})) as client:
        for _ in range(5):
            assert client._call(operation("query"), {}) == Thing(id="1")
    assert server.most_connections == 1
    assert caller.quota.outcomes == ["answered"] * 5


@pytest.mark.parametrize("problem", ["of_nobody", "of_another_host"])
def test_nothing_is_sent_to_whom_it_does_not_trust(
    caller: Caller, kind: Any, problem: str, request: pytest.FixtureRequest
) -> None:
    server: Server = request.getfixturevalue(problem)
    caller.url = server.url
    error = caller.error("mutation", http_client=kind, max_attempts=2)
    assert type(error) is ConnectionFailed
    assert "CERTIFICATE_VERIFY_FAILED" in str(error)
    assert "SSL_CERT_FILE" in str(error)
    assert "Nothing was sent" in str(error)
    assert caller.quota.outcomes == ["unsent"] * 2
    assert server.received == []


def test_through_a_proxy(caller: Caller, server: Server, kind: Any, tunnel: Tunnel) -> None:
    assert caller("mutation", http_client=kind) == Thing(id="1")
    assert tunnel.asked == [f"127.0.0.1:{server.port}"]
    assert [received.headers["x-api-key"] for received in server.received] == [caller.keys]


def test_whom_it_does_not_trust_behind_a_proxy(caller: Caller, of_nobody: Server, kind: Any, tunnel: Tunnel) -> None:
    caller.url = of_nobody.url
    error = caller.error("mutation", http_client=kind, max_attempts=1)
    assert type(error) is ConnectionFailed
    assert "CERTIFICATE_VERIFY_FAILED" in str(error)
    assert f"through the proxy {tunnel.address}" in str(error)
    assert of_nobody.received == []


def test_what_the_server_has_closed_is_not_used_again(server: Server, closed: threading.Event) -> None:
    caller = Caller("sync", server.url)
    with BaseClient(Secret(caller.keys), **caller.arguments({})) as client:
        for _ in range(3):
            closed.clear()
            assert client._call(operation("mutation"), {}) == Thing(id="1")
            assert closed.wait(PATIENCE)
    assert caller.quota.outcomes == ["answered"] * 3


def test_a_large_upload(caller: Caller, server: Server) -> None:
    """What comes while it is sent may be of TLS, such as its tickets, and no answer."""
    upload = Upload.from_bytes(bytes(300_000), "large.bin")
    assert caller(operation("mutation"), {"file": upload}, url=f"https://127.0.0.1:{server.port}") == Thing(id="1")
    assert len(server.received) == 1
