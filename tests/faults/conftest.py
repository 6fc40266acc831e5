from __future__ import annotations

import contextlib
import logging
import ssl
import sys
import threading
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, List, Optional  # noqa: UP035

import anyio
import pytest
import trustme

from conviso_client.call.operation import Operation
from conviso_client.call.runtime import Runtime
from conviso_client.client.base import AsyncBaseClient, BaseClient
from conviso_client.errors import ConvisoError
from conviso_client.http.environment import tls_context
from conviso_client.http.secret import Secret
from conviso_client.models.results import ResultModel
from conviso_client.quota.limiter import Permit, QuotaWaitExceeded, Settlement

from .canary import CANARY, assert_clean, assert_error_is_clean, texts
from .server import Connection, Server, Tls


class Thing(ResultModel):
    id: str
    name: Optional[str] = None  # noqa: UP045


class Payload(ResultModel):
    thing: Optional[Thing] = None  # noqa: UP045
    errors: Optional[List[Any]] = None  # noqa: UP006, UP045
    success: Optional[bool] = None  # noqa: UP045


models = types.ModuleType(f"conviso_fault_models_of_{__name__}")  # which other folders import by another name
models.Thing = Thing  # type: ignore[attr-defined]
models.Payload = Payload  # type: ignore[attr-defined]
sys.modules[models.__name__] = models


def operation(kind: str, **changes: Any) -> Operation[Any]:
    """An operation of each kind: `query`, `mutation`, and `acting`, a query that is not safe to repeat."""
    settings: dict[str, Any] = {
        "name": "thing",
        "method": "thing",
        "kind": "mutation" if kind == "mutation" else "query",
        "document": f"{'mutation' if kind == 'mutation' else 'query'} thing {{ thing {{ id }} }}",
        "result": "Thing",
        "models": models.__name__,
        "repeatable": kind == "query",
        "depth": 2,
        "complexity": 2,
    }
    return Operation(**(settings | changes))


class Turnstile:
    """A quota that always has room, holds for a second after a rejection, and keeps account of its permits."""

    def __init__(self) -> None:
        self.given: list[Permit] = []
        self.settled: list[tuple[Permit, Settlement]] = []
        keys: list[str] = []
        self._keys = lambda: keys  # out of sight of what looks for the key in errors: they refer to their quota
        self.hold = 0.0
        self.longer = 0.0
        self.waits: list[float | None] = []

    def limiter(self, endpoint: str, api_key: str) -> Turnstile:
        self.keys.append(api_key)
        return self

    @property
    def keys(self) -> list[str]:
        return self._keys()

    def acquire(self, wait: float | None, again: Permit | None = None, on_hold: Any = None) -> Permit:
        self.waits.append(wait)
        if wait is not None and self.hold > wait:
            raise QuotaWaitExceeded(self.hold, "held")
        if self.hold and on_hold is not None:
            on_hold(self.hold)
        permit = Permit(len(self.given) if again is None else again.ticket, float(len(self.given)), self.hold)
        self.hold = 0.0
        self.given.append(permit)
        return permit

    async def acquire_async(self, wait: float | None, again: Permit | None = None, on_hold: Any = None) -> Permit:
        return self.acquire(wait, again, on_hold)

    def settle(self, permit: Permit, settlement: Settlement) -> None:
        self.settled.append((permit, settlement))
        if settlement.outcome == "rejected":
            self.hold = self.longer + (settlement.retry_after if settlement.retry_after is not None else 1.0)

    async def settle_async(self, permit: Permit, settlement: Settlement) -> None:
        self.settle(permit, settlement)

    @property
    def outcomes(self) -> list[str]:
        return [settlement.outcome for _, settlement in self.settled]


class Caller:
    """Makes calls of one kind of client, each in a fresh client unless `keep` is set."""

    def __init__(self, mode: str, url: str) -> None:
        self.mode = mode
        self.url = url
        self.quota = Turnstile()
        self.sleeps: list[float] = []
        self.events: list[Any] = []
        self.keys: Any = CANARY

    def runtime(self) -> Runtime:
        async def sleep_async(seconds: float) -> None:
            self.sleeps.append(seconds)

        return Runtime(sleep=self.sleeps.append, sleep_async=sleep_async, random=lambda: 0.5)

    def arguments(self, options: dict[str, Any]) -> dict[str, Any]:
        if "headers" in options:
            options["headers"] = Secret(options["headers"])
        return {
            "url": options.pop("url", self.url),
            "quota": self.quota,
            "runtime": options.pop("runtime", None) or self.runtime(),
            "http_client": options.pop("http_client", None),
            "options": {"timeout": 60.0, "on_event": self.events.append} | options,
        }

    def __call__(
        self, kind: str | Operation[Any] = "query", variables: dict[str, Any] | None = None, **options: Any
    ) -> Any:
        op = operation(kind) if isinstance(kind, str) else kind
        return self.run(options, "_call", op, variables or {})

    def execute(self, document: str, *arguments: Any, **options: Any) -> Any:
        return self.run(options, "execute", document, *arguments)

    def run(self, options: dict[str, Any], method: str, *arguments: Any, **keywords: Any) -> Any:
        try:
            return self._run(options, method, *arguments, **keywords)
        except ConvisoError as error:
            assert_error_is_clean(error)
            raise

    def _run(self, options: dict[str, Any], method: str, *arguments: Any, **keywords: Any) -> Any:
        made_with = self.arguments(options)
        own = made_with["http_client"]
        if self.mode == "sync":
            with (
                contextlib.nullcontext() if isinstance(own, (type, type(None))) else own,
                BaseClient(Secret(self.keys), **made_with) as client,
            ):
                return getattr(client, method)(*arguments, **keywords)

        async def run() -> Any:
            async with (
                contextlib.nullcontext() if isinstance(own, (type, type(None))) else own,
                AsyncBaseClient(Secret(self.keys), **made_with) as client,
            ):
                return await getattr(client, method)(*arguments, **keywords)

        return anyio.run(run)

    def error(self, *arguments: Any, **options: Any) -> ConvisoError:
        with pytest.raises(ConvisoError) as caught:
            self(*arguments, **options)
        return caught.value

    def timed_out(self, *arguments: Any, client: Callable[[], Any] = lambda: None, **options: Any) -> ConvisoError:
        """Fail with a timeout that ends after the request was sent, however long a busy machine takes to send it."""
        for seconds in (0.2, 2.0, 20.0):
            self.quota = Turnstile()
            error = self.error(*arguments, timeout=seconds, http_client=client(), **options)
            if "unsent" not in self.quota.outcomes:
                break
        return error


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server_context(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """Give the TLS of a server on loopback, whose authority alone this process trusts for the time of a test."""
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    tls_context.cache_clear()
    yield tls_of(authority, "127.0.0.1")
    tls_context.cache_clear()


def tls_of(authority: trustme.CA, name: str) -> ssl.SSLContext:
    """Make the TLS of a server with a certificate for this name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def serving(tls: Tls | None = None) -> Iterator[Server]:
    server = Server(tls=tls)
    yield server
    server.stop()


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest, server: Server, caplog: pytest.LogCaptureFixture) -> Iterator[Caller]:
    """Make calls, and look for their key in whatever they tell."""
    for name in (None, "conviso_client", "httpx", "httpcore", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    caller = Caller(request.param, server.url)
    yield caller
    assert_clean(texts(caller.events))
    for record in caplog.records:
        if "receive_response_" not in record.getMessage():  # what the server says, not what we do
            assert_clean(iter([record.getMessage(), str(record.args)]))


@pytest.fixture
def closed(server: Server) -> threading.Event:
    """Let the server close each connection after its first answer, and say so."""
    closed = threading.Event()
    answered = server.otherwise

    def answer_and_close(connection: Connection) -> None:
        answered(connection)
        connection.finish()
        closed.set()

    server.otherwise = answer_and_close
    return closed
