"""What a call tells of itself: events, log lines and spans."""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import Any

import httpx
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from conviso_client.errors import ConfigurationError
from conviso_client.events import (
    AttemptAnswered,
    AttemptFailed,
    AttemptStarted,
    CallDone,
    CallStarted,
    Waiting,
)
from conviso_client.telemetry import traced

from .conftest import Caller, Thing
from .server import Server, answer, reset


def kinds(caller: Caller) -> list[type]:
    return [type(event) for event in caller.events]


def test_a_call_that_works(caller: Caller, server: Server):
    caller()
    started, attempt, answered, done = caller.events
    assert isinstance(started, CallStarted)
    assert (started.operation, started.kind, started.endpoint) == ("thing", "query", server.url)
    assert isinstance(attempt, AttemptStarted)
    assert (attempt.attempt, attempt.waited) == (1, 0.0)
    assert isinstance(answered, AttemptAnswered)
    assert (answered.status, answered.size) == (200, len(b'{"data": {"thing": {"id": "1"}}}'))
    assert isinstance(done, CallDone)
    assert (done.error, done.status, done.attempts) == (None, 200, 1)
    assert len({event.call for event in caller.events}) == 1
    assert done.seconds >= answered.seconds >= 0


def test_a_call_with_trouble(caller: Caller, server: Server):
    server.script = [answer(b"", status=503), reset, answer(b"", status=429, headers={"retry-after": "2"})]
    caller()
    assert kinds(caller) == [
        CallStarted,
        *(AttemptStarted, AttemptAnswered, AttemptFailed, Waiting),
        *(AttemptStarted, AttemptFailed, Waiting),
        *(AttemptStarted, AttemptAnswered, AttemptFailed, Waiting),
        *(AttemptStarted, AttemptAnswered),
        CallDone,
    ]
    assert [event.attempt for event in caller.events if isinstance(event, AttemptStarted)] == [1, 2, 3, 4]
    assert [event.waited for event in caller.events if isinstance(event, AttemptStarted)] == [0, 0, 0, 2.0]
    waits = [(event.reason, event.seconds) for event in caller.events if isinstance(event, Waiting)]
    assert waits == [("backoff", 0.05), ("backoff", 0.1), ("rate limited", 2.0)]
    failures = [event.error for event in caller.events if isinstance(event, AttemptFailed)]
    assert failures == ["ServerError", "ConnectionLost", "RateLimited"]


def test_a_call_that_fails(caller: Caller, server: Server):
    server.otherwise = reset
    caller.error("mutation")
    done = caller.events[-1]
    assert (done.error, done.status, done.attempts) == ("OutcomeUnknown", None, 1)


def test_a_hold_that_another_call_met_is_told_before_the_first_permit(caller: Caller):
    caller.quota.hold = 90.0
    caller()
    [waiting] = [event for event in caller.events if isinstance(event, Waiting)]
    assert (waiting.reason, waiting.seconds) == ("rate limited", 90.0)
    assert kinds(caller) == [CallStarted, Waiting, AttemptStarted, AttemptAnswered, CallDone]


def test_a_hold_after_its_own_429_is_told_once(caller: Caller, server: Server):
    server.script = [answer(b"", status=429, headers={"Retry-After": "7"})]
    caller()
    assert [event.seconds for event in caller.events if isinstance(event, Waiting)] == [7.0]


def test_events_do_not_change(caller: Caller):
    caller()
    for event in caller.events:
        with pytest.raises(AttributeError):
            event.call = 0


def test_a_callback_that_raises_is_told_of_once(caller: Caller, caplog: pytest.LogCaptureFixture):
    def raises(event: Any) -> None:
        raise ValueError("no events please")

    assert [caller(on_event=raises) for _ in range(2)] == [Thing(id="1")] * 2
    [record] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert record.name == "conviso_client"
    assert "ValueError" in record.getMessage()


def test_a_callback_that_interrupts(caller: Caller, server: Server):
    def interrupts(event: Any) -> None:
        if isinstance(event, AttemptAnswered):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        caller(on_event=interrupts)
    assert caller.quota.outcomes == ["answered"]


def test_the_log(caller: Caller, server: Server, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG, "conviso_client")
    server.script = [answer(b"", status=503)]
    caller(on_event=None)
    messages = [each.getMessage() for each in caplog.records if each.name == "conviso_client"]
    assert [message.partition("(")[0] for message in messages] == [event.__name__ for event in LOGGED]
    assert all("correlation_id=" in message for message in messages)


LOGGED = [
    CallStarted,
    AttemptStarted,
    AttemptAnswered,
    AttemptFailed,
    Waiting,
    AttemptStarted,
    AttemptAnswered,
    CallDone,
]


@pytest.mark.parametrize(("level", "lines"), [("debug", 3), ("", 0), ("nonsense", 0)])
def test_the_log_for_people(level: str, lines: int, server: Server):
    program = (
        "from conviso_client.observe.events import logger\n"
        "logger().debug('a detail')\nlogger().warning('a warning')\nlogger().error('an error')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], env={"CONVISO_LOG": level}, capture_output=True, text=True, check=True
    )
    assert len(result.stderr.splitlines()) == lines


class TestSpans:
    @pytest.fixture
    def exporter(self) -> InMemorySpanExporter:
        return InMemorySpanExporter()

    @pytest.fixture
    def provider(self, exporter: InMemorySpanExporter) -> TracerProvider:
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(exporter))
        return provider

    def span(self, exporter: InMemorySpanExporter) -> ReadableSpan:
        [span] = exporter.get_finished_spans()
        return span

    def test_a_call_with_trouble(
        self, caller: Caller, server: Server, provider: TracerProvider, exporter: InMemorySpanExporter
    ):
        server.script = [answer(b"", status=503), answer(b"", status=429)]
        caller(on_event=traced(caller.events.append, tracer_provider=provider))
        span = self.span(exporter)
        assert span.name == "query thing"
        assert span.kind is trace.SpanKind.CLIENT
        assert dict(span.attributes or {}) == {
            "graphql.operation.type": "query",
            "graphql.operation.name": "thing",
            "http.request.method": "POST",
            "http.request.resend_count": 2,
            "http.response.status_code": 200,
            "url.full": server.url,
            "server.address": "127.0.0.1",
            "server.port": server.port,
            "conviso.correlation_id": caller.events[0].correlation_id,
        }
        assert span.status.status_code is trace.StatusCode.UNSET
        assert [event.name for event in span.events] == [
            *("attempt started", "attempt answered", "attempt failed", "waiting"),
            *("attempt started", "attempt answered", "attempt failed", "waiting"),
            *("attempt started", "attempt answered"),
        ]
        assert len(caller.events) == 12  # the other on_event has them too

    def test_a_call_that_fails(
        self, caller: Caller, server: Server, provider: TracerProvider, exporter: InMemorySpanExporter
    ):
        server.otherwise = reset
        caller.error("mutation", on_event=traced(tracer_provider=provider))
        span = self.span(exporter)
        assert span.name == "mutation thing"
        assert span.status.status_code is trace.StatusCode.ERROR
        assert (span.attributes or {})["error.type"] == "OutcomeUnknown"
        assert "http.response.status_code" not in (span.attributes or {})

    def test_is_current_during_the_call_and_not_after(self, caller: Caller, provider: TracerProvider):
        seen: list[Any] = []

        def look(_: httpx.Request) -> None:
            seen.append(trace.get_current_span().get_span_context())

        async def look_async(request: httpx.Request) -> None:
            look(request)

        if caller.mode == "sync":
            client: Any = httpx.Client(event_hooks={"request": [look]})
        else:
            client = httpx.AsyncClient(event_hooks={"request": [look_async]})
        with provider.get_tracer("test").start_as_current_span("outer") as outer:
            caller(on_event=traced(tracer_provider=provider), http_client=client)
            assert trace.get_current_span() is outer
        assert seen[0].trace_id == outer.get_span_context().trace_id
        assert seen[0].span_id != outer.get_span_context().span_id

    def test_default_ports_and_the_global_provider(self, exporter: InMemorySpanExporter, provider: TracerProvider):
        tell = traced(tracer_provider=provider)
        tell(CallStarted(1, "a", "query", "https://api.test/graphql", "id"))
        tell(CallStarted(2, "b", "query", "http://localhost/graphql", "id"))
        tell(CallDone(2, "b", "id", None, None, 0, 0.0))
        tell(CallDone(1, "a", "id", None, None, 0, 0.0))
        tell(CallDone(3, "unknown", "id", None, None, 0, 0.0))
        ports = {span.name: (span.attributes or {})["server.port"] for span in exporter.get_finished_spans()}
        assert ports == {"query a": 443, "query b": 80}
        assert traced() is not None

    def test_without_the_extra(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setitem(sys.modules, "opentelemetry", None)
        with pytest.raises(ConfigurationError, match=r"needs the extra 'otel'"):
            traced()
