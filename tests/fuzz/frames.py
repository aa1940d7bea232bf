"""Frames of the exchange (protocol §3), each with the message that carries it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from shared.errors import Failure
from shared.wire import codec, envelope, fields
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from tests.raw_message import field
from tests.vectors.recorded_frames import OTHER, PLAIN, recorded
from tests.vectors.write_refused_frames import receipt_of
from tests.vectors.write_refused_streams import pieces_of

Decode = Callable[[bytes], object]

FRAMES: dict[str, tuple[Decode, Callable[[object], bytes]]] = {
    name: (getattr(codec, f"decode_{name}"), getattr(codec, f"encode_{name}"))
    for name in ("hello", "challenge", "proof", "accept", "receipt")
}
KINDS = tuple(FRAMES)


def parse(data: bytes) -> None:
    """Read the bytes as the frame that the first of them names, and as a message of either end."""
    with suppress(Failure):
        read(data)


def read(data: bytes) -> None:
    """The same, with the refusal; what was read must read the same when it is written again.

    Raises:
        Failure: it is no such frame.
    """
    kind, frame = data[:1], data[1:]
    if kind == b"\xff":
        _read_messages(frame)
        return
    decode, encode = FRAMES[KINDS[kind[0] % len(KINDS)] if kind else KINDS[0]]
    value = decode(frame)
    assert decode(encode(value)) == value


def seeds() -> dict[str, bytes]:
    """Recorded frames, and the messages that carry them."""
    frames = {name: recorded(PLAIN, name) for name in ("hello", "challenge", "proof", "accept")}
    frames["receipt"] = receipt_of(PLAIN)
    found = {name: bytes([KINDS.index(name)]) + frame for name, frame in frames.items()}
    found["chunk"] = b"\xff" + pieces_of(OTHER)[1].message
    found["request"] = b"\xff" + field(2, frames["proof"])
    return found


def _read_messages(message: bytes) -> None:
    for each in envelope.RequestFrame:
        with suppress(Failure):
            envelope.unpack_request(fields.parse(pb.ExchangeRequest, message), each)
    for other in (envelope.ResponseFrame.CHALLENGE, envelope.ResponseFrame.ACCEPT):
        with suppress(Failure):
            envelope.unpack_response(fields.parse(pb.ExchangeResponse, message), other)
    with suppress(Failure):
        envelope.unpack_chunk(fields.parse(pb.ExchangeResponse, message))
