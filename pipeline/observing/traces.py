"""Spans of OpenTelemetry, from the call that came in to the chunk that came out.

Without the ``otel`` extra, or without an endpoint in the settings, every function here does nothing. The
context crosses the queue as a W3C ``traceparent`` in the job's row.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import structlog

from pipeline.correlation import correlation_id
from proofreel import __version__
from proofreel.errors import ProofreelError

__all__ = ["TracingMissing", "span", "start_tracing", "stop_tracing", "traceparent", "tracing"]


class TracingMissing(ProofreelError):
    """Traces are asked for, and OpenTelemetry is not installed."""

    code = "tracing_missing"


_tracer: Any = None
_provider: Any = None


def start_tracing(endpoint: str = "", *, exporter: Any = None) -> None:
    """Send spans to an OTLP endpoint (``http://127.0.0.1:4318``), or to ``exporter``.

    Raises:
        TracingMissing: OpenTelemetry is not installed.
    """
    global _provider, _tracer
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
    except ImportError:
        raise TracingMissing("OpenTelemetry is not installed.", fix="Install proofreel[otel].") from None
    resource = Resource.create({"service.name": "proofreel", "service.version": __version__})
    _provider = TracerProvider(resource=resource)
    if exporter is not None:
        _provider.add_span_processor(SimpleSpanProcessor(exporter))
    else:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        traces = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")
        _provider.add_span_processor(BatchSpanProcessor(traces))
    _tracer = _provider.get_tracer("proofreel", __version__)


def stop_tracing() -> None:
    """Send what is left, and stop."""
    global _provider, _tracer
    if _provider is not None:
        _provider.shutdown()
    _provider = _tracer = None


@contextmanager
def tracing(endpoint: str | None) -> Generator[None]:
    """Spans go to ``endpoint`` while the block runs; without one nothing is done.

    Raises:
        TracingMissing: OpenTelemetry is not installed.
    """
    if not endpoint:
        yield
        return
    start_tracing(endpoint)
    try:
        yield
    finally:
        stop_tracing()


@contextmanager
def span(name: str, *, parent: str | None = None, **attributes: str | float) -> Generator[None]:
    """A span around the block. ``parent``: a ``traceparent`` from elsewhere; else the span we are in."""
    if _tracer is None:
        yield
        return
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    context = TraceContextTextMapPropagator().extract({"traceparent": parent}) if parent else None
    with _tracer.start_as_current_span(name, context=context) as current:
        current.set_attribute("proofreel.correlation_id", correlation_id())
        for key, value in attributes.items():
            current.set_attribute(f"proofreel.{key}", value)
        ids = current.get_span_context()
        with structlog.contextvars.bound_contextvars(traceId=f"{ids.trace_id:032x}"):
            yield


def traceparent() -> str:
    """The current span for somebody elsewhere to go on from; empty without tracing."""
    if _tracer is None:
        return ""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get("traceparent", "")
