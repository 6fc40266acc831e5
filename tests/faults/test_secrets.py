"""Servers that send the key back, and other ways on which it could come to light.

All other faults are looked through where they are tested: each call of a `Caller` has the canary for its key.
"""

from __future__ import annotations

import contextlib
import pickle
import traceback
from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from conviso_client.client.base import AsyncBaseClient, BaseClient
from conviso_client.errors import ConfigurationError, ConvisoError
from conviso_client.http.credentials import Credentials
from conviso_client.http.secret import Secret
from conviso_client.quota import Quota
from conviso_client.telemetry import traced

from .canary import CANARY, FORMS, IN_A_HEADER, assert_clean, everything_about, texts
from .conftest import Caller, Turnstile, operation
from .server import Action, Server, answer, raw, reset

ECHOES: dict[str, Action] = {
    **{
        f"an echo in {status} after {cut}": answer(
            {
                "errors": [
                    {"message": f"bad {CANARY} {IN_A_HEADER}", "extensions": {CANARY: [CANARY]}, "path": [CANARY]}
                ],
                "data": {"thing": {"id": CANARY, CANARY: 1}},
            },
            status=status,
            headers={
                "x-request-id": f"{'-' * cut}{CANARY}{IN_A_HEADER}",
                "x-api-key": CANARY,
                "location": f"https://x:{CANARY}@h/{'-' * cut}{CANARY}?{CANARY}",
            },
        )
        for status, cut in [
            *((status, 0) for status in (200, 301, 400, 401, 403, 404, 429, 500)),
            (301, 193),
            (500, 193),
        ]
    },
    "an echo where an excerpt is cut": answer(b" " * 16_379 + CANARY.encode()),
    "an echo in other spellings": answer(
        b"tweety: Tweety%2f7f%2b3%22%26%3dbird Tweety&#x2f;7f&#43;3&#34;&amp;=bird", status=502
    ),
    "an echo in a reason": answer(f"no {IN_A_HEADER}".encode(), status=413),
    "an echo in a page": answer(f"<html>x-api-key: {FORMS[2]} {FORMS[1]} {CANARY}".encode(), status=502),
    "an echo in words": answer(f"what is {CANARY}?".encode()),
    "an echo after much white space": answer(b" " * 10_000 + CANARY.encode() + b" " * 10_000 + CANARY.encode()),
    "an echo in a value that does not fit": answer({"data": {"thing": {"id": [CANARY]}}}),
    "an echo in a status line": raw(f"HTTP/1.1 {CANARY}\r\n\r\n".encode()),
    "an echo in a payload": answer({"data": {"thing": {"errors": [CANARY]}}}),
}


@pytest.fixture
def spans() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def canary(caller: Caller, spans: InMemorySpanExporter) -> Iterator[Caller]:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    caller.keys = lambda: CANARY
    caller.quota = Quota.local(per=6.0)  # type: ignore[assignment]
    caller.tracing = traced(caller.events.append, tracer_provider=provider)  # type: ignore[attr-defined]
    yield caller
    provider.shutdown()


@pytest.mark.parametrize("kind", ["query", "mutation"])
@pytest.mark.parametrize("case", list(ECHOES))
def test_echoes(canary: Caller, server: Server, spans: InMemorySpanExporter, kind: str, case: str):
    server.otherwise = ECHOES[case]
    op = operation(kind, payload=("errors",), result="Payload") if case == "an echo in a payload" else operation(kind)
    options: dict[str, Any] = {"on_event": canary.tracing}  # type: ignore[attr-defined]
    with contextlib.suppress(ConvisoError):
        canary(op, deadline=1.0, max_attempts=2, headers={"X-Proxy-Token": f" {IN_A_HEADER} "}, **options)
    assert server.received
    assert all(each.headers["x-api-key"] == CANARY for each in server.received)
    assert canary.events
    assert spans.get_finished_spans()
    assert_clean(iter([span.to_json() for span in spans.get_finished_spans()]))


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_connection_that_fails(mode: str, server: Server):
    caller = Caller(mode, f"https://127.0.0.1:{server.port}")
    caller.keys, caller.quota = CANARY, Quota.local()  # type: ignore[assignment]
    assert_clean(everything_about(caller.error(max_attempts=1)))


@pytest.mark.parametrize("mode", ["sync", "async"])
@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit])
def test_interruption(mode: str, server: Server, interruption: Any):
    """Its frames inside the HTTP library would hold the headers."""

    class Sync(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            raise interruption

    class Async(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            raise interruption

    client = httpx.Client(transport=Sync()) if mode == "sync" else httpx.AsyncClient(transport=Async())
    caller = Caller(mode, server.url)
    caller.keys, caller.quota = CANARY, Quota.local()  # type: ignore[assignment]
    with pytest.raises(interruption) as caught:
        caller(http_client=client)
    frames = [frame for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
    assert not any("/httpx/" in frame.f_code.co_filename for frame in frames)
    found = [
        text
        for frame in frames
        if "/conviso_client/" in frame.f_code.co_filename
        for text in texts(dict(frame.f_locals))
    ]
    assert_clean(iter(found))


@pytest.mark.parametrize("client_class", [BaseClient, AsyncBaseClient])
@pytest.mark.parametrize("source", [CANARY, lambda: CANARY], ids=["string", "callable"])
def test_client(client_class: Any, source: Any, server: Server):
    headers = {"Proxy-Authorization": CANARY, "X-Other": CANARY}
    client = client_class(Secret(source), url=server.url, quota=Quota.local(), options={"headers": Secret(headers)})
    if client_class is BaseClient:
        client._call(operation("query"), {})
        client.close()
    else:

        async def run() -> None:
            async with client:
                await client._call(operation("query"), {})

        anyio.run(run)
    assert server.received[0].headers["x-other"] == CANARY
    reachable = {name: value for name, value in vars(client).items() if name != "_transport"}
    assert_clean(texts(reachable))
    assert_clean(texts(vars(client._transport)))
    assert_clean(iter([repr(client), str(client), repr(vars(client))]))
    with pytest.raises(ConfigurationError) as caught:
        pickle.dumps(client)
    assert_clean(everything_about(caught.value))


@pytest.mark.parametrize("client_class", [BaseClient, AsyncBaseClient])
def test_a_misspelt_option(client_class: Any, server: Server):
    client = client_class(Secret("key"), url=server.url, quota=Quota.local(), options={})
    for changes in (
        {"heders": {"X": CANARY}},
        {"headers": {"X": f"{CANARY}\n"}},
        {"headers": {"X": CANARY}, "timeout": -1},
    ):
        with pytest.raises(ConfigurationError) as caught:
            client.with_options(**changes)
        assert_clean(everything_about(caught.value))


def bad_sources() -> dict[str, Any]:
    def fails() -> str:
        secret = CANARY
        raise ValueError(f"no {secret}")

    return {
        "a key with a line break": CANARY + "\n" + CANARY,
        "a key with spaces": CANARY + " x",
        "a callable that fails": fails,
        "a callable with a bad key": lambda: CANARY + "\r\n",
        "a callable with bytes": lambda: CANARY.encode(),
    }


@pytest.mark.parametrize("case", [*bad_sources(), "an asynchronous callable that fails"])
def test_sources_that_fail(case: str, server: Server):
    source = bad_sources().get(case)
    if source is None:

        async def source() -> str:
            raise ValueError(CANARY)

    async def ask() -> None:
        await Credentials(Secret(source)).key_async()

    try:
        Credentials(Secret(source)).key() if "asynchronous" not in case else anyio.run(ask)
    except ConfigurationError as error:
        assert_clean(everything_about(error))
    else:
        assert case == "a callable with a bad key"  # a line break at the end is taken off


def test_url_with_a_password():
    with pytest.raises(ConfigurationError) as caught:
        BaseClient(Secret("key"), url=f"https://user:{CANARY}@127.0.0.1/", quota=Turnstile(), options={})
    found = [str(caught.value), repr(caught.value), *texts(vars(caught.value))]
    assert_clean(iter(found))


def test_reset_in_the_middle(caller: Caller, server: Server):
    caller.keys, caller.quota = CANARY, Quota.local()  # type: ignore[assignment]
    server.otherwise = reset
    error = caller.error("mutation")
    assert_clean(everything_about(error))
    assert error.__cause__ is not None
    assert isinstance(error.__cause__.__cause__, httpx.HTTPError)
    assert error.__cause__.__cause__.__traceback__ is None
    with pytest.raises(RuntimeError, match="has not been set"):
        _ = error.__cause__.__cause__.request  # type: ignore[attr-defined]
