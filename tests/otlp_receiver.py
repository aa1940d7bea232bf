"""A collector of traces on loopback: it keeps the very bytes that it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import grpc
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService"
NOTHING_TO_SAY = b""


@dataclass
class Receiver:
    """What arrived.

    Attributes:
        endpoint: where it listens.
        requests: every request, as it came.
    """

    endpoint: str = ""
    requests: list[bytes] = field(default_factory=list)

    def spans(self) -> dict[str, list[Span]]:
        """Every span, by the service that it is of."""
        found: dict[str, list[Span]] = {}
        for request in self.requests:
            for group in ExportTraceServiceRequest.FromString(request).resource_spans:
                about = {each.key: each.value.string_value for each in group.resource.attributes}
                spans = [span for scope in group.scope_spans for span in scope.spans]
                found.setdefault(about["service.name"], []).extend(spans)
        return found


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Take traces for the length of the block; this very process has all its time to send them."""
    receiver = Receiver()

    def take(request: bytes, context: grpc.ServicerContext) -> bytes:
        del context
        receiver.requests.append(request)
        return NOTHING_TO_SAY

    server = grpc.server(ThreadPoolExecutor(2), options=(("grpc.so_reuseport", 0),))
    export = grpc.unary_unary_rpc_method_handler(take, request_deserializer=None, response_serializer=None)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, {"Export": export}),))
    receiver.endpoint = f"http://127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    # Other processes have two seconds: the first call, which is the slowest, is none of theirs.
    address = receiver.endpoint.removeprefix("http://")
    with grpc.insecure_channel(address, (("grpc.enable_http_proxy", 0),)) as channel:
        channel.unary_unary(f"/{SERVICE}/Export")(NOTHING_TO_SAY, timeout=60)
    receiver.requests.clear()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("shared.tracing.otlp._SECONDS", 60.0)
            yield receiver
    finally:
        server.stop(None).wait()
