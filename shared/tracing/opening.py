"""Opens the tracer that the settings ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from shared.errors import Code, Failure
from shared.tracing.tracer import SilentTracer, Tracer

HEAD_OFFICE, BRANCH = "ridgekey-head-office", "ridgekey-branch"
"""What each end is called in a trace; not which branch it is."""


@contextmanager
def tracing(endpoint: str | None, service: str, on_lost: Callable[[], None]) -> Iterator[Tracer]:
    """The tracer for the length of the block; what is not sent by its end is sent then, within seconds.

    Args:
        endpoint: where OTLP is taken over gRPC; ``None`` to trace nothing.
        service: which end this is.
        on_lost: called when spans could not be delivered, once until some are again; from another thread.

    Raises:
        Failure: ``INVALID_INPUT`` without the extra ``otel``, or for a variable of the exporter's that has no
            valid value.
    """
    if endpoint is None:
        yield SilentTracer()
        return
    try:
        from shared.tracing import otlp
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "opentelemetry":
            raise
        sentence = (
            "Traces (otel_endpoint) need more than the core; install it by `pip install 'ridgekey[otel]'`, "
            "or take that setting out."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="otel_endpoint") from None
    with otlp.exporting(endpoint, service, on_lost) as tracer:
        yield tracer
