"""What mocks, records or traces httpx sees the requests of a client that it was not told of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
import respx
import vcr
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pytest_httpx import HTTPXMock

from conviso_client import AsyncConviso, Conviso, Quota
from conviso_client.errors import ConnectionFailed, MutationRejected, OutcomeUnknown
from conviso_client.types import CreateAssetInput
from tests.faults.server import Server, answer

KEY = "key-of-the-tests"
ANSWER = {"data": {"createAsset": {"asset": None, "errors": ["mocked"]}}}


class Program:
    """Makes a client by itself, and creates an asset."""

    def __init__(self, mode: str, client: str, url: str) -> None:
        self.sync = mode == "sync"
        self._kind = httpx.Client if self.sync else httpx.AsyncClient
        self._client = client
        self.url = url

    def run(self) -> None:
        asset = CreateAssetInput(name="org/ghost")
        if self.sync:
            with self._own() as own, Conviso(KEY, http_client=own, **self._options()) as conviso:
                conviso.create_asset(asset)
        else:
            anyio.run(self._run, asset)

    async def _run(self, asset: CreateAssetInput) -> None:
        async with self._own() as own, AsyncConviso(KEY, http_client=own, **self._options()) as conviso:
            await conviso.create_asset(asset)

    def _own(self) -> Any:
        if self._client == "instance":
            return self._kind()
        return nullcontext(self._kind if self._client == "class" else None)

    def _options(self) -> dict[str, Any]:
        return {"url": self.url, "company_id": 443, "quota": Quota.off()}

    def is_answered_by_the_mock(self) -> None:
        with pytest.raises(MutationRejected, match="mocked"):
            self.run()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    server.otherwise = answer({"data": {"createAsset": {"asset": None, "errors": ["of the server"]}}})
    yield server
    server.stop()


@pytest.fixture(params=["sync", "async"])
def mode(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=["default", "class", "instance"])
def program(request: pytest.FixtureRequest, mode: str, server: Server) -> Program:
    return Program(mode, request.param, server.url)


def test_pytest_httpx(program: Program, httpx_mock: HTTPXMock, server: Server) -> None:
    httpx_mock.add_response(json=ANSWER)
    program.is_answered_by_the_mock()
    (request,) = httpx_mock.get_requests()
    assert request.headers["x-api-key"] == KEY
    assert server.received == []


def test_pytest_httpx_that_answers_with_an_exception(program: Program, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_exception(httpx.ConnectError("no network here"), is_reusable=True)
    with pytest.raises((ConnectionFailed, OutcomeUnknown), match="no network here"):
        program.run()


@pytest.mark.parametrize("using", ["httpcore", "httpx"])
def test_respx(program: Program, server: Server, using: str) -> None:
    with respx.mock(using=using) as router:
        route = router.post(server.url).mock(return_value=httpx.Response(200, json=ANSWER))
        program.is_answered_by_the_mock()
    assert route.call_count == 1
    assert server.received == []


@pytest.mark.parametrize("using", ["httpcore", "httpx"])
def test_respx_of_what_nobody_mocked(program: Program, server: Server, using: str) -> None:
    """Its exception is the test's own: it comes out as it is, and nothing is tried again."""
    with respx.mock(using=using, assert_all_called=False) as router, pytest.raises(AssertionError):
        program.run()
    assert len(router.calls) <= 1
    assert server.received == []


def test_vcr(program: Program, server: Server, tmp_path: Path) -> None:
    cassette = os.fspath(tmp_path / "cassette.yaml")
    recorder = vcr.VCR(filter_headers=["x-api-key"])
    for times in (1, 1):  # recorded, then played
        with (
            recorder.use_cassette(cassette, record_mode="once"),
            pytest.raises(MutationRejected, match="of the server"),
        ):
            program.run()
        assert len(server.received) == times
    assert KEY not in Path(cassette).read_text()


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    HTTPXClientInstrumentor().instrument(tracer_provider=provider)
    yield exporter
    HTTPXClientInstrumentor().uninstrument()


def test_opentelemetry(program: Program, server: Server, spans: InMemorySpanExporter) -> None:
    with pytest.raises(MutationRejected):
        program.run()
    (span,) = spans.get_finished_spans()
    assert span.attributes is not None
    assert span.attributes["http.method"] == "POST"
    assert "traceparent" in server.received[0].headers
