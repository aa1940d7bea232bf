"""The messages of the stream: which frame each one carries (protocol §3).

One stream has one order of frames, so that the reader always knows which frame must come next; any other,
and none at all, is ``MALFORMED``.
"""

from __future__ import annotations

import enum

from shared.errors import Code, Failure
from shared.protocol.messages import Chunk
from shared.wire.codec import from_chunk_message, to_chunk_message
from shared.wire.fields import refuse_unknown_fields
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb


class RequestFrame(enum.StrEnum):
    """What a branch sends, in this order; the names are those of the contract."""

    HELLO = "hello"
    PROOF = "proof"
    RECEIPT = "receipt"


class ResponseFrame(enum.StrEnum):
    """What the head office sends, in this order; the names are those of the contract."""

    CHALLENGE = "challenge"
    ACCEPT = "accept"
    CHUNK = "chunk"


def pack_request(kind: RequestFrame, frame: bytes) -> pb.ExchangeRequest:
    """Put a frame's bytes into the branch's message."""
    message = pb.ExchangeRequest()
    setattr(message, kind.value, frame)
    return message


def unpack_request(message: pb.ExchangeRequest, expected: RequestFrame) -> bytes:
    """Take the expected frame's bytes, exactly as received, out of the branch's message.

    Raises:
        Failure: ``MALFORMED`` when it carries another frame.
    """
    _expect(message, message.WhichOneof("frame"), expected)
    frame: bytes = getattr(message, expected.value)
    return frame


def pack_response(kind: ResponseFrame, frame: bytes) -> pb.ExchangeResponse:
    """Put the bytes of a Challenge or Accept into the head office's message."""
    message = pb.ExchangeResponse()
    setattr(message, kind.value, frame)
    return message


def unpack_response(message: pb.ExchangeResponse, expected: ResponseFrame) -> bytes:
    """Take the bytes of the expected Challenge or Accept, exactly as received, out of the message.

    Raises:
        Failure: ``MALFORMED`` when it carries another frame.
    """
    _expect(message, message.WhichOneof("frame"), expected)
    frame: bytes = getattr(message, expected.value)
    return frame


def pack_chunk(chunk: Chunk) -> pb.ExchangeResponse:
    """Put a chunk into the head office's message."""
    return pb.ExchangeResponse(chunk=to_chunk_message(chunk))


def unpack_chunk(message: pb.ExchangeResponse) -> Chunk:
    """Take a chunk out of the head office's message.

    Raises:
        Failure: ``MALFORMED`` when it carries another frame, or its chunk is out of bounds.
    """
    _expect(message, message.WhichOneof("frame"), ResponseFrame.CHUNK)
    return from_chunk_message(message.chunk)


def _expect(
    message: pb.ExchangeRequest | pb.ExchangeResponse,
    carried: str | None,
    expected: RequestFrame | ResponseFrame,
) -> None:
    if carried != expected.value:
        raise Failure(Code.MALFORMED, f"A {expected.value} was due and something else came.")
    refuse_unknown_fields(message)
