"""The frames of one exchange on its stream, each within its time (protocol §3)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import grpc

from server.rpc.vigil import Vigil
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
        vigil: the checks beside the call; after one that failed, no further frame is read or written.
        seconds: how long one frame may take, either way: a peer that stops reading or writing holds nothing.
    """

    def __init__(self, context: grpc.aio.ServicerContext, vigil: Vigil, seconds: float) -> None:
        self._context = context
        self._vigil = vigil
        self._seconds = seconds

    async def receive(self, expected: RequestFrame) -> bytes:
        """The next frame's bytes exactly as they came.

        Raises:
            Failure: ``MALFORMED`` when something else came, ``TOO_SLOW`` when nothing came in time, or what
                the vigil found.
            StreamEnded: the branch sends no more.
        """
        request = await self._timed(self._context.read(), self._seconds)
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
        await self._write(pack_response(kind, frame), self._seconds)

    async def send_chunk(self, chunk: Chunk, seconds: float) -> None:
        """Send a chunk, which the branch has to take within this time.

        Raises:
            Failure: ``TOO_SLOW`` when it does not.
        """
        await self._write(pack_chunk(chunk), seconds)

    async def _write(self, response: ExchangeResponse, seconds: float) -> None:
        await self._timed(self._context.write(response), seconds)

    async def _timed(self, operation: Awaitable[_Result], seconds: float) -> _Result:
        try:
            result = await asyncio.wait_for(operation, seconds)
        except TimeoutError:
            raise Failure(Code.TOO_SLOW) from None
        except grpc.aio.InternalError as error:
            # gRPC never lets go of it, nor it of the frames in its traceback, one of which has an image.
            error.__traceback__ = None
            raise asyncio.CancelledError from None
        # Here a write has just ended, so that there is room behind it for the status that says why.
        self._vigil.require()
        return result
