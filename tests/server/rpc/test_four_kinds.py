"""All four kinds of RPC pass the same gate, whichever way their handlers are written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import grpc
import pytest

from server.ports import Office, SilentMeter
from server.rpc.call import Call
from server.rpc.identity import Peer
from server.rpc.interceptor import AccessInterceptor
from server.rpc.vigil import Vigil
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role
from shared.tracing.tracer import SilentTracer
from shared.wire.status import failure_from_rpc_error
from tests.server.settable_clock import SettableClock

SERVICE = "test.Kinds"
REACHED: list[str] = []


async def unary_unary(request: bytes, context: Any) -> bytes:
    REACHED.append("unary_unary")
    return request


async def unary_stream(request: bytes, context: Any) -> AsyncIterator[bytes]:
    REACHED.append("unary_stream")
    yield request
    yield request


async def stream_unary(requests: Any, context: Any) -> bytes:
    REACHED.append("stream_unary")
    return b"".join([request async for request in requests])


async def stream_stream(requests: Any, context: Any) -> None:
    REACHED.append("stream_stream")
    async for request in requests:
        await context.write(request)


async def breaking(request: bytes, context: Any) -> bytes:
    raise RuntimeError("canary 4711")


async def waiting(requests: Any, context: Any) -> None:
    await context.write(b"a")
    try:
        await asyncio.sleep(60)
    finally:
        REACHED.append("the end")


HANDLERS = {
    "unary_unary": grpc.unary_unary_rpc_method_handler(unary_unary),
    "unary_stream": grpc.unary_stream_rpc_method_handler(unary_stream),
    "stream_unary": grpc.stream_unary_rpc_method_handler(stream_unary),
    "stream_stream": grpc.stream_stream_rpc_method_handler(stream_stream),
    "breaking": grpc.unary_unary_rpc_method_handler(breaking),
    "waiting": grpc.stream_stream_rpc_method_handler(waiting),
}


class OpenGate:
    """Admits everyone, with a certificate that is valid for so long.

    Args:
        office: the head office.
        valid: seconds.
    """

    def __init__(self, office: Office, valid: float = 1000.0) -> None:
        self._office = office
        self._valid = timedelta(seconds=valid)

    async def admit(self, call: Call, context: Any) -> None:
        """Nothing to check."""
        now = self._office.clock.now()
        identity = Identity("ridgekey.internal", Role.ADMIN, "ops")
        call.peer = Peer(identity, bytes(32), "X25519MLKEM768", now, now + self._valid)
        call.vigil = Vigil(self._office, call.peer, registered=False)


class ClosedGate:
    """Admits nobody."""

    async def admit(self, call: Call, context: Any) -> None:
        """Refuse."""
        raise Failure(Code.PERMISSION_DENIED)


SHAPES = {"breaking": "unary_unary", "waiting": "stream_stream"}


async def ask(channel: grpc.aio.Channel, name: str) -> list[bytes]:
    """Call the method with b"a" (and b"b" where it streams)."""
    kind = SHAPES.get(name, name)
    method = getattr(channel, kind)(f"/{SERVICE}/{name}")
    call = method(iter([b"a", b"b"])) if kind.startswith("stream") else method(b"a")
    return [each async for each in call] if kind.endswith("stream") else [await call]


def served(office: Office, gate: object, kind: str) -> list[bytes]:
    """Serve the four kinds behind a gate and call one of them."""

    async def run() -> list[bytes]:
        interceptor = AccessInterceptor(office, gate, SilentMeter(), SilentTracer())  # type: ignore[arg-type]
        server = grpc.aio.server(interceptors=[interceptor])
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, HANDLERS),))
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        try:
            async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
                return await ask(channel, kind)
        finally:
            await server.stop(None)

    REACHED.clear()
    return asyncio.run(run())


def refusal_of(attempt: Callable[[], object]) -> Failure:
    """What a call is refused with."""
    with pytest.raises(grpc.RpcError) as caught:
        attempt()
    assert "canary" not in str(caught.value)
    return failure_from_rpc_error(caught.value)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("unary_unary", [b"a"]),
        ("unary_stream", [b"a", b"a"]),
        ("stream_unary", [b"ab"]),
        ("stream_stream", [b"a", b"b"]),
    ],
)
def test_an_admitted_call_of_any_kind_is_served(office: Office, kind: str, expected: list[bytes]) -> None:
    assert served(office, OpenGate(office), kind) == expected


@pytest.mark.parametrize("kind", [kind for kind in HANDLERS if kind not in SHAPES])
def test_a_refused_call_of_any_kind_never_reaches_its_handler(office: Office, kind: str) -> None:
    assert refusal_of(lambda: served(office, ClosedGate(), kind)).code is Code.PERMISSION_DENIED
    assert REACHED == []


def test_a_handler_that_breaks_is_answered_without_its_words(office: Office) -> None:
    assert refusal_of(lambda: served(office, OpenGate(office), "breaking")).code is Code.INTERNAL


def test_a_certificate_that_expires_ends_an_open_call(office: Office) -> None:
    class Passing(SettableClock):
        def now(self) -> datetime:
            """Later at every look."""
            self.advance(1)
            return super().now()

    config = office.config.model_copy(update={"recheck_interval_seconds": 0.01})
    hurried = replace(office, config=config, clock=Passing())
    refused = refusal_of(lambda: served(hurried, OpenGate(hurried, valid=5), "waiting"))
    assert refused.code is Code.CERTIFICATE_EXPIRED
    assert REACHED == ["the end"]
