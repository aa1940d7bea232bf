"""Frames round-trip, and every field out of bounds is refused by name (protocol §3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.messages import (
    Accept,
    Challenge,
    CheckpointReference,
    Chunk,
    Hello,
    Outcome,
    Proof,
    Receipt,
)
from shared.wire import codec
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb

digest = st.binary(min_size=32, max_size=32)
name = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=64)
numbers = st.integers(0, 2**63 - 1)
checkpoints = st.one_of(
    st.just(CheckpointReference()),
    st.builds(CheckpointReference, log_id=digest, size=st.integers(1, 2**63 - 1), root=digest),
)


def tuples(of: st.SearchStrategy[Any], least: int, most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, min_size=least, max_size=most).map(tuple)


FRAMES: dict[str, st.SearchStrategy[Any]] = {
    "hello": st.builds(
        Hello,
        versions=tuples(st.integers(0, 2**32 - 1), 1, 16),
        suites=tuples(name, 1, 16),
        inner_ciphers=tuples(name, 1, 16),
        request_id=st.binary(min_size=16, max_size=16),
        user=st.integers(0, 2**32 - 1),
        image=name,
        client_random=digest,
        generation=numbers,
        model_digests=tuples(digest, 1, 16),
        mark=numbers,
        checkpoint=checkpoints,
        mlkem_encapsulation_key=st.binary(min_size=1184, max_size=1184),
        x25519_public_key=digest,
    ),
    "challenge": st.builds(
        Challenge,
        version=st.integers(0, 2**32 - 1),
        suite=name,
        inner_cipher=name,
        server_random=digest,
        n=st.integers(1, 2**63 - 1),
        generation=numbers,
        finger=st.sampled_from(Finger),
        key_source=name,
        verification=name,
        model_digest=digest,
        mlkem_ciphertext=st.binary(min_size=1088, max_size=1088),
        x25519_public_key=digest,
    ),
    "proof": st.builds(Proof, mac=digest),
    "accept": st.builds(
        Accept,
        attempt=st.integers(1, 5),
        mac=digest,
        commitment=digest,
        sealed_manifest=st.binary(min_size=16, max_size=1024),
        checkpoint=st.binary(max_size=1024),
        consistency_proof=tuples(digest, 0, 64),
    ),
    "receipt": st.builds(
        Receipt, outcome=st.sampled_from(Outcome), chunk_count=st.integers(0, 2**32 - 1), mac=digest
    ),
}
MESSAGES: dict[str, Any] = {
    "hello": pb.Hello,
    "challenge": pb.Challenge,
    "proof": pb.Proof,
    "accept": pb.Accept,
    "receipt": pb.Receipt,
}


def encoder(kind: str) -> Callable[[Any], bytes]:
    return getattr(codec, f"encode_{kind}")  # type: ignore[no-any-return]


def decoder(kind: str) -> Callable[[bytes], Any]:
    return getattr(codec, f"decode_{kind}")  # type: ignore[no-any-return]


def verdict(kind: str, data: bytes) -> Code | None:
    """The code with which bytes are refused as a frame of a kind."""
    try:
        decoder(kind)(data)
    except Failure as failure:
        return failure.code
    return None


def good(kind: str) -> Any:
    """One frame of a kind, at the middle of every bound, as a message to be changed."""
    both = {"x25519_public_key": bytes(32), "suite": "aes-256-gcm", "inner_cipher": "none"}
    contents: dict[str, dict[str, Any]] = {
        "hello": {
            "versions": [1],
            "suites": ["aes-256-gcm"],
            "inner_ciphers": ["none"],
            "request_id": bytes(16),
            "user": 17,
            "image": "xray-7",
            "client_random": bytes(32),
            "generation": 1,
            "model_digests": [bytes(32)],
            "mark": 5,
            "mlkem_encapsulation_key": bytes(1184),
            "x25519_public_key": bytes(32),
        },
        "challenge": {
            **both,
            "version": 1,
            "server_random": bytes(32),
            "n": 6,
            "generation": 1,
            "finger": 5,
            "key_source": "enrolled-pso",
            "verification": "none",
            "model_digest": bytes(32),
            "mlkem_ciphertext": bytes(1088),
        },
        "proof": {"mac": bytes(32)},
        "accept": {"attempt": 1, "mac": bytes(32), "commitment": bytes(32), "sealed_manifest": bytes(100)},
        "receipt": {"outcome": 1, "chunk_count": 3, "mac": bytes(32)},
    }
    return MESSAGES[kind](**contents[kind])


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


def lengths(*allowed: int) -> list[bytes]:
    """Values around the bounds of a byte string that are outside them."""
    low, high = min(allowed), max(allowed)
    return [
        bytes(length) for length in {0, low - 1, high + 1, 2 * high} if length >= 0 and length not in allowed
    ]


NAMES = ["", "x" * 65, "new\nline", "tab\t", "nul\x00", "é", "bell\x07"]
HUGE = [2**63, 2**64 - 1]
OUT_OF_BOUNDS: list[tuple[str, str, list[Any]]] = [
    ("hello", "versions", [[], [1] * 17]),
    ("hello", "suites", [[], ["a"] * 17, *([bad] for bad in NAMES)]),
    ("hello", "inner_ciphers", [[], ["a"] * 17, *([bad] for bad in NAMES)]),
    ("hello", "request_id", lengths(16)),
    ("hello", "image", NAMES),
    ("hello", "client_random", lengths(32)),
    ("hello", "generation", HUGE),
    ("hello", "model_digests", [[], [bytes(32)] * 17, [bytes(31)], [bytes(32), bytes(33)]]),
    ("hello", "mark", HUGE),
    ("hello", "mlkem_encapsulation_key", lengths(1184)),
    ("hello", "x25519_public_key", lengths(32)),
    ("challenge", "suite", NAMES),
    ("challenge", "inner_cipher", NAMES),
    ("challenge", "server_random", lengths(32)),
    ("challenge", "n", [0, *HUGE]),
    ("challenge", "generation", HUGE),
    ("challenge", "finger", [10, 11, 2**32 - 1]),
    ("challenge", "key_source", NAMES),
    ("challenge", "verification", NAMES),
    ("challenge", "model_digest", lengths(32)),
    ("challenge", "mlkem_ciphertext", lengths(1088)),
    ("challenge", "x25519_public_key", lengths(32)),
    ("proof", "mac", lengths(32)),
    ("accept", "attempt", [0, 6, 2**32 - 1]),
    ("accept", "mac", lengths(32)),
    ("accept", "commitment", lengths(32)),
    ("accept", "sealed_manifest", [bytes(15), b"", bytes(1025)]),
    ("accept", "checkpoint", [bytes(1025)]),
    ("accept", "consistency_proof", [[bytes(32)] * 65, [bytes(31)], [b""]]),
    ("receipt", "outcome", [0, 3, -1, 2**31 - 1]),
    ("receipt", "mac", lengths(32)),
]


@pytest.mark.parametrize(
    ("kind", "field", "values"),
    [pytest.param(*row, id=f"{row[0]}.{row[1]}") for row in OUT_OF_BOUNDS],
)
def test_a_field_out_of_bounds_is_malformed_and_named(kind: str, field: str, values: list[Any]) -> None:
    for value in values:
        message = good(kind)
        message.ClearField(field)
        if isinstance(value, list):
            getattr(message, field).extend(value)
        else:
            setattr(message, field, value)
        with pytest.raises(Failure) as caught:
            decoder(kind)(message.SerializeToString())
        assert (caught.value.code, caught.value.field) == (Code.MALFORMED, field), value


def test_every_field_has_its_bounds_tested() -> None:
    """Free are only whole numbers that protobuf bounds itself, and the checkpoint, tested below."""
    tested = {(kind, field) for kind, field, _ in OUT_OF_BOUNDS}
    free = {("hello", "user"), ("hello", "checkpoint"), ("challenge", "version"), ("receipt", "chunk_count")}
    declared = {
        (kind, field.name) for kind, message in MESSAGES.items() for field in message.DESCRIPTOR.fields
    }
    assert tested | free == declared


CHECKPOINTS = [
    pytest.param({"size": 0, "root": bytes(32)}, id="a root of nothing"),
    pytest.param({"size": 0, "log_id": b"x"}, id="a log of nothing"),
    pytest.param({"size": 1, "log_id": bytes(32)}, id="no root"),
    pytest.param({"size": 1, "root": bytes(32)}, id="no log"),
    pytest.param({"size": 1, "log_id": bytes(31), "root": bytes(32)}, id="a short log"),
    pytest.param({"size": 1, "log_id": bytes(32), "root": bytes(33)}, id="a long root"),
    pytest.param({"size": 2**63, "log_id": bytes(32), "root": bytes(32)}, id="a size nobody reaches"),
]


@pytest.mark.parametrize("reference", CHECKPOINTS)
def test_a_checkpoint_reference_is_whole_or_absent(reference: dict[str, Any]) -> None:
    message = good("hello")
    message.checkpoint.CopyFrom(pb.CheckpointReference(**reference))
    with pytest.raises(Failure) as caught:
        codec.decode_hello(message.SerializeToString())
    assert (caught.value.code, caught.value.field) == (Code.MALFORMED, "checkpoint")


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


def test_nesting_without_end_is_malformed() -> None:
    groups = b"\xa3\x06" * 10_000  # field 100, a group that opens and opens
    assert {verdict(kind, good(kind).SerializeToString() + groups) for kind in FRAMES} == {Code.MALFORMED}


def test_text_that_is_not_utf_8_is_malformed() -> None:
    with pytest.raises(Failure) as caught:
        codec.decode_hello(good("hello").SerializeToString() + b"\x32\x02\xff\xfe")
    assert caught.value.code is Code.MALFORMED
