"""What fails before anything is sent did not run, and is tried again for queries and writes alike."""

from __future__ import annotations

import socket
import ssl
from typing import Any

import httpcore
import httpx
import pytest

from conviso_client.errors import ConfigurationError, ConnectionFailed, DeadlineExceeded, OutcomeUnknown
from conviso_client.http.deadline import Backend, Stream, TooSlow, attempt
from conviso_client.http.transport import Transport

from .conftest import Caller, Thing
from .server import Server, answer

KINDS = ("query", "mutation", "acting")


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def own_client(caller: Caller, **settings: Any) -> Any:
    return httpx.Client(**settings) if caller.mode == "sync" else httpx.AsyncClient(**settings)


@pytest.mark.parametrize("kind", KINDS)
class TestNothingWasSent:
    def check(self, caller: Caller, kind: str, **options: Any) -> ConnectionFailed:
        error = caller.error(kind, max_attempts=3, **options)
        assert type(error) is ConnectionFailed
        assert error.attempts == 3
        assert caller.sleeps == [0.05, 0.1]
        assert caller.quota.outcomes == ["unsent"] * 3
        return error

    def test_refused(self, caller: Caller, kind: str, closed_port: int):
        error = self.check(caller, kind, url=f"http://127.0.0.1:{closed_port}")
        assert isinstance(error.__cause__, httpx.ConnectError)
        assert f"no connection to 127.0.0.1:{closed_port} (ConnectError: " in str(error)

    def test_no_such_name(self, caller: Caller, kind: str, monkeypatch: pytest.MonkeyPatch):
        def fail(*_: Any, **__: Any) -> None:
            raise socket.gaierror(-2, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", fail)
        error = self.check(caller, kind, url="https://nowhere.invalid")
        assert "no connection to nowhere.invalid:443 (" in str(error)

    def test_no_tls(self, caller: Caller, kind: str, server: Server):
        self.check(caller, kind, url=f"https://127.0.0.1:{server.port}")
        assert server.received == []

    def test_silent_handshake(self, caller: Caller, kind: str, server: Server):
        server.hear_no_tls = False
        error = caller.error(kind, url=f"https://127.0.0.1:{server.port}", timeout=0.05, max_attempts=2)
        assert type(error) is ConnectionFailed
        assert server.received == []

    def test_proxy_refuses(self, caller: Caller, kind: str, server: Server):
        server.otherwise = answer(b"who are you?", status=407)
        client = own_client(caller, proxy=f"http://127.0.0.1:{server.port}", verify=ssl.create_default_context())
        self.check(caller, kind, url="https://api.test.invalid", http_client=client)
        assert all(each.head.startswith("CONNECT") for each in server.received)

    def test_proxy_is_away(self, caller: Caller, kind: str, closed_port: int):
        client = own_client(caller, proxy=f"http://user:pass-word@127.0.0.1:{closed_port}")
        error = self.check(caller, kind, url="http://127.0.0.1:1", http_client=client)
        assert f"no connection to 127.0.0.1:1 through the proxy 127.0.0.1:{closed_port} (" in str(error)
        assert "pass-word" not in f"{error!r} {error.__cause__!r}"

    def test_connection_pool_is_full(self, caller: Caller, kind: str):
        client = own_client(caller, limits=httpx.Limits(max_connections=0))
        self.check(caller, kind, http_client=client, timeout=0.05)

    def test_then_it_works(self, caller: Caller, kind: str, server: Server, closed_port: int):
        opened: list[Server] = []

        def open_the_door(seconds: float) -> None:
            opened.append(Server(closed_port))

        async def open_the_door_async(seconds: float) -> None:
            open_the_door(seconds)

        runtime = caller.runtime()._replace(sleep=open_the_door, sleep_async=open_the_door_async)
        try:
            assert caller(kind, url=f"http://127.0.0.1:{closed_port}", runtime=runtime) == Thing(id="1")
            assert caller.quota.outcomes == ["unsent", "answered"]
            assert len(opened[0].received) == 1
        finally:
            for each in opened:
                each.stop()

    def test_until_the_deadline(self, caller: Caller, kind: str, closed_port: int):
        now = 0.0

        def sleep(seconds: float) -> None:
            nonlocal now
            now += seconds

        async def sleep_async(seconds: float) -> None:
            sleep(seconds)

        runtime = caller.runtime()._replace(time=lambda: now, sleep=sleep, sleep_async=sleep_async)
        url = f"http://127.0.0.1:{closed_port}"
        error = caller.error(kind, url=url, runtime=runtime, max_attempts=100, deadline=10.0)
        assert type(error) is DeadlineExceeded
        assert type(error.cause) is ConnectionFailed
        assert error.elapsed is not None
        assert error.elapsed < 10.0


@pytest.mark.parametrize(
    ("proxy", "url", "expected"),
    [
        (None, "https://api.test.invalid", "api.test.invalid:443"),
        (None, "http://[::1]:8080/graphql", "[::1]:8080"),
        ("http://user:pass@[::1]", "https://localhost", "localhost:443 through the proxy [::1]:80"),
        ("http://user:pass@proxy.invalid:1080", "https://h", "h:443 through the proxy proxy.invalid:1080"),
    ],
)
def test_the_route_is_named_without_the_proxys_password(
    proxy: str | None, url: str, expected: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("urllib.request.getproxies", lambda: {} if proxy is None else {"all": proxy})
    transport = Transport(url)
    assert transport._route(transport._open()) == expected
    transport.close()


def failing_transport(error: Exception, *, after_reading: bool) -> tuple[Any, Any]:
    """Return transports, sync and async, that fail in the way of libraries that we do not know."""

    class Sync(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if after_reading:
                request.read()
            raise error

    class Async(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if after_reading:
                await request.aread()
            raise error

    return Sync(), Async()


FOREIGN = (httpx.ConnectError("gone"), OSError(104, "gone"), socket.gaierror(-2, "gone"), ssl.SSLError(1, "gone"))


@pytest.mark.parametrize("failure", FOREIGN, ids=lambda each: type(each).__name__)
class TestForeignTransports:
    """What counts is whether the body was read, whatever class the exception has."""

    def test_before_the_body_was_read(self, caller: Caller, failure: Exception):
        transports = failing_transport(failure, after_reading=False)
        client = own_client(caller, transport=transports[caller.mode == "async"])
        error = caller.error("mutation", http_client=client, max_attempts=2)
        assert type(error) is ConnectionFailed
        assert error.attempts == 2

    def test_after_the_body_was_read(self, caller: Caller, failure: Exception):
        transports = failing_transport(failure, after_reading=True)
        client = own_client(caller, transport=transports[caller.mode == "async"])
        error = caller.error("mutation", http_client=client)
        assert type(error) is OutcomeUnknown
        assert error.attempts == 1


def test_a_certificate_that_nobody_trusts_says_what_to_do(caller: Caller, monkeypatch: pytest.MonkeyPatch):
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    failure = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate")
    client = own_client(caller, transport=failing_transport(failure, after_reading=False)[caller.mode == "async"])
    error = caller.error("mutation", http_client=client, max_attempts=1)
    assert type(error) is ConnectionFailed
    assert "SSL_CERT_FILE" in str(error)


def test_a_class_of_clients_that_cannot_be_made(caller: Caller):
    class Mine(httpx.Client if caller.mode == "sync" else httpx.AsyncClient):  # type: ignore[misc]
        def __init__(self, **_: Any) -> None:
            raise ValueError("http://user:pass-word@proxy")

    error = caller.error("mutation", http_client=Mine)
    assert type(error) is ConfigurationError
    assert "the HTTP client cannot be made" in str(error)
    assert "(ValueError)" in str(error)
    assert "pass-word" not in f"{error!r} {error.__context__!r}"


def test_what_cannot_be_sent_is_not_tried_again(caller: Caller):
    failure = httpx.UnsupportedProtocol("no")
    client = own_client(caller, transport=failing_transport(failure, after_reading=False)[caller.mode == "async"])
    error = caller.error("mutation", http_client=client)
    assert type(error) is ConfigurationError
    assert error.attempts == 1
    assert caller.quota.outcomes == ["unsent"]


def with_addresses(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    original = socket.getaddrinfo

    def resolve(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        if host not in ("many.localhost", b"many.localhost"):
            return original(host, port, *arguments, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_a_host_whose_first_address_is_away(caller: Caller, server: Server, monkeypatch: pytest.MonkeyPatch):
    with_addresses(monkeypatch, ["127.0.0.2", "127.0.0.1"])  # the server is at the second
    assert caller("mutation", url=f"http://many.localhost:{server.port}") == Thing(id="1")


class TestTimeToConnect:
    """On connections whose network does nothing but note what it is asked for."""

    class Network(httpcore.NetworkBackend):
        def __init__(self, seconds: float) -> None:
            self.seconds = seconds
            self.asked: list[tuple[str, float | None]] = []
            self.now = 0.0

        def connect_tcp(self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any) -> Any:
            self.asked.append((host, timeout))
            self.now += min(self.seconds, self.seconds if timeout is None else timeout)
            raise httpcore.ConnectTimeout

    @pytest.fixture
    def network(self, monkeypatch: pytest.MonkeyPatch) -> Network:
        network = self.Network(1000.0)
        monkeypatch.setattr("conviso_client.http.deadline.time.monotonic", lambda: network.now)
        with_addresses(monkeypatch, ["10.0.0.1", "10.0.0.2", "10.0.0.3"])
        return network

    def test_is_shared_by_the_addresses(self, network: Network, monkeypatch: pytest.MonkeyPatch):
        backend = Backend(httpcore, network)
        monkeypatch.setattr(attempt, "end", 12.0)
        with pytest.raises(httpcore.ConnectTimeout):
            backend.connect_tcp("many.localhost", 443, timeout=30.0)
        assert network.asked == [("10.0.0.1", 4.0), ("10.0.0.2", 4.0), ("10.0.0.3", 4.0)]
        assert network.now == 12.0

    def test_what_one_leaves_is_the_next_one_s(self, network: Network):
        network.seconds = 1.0
        with pytest.raises(httpcore.ConnectTimeout):
            Backend(httpcore, network).connect_tcp("many.localhost", 443, timeout=12.0)
        assert network.asked == [("10.0.0.1", 4.0), ("10.0.0.2", 5.5), ("10.0.0.3", 10.0)]

    def test_may_be_over_before_any_is_tried(self, network: Network, monkeypatch: pytest.MonkeyPatch):
        def look_up_slowly(*_: Any, **__: Any) -> Any:
            network.now += 13.0
            raise socket.gaierror(-3, "Temporary failure in name resolution")

        monkeypatch.setattr(socket, "getaddrinfo", look_up_slowly)
        with pytest.raises(TooSlow):
            Backend(httpcore, network).connect_tcp("many.localhost", 443, timeout=12.0)
        assert network.asked == []

    def test_without_a_bound_nothing_changes(self, network: Network):
        with pytest.raises(httpcore.ConnectTimeout):
            Backend(httpcore, network).connect_tcp("many.localhost", 443)
        assert network.asked == [("many.localhost", None)]

    def test_that_is_over_lets_nothing_begin(self, network: Network, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(attempt, "end", 10.0)
        ours, theirs = socket.socketpair()
        with ours, theirs:
            network.now += 10.0
            with pytest.raises(TooSlow):
                Stream(httpcore._backends.sync.SyncStream(ours)).write(b"x")
            theirs.setblocking(False)
            with pytest.raises(BlockingIOError):
                theirs.recv(1)

    def test_a_call_inside_a_call_leaves_the_outer_bound(self, server: Server, monkeypatch: pytest.MonkeyPatch):
        """As when an upload is read through another call."""
        monkeypatch.setattr(attempt, "end", 123.0)
        assert Caller("sync", server.url)() == Thing(id="1")
        assert attempt.end == 123.0


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
def test_a_proxy_is_not_sent_what_stays_on_this_machine(
    caller: Caller, server: Server, variable: str, monkeypatch: pytest.MonkeyPatch
):
    """It would be sent the API key openly."""
    proxy = Server()
    try:
        monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv(variable.lower(), f"http://127.0.0.1:{proxy.port}")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        assert caller("mutation") == Thing(id="1")
    finally:
        proxy.stop()
    assert proxy.received == []
    assert len(server.received) == 1
