"""The frames of one exchange on its stream, each within its time (protocol §3)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import grpc

from shared.errors import Code, Failure
from shared.protocol.messages import Chunk
from shared.wire.envelope import RequestFrame, ResponseFrame, pack_chunk, pack_response, unpack_request
from shared.wire.gen.ridgekey.v1.exchange_pb2 import ExchangeResponse

_Result = TypeVar("_Result")


class StreamEnded(Exception):
    """The branch closed its side; whether that is a fault depends on what was still to come."""


class Frames:
    """Reads and writes the frames of one stream.

    Args:
        context: gRPC's side of the stream.
        seconds: how long one frame may take, either way: a peer that stops reading or writing holds nothing.
    """

    def __init__(self, context: grpc.aio.ServicerContext, seconds: float) -> None:
        self._context = context
        self._seconds = seconds

    async def receive(self, expected: RequestFrame) -> bytes:
        """The next frame's bytes exactly as they came.

        Raises:
            Failure: ``MALFORMED`` when something else came, ``TOO_SLOW`` when nothing came in time.
            StreamEnded: the branch sends no more.
        """
        request = await self._timed(self._context.read())
        if request is grpc.aio.EOF:
            raise StreamEnded
        if request is None:  # what the interceptor's decoder makes of bytes that are no message
            raise Failure(Code.MALFORMED)
        return unpack_request(request, expected)

    async def send(self, kind: ResponseFrame, frame: bytes) -> None:
        """Send a Challenge or an Accept.

        Raises:
            Failure: ``TOO_SLOW`` when the branch does not take it in time.
        """
        await self._write(pack_response(kind, frame))

    async def send_chunk(self, chunk: Chunk) -> None:
        """Send a chunk.

        Raises:
            Failure: ``TOO_SLOW`` when the branch does not take it in time.
        """
        await self._write(pack_chunk(chunk))

    async def _write(self, response: ExchangeResponse) -> None:
        await self._timed(self._context.write(response))

    async def _timed(self, operation: Awaitable[_Result]) -> _Result:
        try:
            return await asyncio.wait_for(operation, self._seconds)
        except TimeoutError:
            raise Failure(Code.TOO_SLOW) from None
