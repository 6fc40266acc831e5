"""OpenTelemetry: a span for each call, with its attempts as events.

    from conviso_client import Conviso
    from conviso_client.telemetry import traced

    conviso = Conviso(on_event=traced())

Names follow the semantic conventions for HTTP and GraphQL clients. Neither documents, variables, results nor messages
are recorded. The span is current while the call goes on, so that the spans of an instrumented HTTP client, if you hand
one over as `http_client`, are its children.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from conviso_client._version import __version__
from conviso_client.errors import missing_extra

from .events import AttemptAnswered, AttemptFailed, AttemptStarted, CallDone, CallStarted, Event, OnEvent, Waiting

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer, TracerProvider

__all__ = ["traced"]


def traced(on_event: OnEvent | None = None, *, tracer_provider: TracerProvider | None = None) -> OnEvent:
    """Return an `on_event` that records a span for each call, and passes the events on to another `on_event`.

    `tracer_provider` None takes the global one. Raises `ConfigurationError` if the extra `otel` is not installed.
    """
    try:
        from opentelemetry import trace
    except ImportError:
        raise missing_extra("OpenTelemetry is not installed: traced", "otel") from None
    return _Tracing(trace.get_tracer("conviso_client", __version__, tracer_provider), on_event)


class _Tracing:
    """The spans of the calls that are under way."""

    def __init__(self, tracer: Tracer, then: OnEvent | None) -> None:
        self._tracer = tracer
        self._then = then
        self._open: dict[int, tuple[Span, Any]] = {}
        """By the number of the call: its span, and what gives the context back."""

    def __call__(self, event: Event) -> None:
        if isinstance(event, CallStarted):
            self._start(event)
        elif event.call in self._open:
            self._tell(event, self._open[event.call][0])
        if self._then is not None:
            self._then(event)

    def _start(self, event: CallStarted) -> None:
        from opentelemetry import context, trace

        address = urlsplit(event.endpoint)
        attributes: dict[str, str | int] = {
            "graphql.operation.type": event.kind,
            "graphql.operation.name": event.operation,
            "http.request.method": "POST",
            "url.full": event.endpoint,
            "server.address": address.hostname or "",
            "server.port": address.port or (443 if address.scheme == "https" else 80),
            "conviso.correlation_id": event.correlation_id,
        }
        name = f"{event.kind} {event.operation}"
        span = self._tracer.start_span(name, kind=trace.SpanKind.CLIENT, attributes=attributes)
        self._open[event.call] = span, context.attach(trace.set_span_in_context(span))

    def _tell(self, event: Event, span: Span) -> None:
        if isinstance(event, AttemptStarted):
            if event.attempt > 1:
                span.set_attribute("http.request.resend_count", event.attempt - 1)
            span.add_event("attempt started", {"attempt": event.attempt, "waited": event.waited})
        elif isinstance(event, AttemptAnswered):
            sizes = {"http.response.status_code": event.status, "http.response.body.size": event.size}
            span.add_event("attempt answered", {"attempt": event.attempt, **sizes})
        elif isinstance(event, AttemptFailed):
            span.add_event("attempt failed", {"attempt": event.attempt, "error.type": event.error})
        elif isinstance(event, Waiting):
            seconds = {} if event.seconds is None else {"seconds": event.seconds}
            span.add_event("waiting", {"reason": event.reason, **seconds})
        elif isinstance(event, CallDone):
            self._end(event, span)

    def _end(self, event: CallDone, span: Span) -> None:
        from opentelemetry import context
        from opentelemetry.trace import StatusCode

        if event.status is not None:
            span.set_attribute("http.response.status_code", event.status)
        if event.error is not None:
            span.set_attribute("error.type", event.error)
            span.set_status(StatusCode.ERROR)
        span.end()
        context.detach(self._open.pop(event.call)[1])
