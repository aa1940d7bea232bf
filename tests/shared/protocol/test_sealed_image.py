"""Sealed images (protocol §4.6): what opens, and that nothing else does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.protocol.sealed_image import (
    CHUNK_BYTES,
    MAGIC,
    Content,
    open_image,
    parse_sealed_image,
    seal_image,
)
from shared.protocol.session import KeyedMessage, derive_k
from shared.protocol.verification import Demand, Mode
from tests.replay_randomness import ReplayRandomness

RECORDED: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "sealed_images.json").read_text("utf-8")
)
SAID = RECORDED["message"]
MESSAGE = KeyedMessage(
    SAID["user"], SAID["generation"], SAID["n"], Finger(SAID["finger"]), bytes.fromhex(SAID["model_digest"])
)
K = bytes.fromhex(RECORDED["k"])


def opened(data: bytes, k: bytes = K) -> Content:
    """Parse and open a file."""
    return open_image(parse_sealed_image(data), Secret(k))


def sealed(data: bytes, suite: str = "aes-256-gcm", seed: int = 1, k: bytes = K) -> bytes:
    """Seal bytes as an image."""
    content = Content("xray-7", "image/png", Demand(), data)
    return seal_image(MESSAGE, suite, content, Secret(k), ReplayRandomness(seed))


def test_k_is_the_one_of_the_exchange() -> None:
    keys = (Secret(bytes.fromhex(RECORDED[name])) for name in ("biometric_key", "enrolment_secret"))
    assert derive_k(MESSAGE, *keys).export_bytes() == K


@pytest.mark.parametrize("vector", [pytest.param(each, id=each["name"]) for each in RECORDED["opened"]])
def test_a_recorded_image_opens(vector: dict[str, str]) -> None:
    data = bytes.fromhex(vector["bytes"])
    demand = Demand(Mode(vector["mode"]), bytes.fromhex(vector["verifier_digest"]))
    expected = Content(vector["image"], vector["media_type"], demand, bytes.fromhex(vector["data"]))
    header = parse_sealed_image(data).header
    assert (header.message, header.suite) == (MESSAGE, vector["suite"])
    assert data.startswith(header.encode())
    assert opened(data) == expected


@pytest.mark.parametrize("vector", [pytest.param(each, id=each["name"]) for each in RECORDED["refused"]])
def test_it_is_refused_as_it_must_be(vector: dict[str, str]) -> None:
    with pytest.raises(Failure) as refused:
        opened(bytes.fromhex(vector["bytes"]))
    assert refused.value.code == vector["failure"]


@given(st.binary(max_size=300), st.sampled_from(["aes-256-gcm", "chacha20-poly1305"]), st.integers(0, 9))
def test_what_was_sealed_is_what_opens(data: bytes, suite: str, seed: int) -> None:
    file = sealed(data, suite, seed)
    assert opened(file).data == data
    assert len(data) < 8 or data not in parse_sealed_image(file).body


@pytest.mark.parametrize("size", [CHUNK_BYTES - 200, CHUNK_BYTES - 60, CHUNK_BYTES, 2 * CHUNK_BYTES + 1])
def test_an_image_of_several_chunks(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    assert opened(sealed(data[:size])).data == data[:size]


def test_every_flipped_bit_is_noticed() -> None:
    file = sealed(b"an image")
    for bit in range(8 * len(file)):
        harmed = bytearray(file)
        harmed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Failure):
            opened(bytes(harmed))


def test_every_cut_is_noticed() -> None:
    file = sealed(b"an image")
    for length in range(len(file)):
        with pytest.raises(Failure) as refused:
            opened(file[:length])
        assert (refused.value.code is Code.INVALID_INPUT) is (length < len(MAGIC))


def test_one_message_sealed_twice_has_two_keys() -> None:
    first, second = sealed(b"an image", seed=1), sealed(b"an image", seed=2)
    assert first[-24:] != second[-24:]
    spliced = first[: -len(parse_sealed_image(first).body)] + parse_sealed_image(second).body
    with pytest.raises(Failure) as refused:
        opened(spliced)
    assert refused.value.code is Code.STREAM_CORRUPT


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Failure) as refused:
        opened(sealed(b"an image"), bytes(32))
    assert (refused.value.code, refused.value.exit_code) == (Code.COMMITMENT_MISMATCH, 7)


def test_nothing_secret_is_in_a_repr() -> None:
    content = Content("xray-7", "image/png", Demand(), b"an image")
    parsed = parse_sealed_image(sealed(b"an image"))
    shown = repr(content) + repr(parsed) + repr(replace(parsed.header, salt=b""))
    assert "an image" not in shown
    assert repr(parsed.commitment) not in shown
