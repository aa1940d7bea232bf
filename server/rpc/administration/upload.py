"""The bytes of an image on their way up: bounded in size before any is kept, and in time."""

from __future__ import annotations

import asyncio

import grpc

from server.ports import Office
from server.rpc.pace import Pace
from server.rpc.vigil import Vigil
from shared.errors import Code, Failure
from shared.wire.fields import refuse_unknown_fields
from shared.wire.gen.ridgekey.v1 import admin_pb2 as pb


class Upload:
    """Reads the messages of one ``PutImage``.

    Args:
        context: gRPC's side of the stream.
        vigil: the checks beside the call; after one that failed, nothing further is read.
        office: the head office, for its limits.
    """

    def __init__(self, context: grpc.aio.ServicerContext, vigil: Vigil, office: Office) -> None:
        self._context = context
        self._vigil = vigil
        self._config = office.config
        self._clock = office.clock

    async def header(self) -> pb.PutImageHeader:
        """What comes first.

        Raises:
            Failure: ``MALFORMED`` when it is something else; ``TOO_LARGE`` when more bytes are announced than
                an image may have; ``TOO_SLOW`` when nothing comes in time.
        """
        message = await self._next(self._config.transfer_patience_seconds)
        if message is None or message.WhichOneof("part") != "header":
            raise Failure(Code.MALFORMED)
        limit = self._config.max_image_bytes
        if message.header.size > limit:
            raise Failure(
                Code.TOO_LARGE, f"The image has {message.header.size} bytes; this deployment takes {limit}."
            )
        return message.header

    async def data(self, size: int) -> bytes:
        """The announced bytes, no more and no fewer.

        Raises:
            Failure: ``STREAM_TRUNCATED``, ``MALFORMED``, or ``TOO_SLOW`` below the least rate.
        """
        ends = self._clock.monotonic() + Pace(self._config, self._clock).allow(size)
        data = bytearray()
        while (message := await self._next(self._left(ends))) is not None:
            if message.WhichOneof("part") != "chunk" or not message.chunk:
                raise Failure(Code.MALFORMED)
            if len(data) + len(message.chunk) > size:
                raise Failure(Code.MALFORMED, field="size")
            data += message.chunk
        if len(data) < size:
            raise Failure(Code.STREAM_TRUNCATED)
        return bytes(data)

    def _left(self, ends: float) -> float:
        """How long the next message may take: a pause is bounded, and so is the whole."""
        left = ends - self._clock.monotonic()
        if left <= 0:
            raise Failure(Code.TOO_SLOW)
        return min(left, self._config.transfer_patience_seconds)

    async def _next(self, seconds: float) -> pb.PutImageRequest | None:
        try:
            message = await asyncio.wait_for(self._context.read(), seconds)
        except TimeoutError:
            raise Failure(Code.TOO_SLOW) from None
        self._vigil.require()
        if message is grpc.aio.EOF:
            return None
        if message is None:  # what the interceptor's decoder makes of bytes that are no message
            raise Failure(Code.MALFORMED)
        refuse_unknown_fields(message)
        return message
