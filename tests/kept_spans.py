"""Spans of one end, kept in memory for a test to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from shared.tracing.opening import BRANCH
from shared.tracing.otlp import OpenTelemetryTracer, provider_of


@dataclass(frozen=True)
class Node:
    """One span, and those below it in the order in which they began.

    Attributes:
        name: its name.
        attributes: what it says.
        failed: whether its status is an error.
        below: the spans below it.
    """

    name: str
    attributes: Mapping[str, object]
    failed: bool
    below: tuple[Node, ...]

    def names(self) -> list[str]:
        """The names of the spans directly below."""
        return [each.name for each in self.below]

    def find(self, name: str) -> Node:
        """The one span of this name directly below."""
        (found,) = [each for each in self.below if each.name == name]
        return found

    def everything(self) -> Iterator[Node]:
        """This span and all below it."""
        yield self
        for each in self.below:
            yield from each.everything()


class KeptSpans:
    """A tracer whose spans stay here.

    Args:
        service: which end it is of.
    """

    def __init__(self, service: str = BRANCH) -> None:
        self._exporter = InMemorySpanExporter()
        provider = provider_of(service)
        provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.tracer = OpenTelemetryTracer(provider)

    @contextmanager
    def opened(
        self, endpoint: str | None, service: str, on_lost: Callable[[], None]
    ) -> Iterator[OpenTelemetryTracer]:
        """In the place of :func:`shared.tracing.opening.tracing`."""
        del endpoint, service, on_lost
        yield self.tracer

    def finished(self) -> Sequence[ReadableSpan]:
        """Every span that has ended, in order of its beginning."""
        return sorted(self._exporter.get_finished_spans(), key=lambda span: span.start_time or 0)

    def trees(self) -> list[Node]:
        """The spans that have none of this end above them, each with what is below."""
        spans = self.finished()
        here = {number_of(span) for span in spans}
        return [self._node(span, spans) for span in spans if above(span) not in here]

    def clear(self) -> None:
        """Forget every span."""
        self._exporter.clear()

    def _node(self, span: ReadableSpan, spans: Sequence[ReadableSpan]) -> Node:
        below = tuple(self._node(each, spans) for each in spans if above(each) == number_of(span))
        return Node(span.name, dict(span.attributes or {}), not span.status.is_unset, below)


def number_of(span: ReadableSpan) -> int:
    """A span's number."""
    return span.get_span_context().span_id


def above(span: ReadableSpan) -> int | None:
    """The number of the span above."""
    return span.parent.span_id if span.parent else None
