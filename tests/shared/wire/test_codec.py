"""Frames round-trip, and whatever is not one is malformed (protocol §3)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Code, Failure
from shared.protocol.messages import Chunk
from shared.wire import codec
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from tests.shared.wire.frame_samples import FRAMES, decoder, encoder, good, verdict


@pytest.mark.parametrize("kind", FRAMES)
def test_every_frame_round_trips(kind: str) -> None:
    @given(FRAMES[kind])
    def round_trips(frame: Any) -> None:
        assert decoder(kind)(encoder(kind)(frame)) == frame

    round_trips()


@pytest.mark.parametrize("kind", FRAMES)
def test_the_good_frame_is_good(kind: str) -> None:
    frame = decoder(kind)(good(kind).SerializeToString())
    assert decoder(kind)(encoder(kind)(frame)) == frame


@pytest.mark.parametrize("kind", FRAMES)
def test_any_bytes_are_a_frame_or_malformed(kind: str) -> None:
    @given(st.binary(max_size=200))
    def is_malformed(data: bytes) -> None:
        assert verdict(kind, data) in (None, Code.MALFORMED)

    is_malformed()


@pytest.mark.parametrize("kind", FRAMES)
def test_a_frame_cut_anywhere_is_malformed(kind: str) -> None:
    frame = good(kind).SerializeToString()
    for length in range(0, len(frame), max(1, len(frame) // 60)):
        with pytest.raises(Failure) as caught:
            decoder(kind)(frame[:length])
        assert caught.value.code is Code.MALFORMED


@pytest.mark.parametrize("kind", FRAMES)
def test_unknown_fields_are_malformed(kind: str) -> None:
    frame = good(kind).SerializeToString()
    for unknown in (b"\xa0\x06\x01", b"\xa2\x06\x00", b"\xa5\x06abcd", b"\xa1\x06abcdefgh"):  # field 100
        with pytest.raises(Failure) as caught:
            decoder(kind)(frame + unknown)
        assert caught.value.code is Code.MALFORMED


def test_unknown_fields_are_malformed_at_any_depth() -> None:
    message = good("hello")
    message.checkpoint.MergeFromString(b"\xa0\x06\x01")
    with pytest.raises(Failure) as caught:
        codec.decode_hello(message.SerializeToString())
    assert caught.value.code is Code.MALFORMED


@pytest.mark.parametrize("kind", FRAMES)
def test_a_field_of_another_wire_type_is_malformed(kind: str) -> None:
    for number in range(1, 14):
        with pytest.raises(Failure) as caught:
            decoder(kind)(good(kind).SerializeToString() + bytes([number << 3 | 5]) + b"abcd")
        assert caught.value.code is Code.MALFORMED


@given(
    st.builds(
        Chunk,
        index=st.integers(0, 2**32 - 1),
        last=st.booleans(),
        sealed=st.binary(min_size=16, max_size=100),
    )
)
def test_a_chunk_round_trips(chunk: Chunk) -> None:
    message = pb.Chunk.FromString(codec.to_chunk_message(chunk).SerializeToString())
    assert codec.from_chunk_message(message) == chunk


@pytest.mark.parametrize("length", [0, 15, 2 * 1024 * 1024 + 17])
def test_a_chunk_out_of_bounds_is_malformed(length: int) -> None:
    with pytest.raises(Failure) as caught:
        codec.from_chunk_message(pb.Chunk(sealed=bytes(length)))
    assert (caught.value.code, caught.value.field) == (Code.MALFORMED, "sealed")


def test_the_largest_chunk_is_taken() -> None:
    largest = pb.Chunk(sealed=bytes(2 * 1024 * 1024 + 16))
    assert codec.from_chunk_message(largest).sealed == largest.sealed


@pytest.mark.parametrize("length", [1, 64])
def test_names_of_the_least_and_the_greatest_length_are_taken(length: int) -> None:
    message = good("hello")
    message.image = "x" * length
    assert len(codec.decode_hello(message.SerializeToString()).image) == length


def test_nesting_without_end_is_malformed() -> None:
    groups = b"\xa3\x06" * 10_000  # field 100, a group that opens and opens
    assert {verdict(kind, good(kind).SerializeToString() + groups) for kind in FRAMES} == {Code.MALFORMED}


def test_text_that_is_not_utf_8_is_malformed() -> None:
    with pytest.raises(Failure) as caught:
        codec.decode_hello(good("hello").SerializeToString() + b"\x32\x02\xff\xfe")
    assert caught.value.code is Code.MALFORMED
