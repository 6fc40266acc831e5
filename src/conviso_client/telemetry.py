"""OpenTelemetry: a span for each call."""

from __future__ import annotations

from .observe.otel import traced

__all__ = ["traced"]
