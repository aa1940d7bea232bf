"""Two processes that trace one exchange to a collector on loopback."""

from __future__ import annotations

from pathlib import Path

from shared.tracing.opening import BRANCH, HEAD_OFFICE
from tests.command_lines import as_process
from tests.otlp_receiver import receiving
from tests.server_process import server_process
from tests.staffed_homes import Homes

EXCHANGE = "ExchangeService/Exchange"


def test_both_ends_of_an_attempt_are_one_trace(homes: Homes, tmp_path: Path) -> None:
    with receiving() as receiver:
        with server_process(homes.office, otel_endpoint=receiver.endpoint) as process:
            fetch = ("fetch", "17", "scan-1", "-o", tmp_path / "scan-1", "--home", homes.basra)
            fetched = as_process("branch_client.cli", *fetch, RIDGEKEY_OTEL_ENDPOINT=receiver.endpoint)
            process.terminate()  # what it has not sent yet goes now
            process.wait(60)
        spans = receiver.spans()
    assert fetched.code == 0, fetched.err
    (attempt,) = [span for span in spans[BRANCH] if span.name == "attempt"]
    (exchange,) = [span for span in spans[HEAD_OFFICE] if span.name == EXCHANGE]
    assert (exchange.trace_id, exchange.parent_span_id) == (attempt.trace_id, attempt.span_id)
    within = {span.name for span in spans[HEAD_OFFICE] if span.parent_span_id == exchange.span_id}
    assert {"reserve", "regenerate", "verify proof", "release", "stream", "receipt"} <= within
    exported = b"".join(receiver.requests)
    for name in (b"scan-1", b"basra", b"spiffe", str(homes.office.parent).encode()):
        assert name not in exported
