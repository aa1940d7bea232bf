"""Traces by OpenTelemetry, sent by OTLP over gRPC: the one module that knows the SDK (extra ``otel``).

The SDK would note an exception's text and stack, add the machine to what it sends, follow the sampling of a
peer, and install itself for the whole process. None of that is used: spans are begun here one by one, carry
:mod:`shared.tracing.attributes`, and know nothing of the process but the end's name and release.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.metadata import version

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from shared.errors import Code, Failure
from shared.tracing.attributes import listed
from shared.tracing.traceparent import TraceParent

SCOPE = "ridgekey"

_SECONDS = 2.0
"""How long one delivery may take; a place that does not answer must not hold up a command that is done."""

_SPANS_AT_ONCE, _SPANS_KEPT = 512, 1024
_INTERVAL_MS = 2_000.0
# The collector is named by an address; a proxy of the environment would only stand between.
_CHANNEL = (("grpc.enable_http_proxy", 0),)

_IN_PROGRESS: ContextVar[Span | None] = ContextVar("span in progress", default=None)


class OpenTelemetryTracer:
    """Spans of the SDK (:class:`shared.tracing.tracer.Tracer`).

    Args:
        provider: gives them, and takes them when they end.
    """

    def __init__(self, provider: TracerProvider) -> None:
        self._spans = provider.get_tracer(SCOPE)

    @contextmanager
    def trace(self, name: str, parent: TraceParent | None = None) -> Iterator[None]:
        """See :meth:`shared.tracing.tracer.Tracer.trace`."""
        above = Context() if parent is None else set_span_in_context(_remote(parent), Context())
        with self._span(name, above):
            yield

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """See :meth:`shared.tracing.tracer.Tracer.step`."""
        span = _IN_PROGRESS.get()
        if span is None:
            yield
            return
        with self._span(name, set_span_in_context(span, Context())):
            yield

    def note(self, **attributes: object) -> None:
        """See :meth:`shared.tracing.tracer.Tracer.note`."""
        span = _IN_PROGRESS.get()
        if span is not None:
            span.set_attributes(listed(attributes))

    def parent(self) -> TraceParent | None:
        """See :meth:`shared.tracing.tracer.Tracer.parent`."""
        span = _IN_PROGRESS.get()
        if span is None:
            return None
        context = span.get_span_context()
        return TraceParent(context.trace_id, context.span_id) if context.is_valid else None

    @contextmanager
    def _span(self, name: str, above: Context) -> Iterator[None]:
        span = self._spans.start_span(name, above, record_exception=False, set_status_on_exception=False)
        token = _IN_PROGRESS.set(span)
        try:
            yield
        except BaseException as error:
            span.set_status(StatusCode.ERROR)
            span.set_attributes(listed(_why(error)))
            raise
        finally:
            _IN_PROGRESS.reset(token)
            span.end()


class _Watched(SpanExporter):
    """Says once when spans are lost, and anew after some were delivered."""

    def __init__(self, exporter: SpanExporter, on_lost: Callable[[], None]) -> None:
        self._exporter = exporter
        self._on_lost = on_lost
        self._delivers = True

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send spans."""
        result = self._exporter.export(spans)
        delivers = result is SpanExportResult.SUCCESS
        if self._delivers and not delivers:
            self._on_lost()
        self._delivers = delivers
        return result

    def shutdown(self) -> None:
        """Close the connection."""
        self._exporter.shutdown()


@contextmanager
def exporting(endpoint: str, service: str, on_lost: Callable[[], None]) -> Iterator[OpenTelemetryTracer]:
    """A tracer whose spans are sent away; the arguments are those of :func:`shared.tracing.opening.tracing`.

    Raises:
        Failure: ``INVALID_INPUT`` when a variable of the exporter's has no valid value.
    """
    # What it logs quotes its peer; `on_lost` says as much as is to be known.
    logging.getLogger("opentelemetry").addHandler(logging.NullHandler())
    logging.getLogger("opentelemetry").propagate = False
    try:
        exporter = OTLPSpanExporter(endpoint, timeout=_SECONDS, channel_options=_CHANNEL)  # type: ignore[arg-type]
        provider = provider_of(service)
    except Exception:  # the exporter has its own, and their texts repeat the variable
        sentence = "A variable OTEL_… of the environment has no valid value; correct it or take it out."
        raise Failure(Code.INVALID_INPUT, sentence, field="otel_endpoint") from None
    provider.add_span_processor(
        BatchSpanProcessor(
            _Watched(exporter, on_lost),
            max_queue_size=_SPANS_KEPT,
            schedule_delay_millis=_INTERVAL_MS,
            max_export_batch_size=_SPANS_AT_ONCE,
            export_timeout_millis=1000 * _SECONDS,
        )
    )
    try:
        yield OpenTelemetryTracer(provider)
    except KeyboardInterrupt:  # whoever interrupts waits for nothing more
        raise
    except BaseException:
        provider.shutdown()
        raise
    provider.shutdown()


def provider_of(service: str) -> TracerProvider:
    """What gives spans of one end, all of them recorded; where they go is still to be said."""
    about = Resource({"service.name": service, "service.version": version("ridgekey")})
    return TracerProvider(sampler=ALWAYS_ON, resource=about, shutdown_on_exit=False)


def _remote(parent: TraceParent) -> Span:
    flags = TraceFlags(TraceFlags.SAMPLED)
    return NonRecordingSpan(SpanContext(parent.trace, parent.span, is_remote=True, trace_flags=flags))


def _why(error: BaseException) -> dict[str, object]:
    if isinstance(error, Failure):
        return {"reason": error.code.value}
    return {"error": type(error).__name__}
