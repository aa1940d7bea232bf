"""One message carries one frame, and only the frame that is due (protocol §3)."""

from __future__ import annotations

import pytest

from shared.errors import Code, Failure
from shared.protocol.messages import Chunk
from shared.wire.envelope import (
    RequestFrame,
    ResponseFrame,
    pack_chunk,
    pack_request,
    pack_response,
    unpack_chunk,
    unpack_request,
    unpack_response,
)
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb

FRAME = b"\x00\xffnot looked at here"
UNKNOWN = b"\xa0\x06\x01"
CHUNK = Chunk(3, True, bytes(20))


@pytest.mark.parametrize("kind", RequestFrame)
@pytest.mark.parametrize("due", RequestFrame)
def test_the_branch_s_frame_arrives_exactly_when_it_is_due(kind: RequestFrame, due: RequestFrame) -> None:
    message = pb.ExchangeRequest.FromString(pack_request(kind, FRAME).SerializeToString())
    if kind is due:
        assert unpack_request(message, due) == FRAME
        return
    with pytest.raises(Failure, match=due.value) as caught:
        unpack_request(message, due)
    assert caught.value.code is Code.MALFORMED


RESPONSES = {
    ResponseFrame.CHALLENGE: pack_response(ResponseFrame.CHALLENGE, FRAME),
    ResponseFrame.ACCEPT: pack_response(ResponseFrame.ACCEPT, FRAME),
    ResponseFrame.CHUNK: pack_chunk(CHUNK),
}


@pytest.mark.parametrize("kind", ResponseFrame)
@pytest.mark.parametrize("due", ResponseFrame)
def test_the_head_office_s_frame_arrives_exactly_when_it_is_due(
    kind: ResponseFrame, due: ResponseFrame
) -> None:
    message = pb.ExchangeResponse.FromString(RESPONSES[kind].SerializeToString())
    if kind is due is ResponseFrame.CHUNK:
        assert unpack_chunk(message) == CHUNK
    elif kind is due:
        assert unpack_response(message, due) == FRAME
    else:
        with pytest.raises(Failure, match=due.value) as caught:
            unpack_chunk(message) if due is ResponseFrame.CHUNK else unpack_response(message, due)
        assert caught.value.code is Code.MALFORMED


def test_an_empty_message_carries_nothing() -> None:
    for due in RequestFrame:
        with pytest.raises(Failure):
            unpack_request(pb.ExchangeRequest(), due)
    with pytest.raises(Failure):
        unpack_chunk(pb.ExchangeResponse())


def test_an_empty_frame_is_still_the_frame_that_was_sent() -> None:
    assert unpack_request(pack_request(RequestFrame.PROOF, b""), RequestFrame.PROOF) == b""


def test_unknown_fields_around_a_frame_are_malformed() -> None:
    request = pb.ExchangeRequest.FromString(
        pack_request(RequestFrame.HELLO, FRAME).SerializeToString() + UNKNOWN
    )
    response = pb.ExchangeResponse.FromString(pack_chunk(CHUNK).SerializeToString() + UNKNOWN)
    inner = pack_chunk(CHUNK)
    inner.chunk.MergeFromString(UNKNOWN)
    for act in (
        lambda: unpack_request(request, RequestFrame.HELLO),
        lambda: unpack_chunk(response),
        lambda: unpack_chunk(inner),
    ):
        with pytest.raises(Failure) as caught:
            act()
        assert caught.value.code is Code.MALFORMED
