"""The one header that joins the traces of two ends: ``traceparent`` of W3C Trace Context, version 00.

It comes from a peer, so it is taken only in its one exact form; whatever else a peer sends, ``tracestate``
and ``baggage`` included, is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

HEADER = "traceparent"

_FORM = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}", re.ASCII)
_SAMPLED = "01"


@dataclass(frozen=True)
class TraceParent:
    """A span of the other end; what happens here because of it is shown below it.

    Attributes:
        trace: number of the trace, 1 to 2^128 - 1.
        span: number of the span, 1 to 2^64 - 1.
    """

    trace: int
    span: int

    def header(self) -> tuple[str, str]:
        """The header of a call, as gRPC takes it: 11 and 55 characters."""
        return HEADER, f"00-{self.trace:032x}-{self.span:016x}-{_SAMPLED}"


def parent_in(metadata: Iterable[tuple[str, str | bytes]]) -> TraceParent | None:
    """The span that a call's metadata names; ``None`` when it names none, two, or not in the exact form.

    Whether the peer records its own trace decides nothing here: the flags are read over.
    """
    values = [value for key, value in metadata if key == HEADER]
    if len(values) != 1 or not isinstance(values[0], str):
        return None
    match = _FORM.fullmatch(values[0])
    if match is None:
        return None
    parent = TraceParent(int(match[1], 16), int(match[2], 16))
    return parent if parent.trace and parent.span else None
