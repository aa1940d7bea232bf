"""Two processes that trace one exchange to a collector on loopback."""

from __future__ import annotations

from pathlib import Path

from opentelemetry.proto.trace.v1.trace_pb2 import Span

from shared.tracing.opening import BRANCH, HEAD_OFFICE
from tests.command_lines import as_process
from tests.otlp_receiver import Receiver, receiving
from tests.server_process import server_process
from tests.staffed_homes import Homes

EXCHANGE = "ExchangeService/Exchange"
STEPS = {"reserve", "regenerate", "verify proof", "release", "stream", "receipt"}


TRIES = 3
"""What is not taken within two seconds is lost, which may happen on a busy machine."""


def traced(homes: Homes, receiver: Receiver, output: Path) -> dict[str, list[Span]]:
    """The spans of one exchange, both ends as processes that end."""
    with server_process(homes.office, otel_endpoint=receiver.endpoint) as process:
        fetch = ("fetch", "17", "scan-1", "-o", output, "--home", homes.basra)
        fetched = as_process("branch_client.cli", *fetch, RIDGEKEY_OTEL_ENDPOINT=receiver.endpoint)
        process.terminate()  # what it has not sent yet goes now
        process.wait(60)
    assert fetched.code == 0, fetched.err
    return receiver.spans()


def test_both_ends_of_an_attempt_are_one_trace(homes: Homes, tmp_path: Path) -> None:
    for number in range(TRIES):
        with receiving() as receiver:
            spans = traced(homes, receiver, tmp_path / f"scan-{number}")
        names = [span.name for end in (BRANCH, HEAD_OFFICE) for span in spans.get(end, [])]
        if {"attempt", EXCHANGE, *STEPS} <= set(names):
            break
    (attempt,) = [span for span in spans[BRANCH] if span.name == "attempt"]
    (exchange,) = [span for span in spans[HEAD_OFFICE] if span.name == EXCHANGE]
    assert (exchange.trace_id, exchange.parent_span_id) == (attempt.trace_id, attempt.span_id)
    assert {span.name for span in spans[HEAD_OFFICE] if span.parent_span_id == exchange.span_id} >= STEPS
    exported = b"".join(receiver.requests)
    for name in (b"scan-", b"basra", b"spiffe", str(homes.office.parent).encode()):
        assert name not in exported
