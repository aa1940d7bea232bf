"""The port that both ends trace through, and the tracer of those who want no traces."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from shared.tracing.traceparent import TraceParent


class Tracer(Protocol):
    """Notes what was done when, as spans within spans.

    A span's name is one of this release's own words. A block that raises gives its span the code of the
    failure, else the type of the error; never a text.
    """

    def trace(self, name: str, parent: TraceParent | None = None) -> AbstractContextManager[None]:
        """A span for the block: below the peer's span when there is one, else at the top of a new trace."""
        ...

    def step(self, name: str) -> AbstractContextManager[None]:
        """A span for the block, below the one in progress; nothing when none is."""
        ...

    def note(self, **attributes: object) -> None:
        """Give the span in progress attributes (:mod:`shared.tracing.attributes`)."""
        ...

    def parent(self) -> TraceParent | None:
        """The span in progress, as a peer is told of it."""
        ...


class SilentTracer:
    """Notes nothing (:class:`Tracer`)."""

    def trace(self, name: str, parent: TraceParent | None = None) -> AbstractContextManager[None]:
        """Nothing."""
        del name, parent
        return nullcontext()

    def step(self, name: str) -> AbstractContextManager[None]:
        """Nothing."""
        del name
        return nullcontext()

    def note(self, **attributes: object) -> None:
        """Nothing."""

    def parent(self) -> TraceParent | None:
        """None."""
        return None
