"""STREAM: whatever is not exactly what was sealed fails at the exact chunk (protocol §4.3)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.crypto.secret import Secret
from shared.crypto.stream import MAX_CHUNKS, TAG_BYTES, OpeningStream, SealingStream, Suite, aead
from shared.errors import Code, Failure

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "stream.json").read_text("utf-8"))
KEY, PREFIX, BINDING = Secret(bytes(range(32))), bytes(range(7)), b"what it belongs to"
Sealed = tuple[int, bool, bytes]

suites = st.sampled_from([suite.value for suite in Suite])
pieces = st.lists(st.binary(max_size=40), min_size=1, max_size=6)


def seal_all(data: list[bytes], suite: str = Suite.AES_256_GCM) -> list[Sealed]:
    stream = SealingStream(suite, KEY, PREFIX, BINDING)
    ends = [index == len(data) - 1 for index in range(len(data))]
    return [(i, end, stream.seal(piece, end)) for i, (piece, end) in enumerate(zip(data, ends, strict=True))]


def open_all(chunks: list[Sealed], suite: str = Suite.AES_256_GCM) -> list[bytes]:
    stream = OpeningStream(suite, KEY, PREFIX, BINDING)
    opened = [stream.open(*chunk) for chunk in chunks]
    stream.finish()
    return opened


@pytest.mark.parametrize("vector", [pytest.param(each, id=each["name"]) for each in VECTORS])
def test_as_the_vectors_say(vector: dict[str, Any]) -> None:
    key, prefix, binding = (bytes.fromhex(vector[name]) for name in ("key", "prefix", "binding"))
    stream = OpeningStream(vector["suite"], Secret(key), prefix, binding)
    opened: list[str] = []
    failure: Failure | None = None
    try:
        for chunk in vector["chunks"]:
            opened.append(stream.open(chunk["index"], chunk["last"], bytes.fromhex(chunk["sealed"])).hex())
        stream.finish()
    except Failure as caught:
        failure = caught
    assert opened == vector["opened"]
    if vector["failure"] is None:
        assert failure is None
    else:
        assert failure is not None
        assert failure.code == vector["failure"]
        assert f"chunk {vector['at']};" in failure.sentence


@given(pieces, suites)
def test_what_was_sealed_opens(data: list[bytes], suite: str) -> None:
    assert open_all(seal_all(data, suite), suite) == data


@pytest.mark.fault(15)
@given(pieces, suites, st.data())
def test_any_single_bit_fails_at_its_own_chunk(data: list[bytes], suite: str, draw: st.DataObject) -> None:
    chunks = seal_all(data, suite)
    at = draw.draw(st.integers(0, len(chunks) - 1))
    index, last, sealed = chunks[at]
    bit = draw.draw(st.integers(0, len(sealed) * 8 - 1))
    altered = bytearray(sealed)
    altered[bit // 8] ^= 1 << bit % 8
    chunks[at] = (index, last, bytes(altered))
    with pytest.raises(Failure, match=f"chunk {at};") as caught:
        open_all(chunks, suite)
    assert caught.value.code is Code.STREAM_CORRUPT


@pytest.mark.fault(17)
@settings(max_examples=200)
@given(pieces, st.data())
def test_no_other_arrangement_of_the_chunks_opens(data: list[bytes], draw: st.DataObject) -> None:
    chunks = seal_all(data)
    arranged = draw.draw(st.lists(st.sampled_from(chunks), max_size=8))
    if arranged == chunks:
        return
    with pytest.raises(Failure) as caught:
        open_all(arranged)
    truncated = arranged == chunks[: len(arranged)]
    assert caught.value.code is (Code.STREAM_TRUNCATED if truncated else Code.STREAM_CORRUPT)


@given(pieces, st.data())
def test_renumbering_does_not_help(data: list[bytes], draw: st.DataObject) -> None:
    """Index and last flag are in the nonce and in the associated data; claiming others changes nothing."""
    chunks = seal_all(data)
    arranged = draw.draw(st.permutations(chunks))
    claimed = [(i, i == len(arranged) - 1, sealed) for i, (_, _, sealed) in enumerate(arranged)]
    if claimed == chunks:
        return
    with pytest.raises(Failure) as caught:
        open_all(claimed)
    assert caught.value.code is Code.STREAM_CORRUPT


@pytest.mark.fault(16)
@pytest.mark.parametrize("cut", range(4))
def test_every_truncation_is_noticed(cut: int) -> None:
    with pytest.raises(Failure, match=f"before chunk {cut};") as caught:
        open_all(seal_all([b"a", b"b", b"c", b"d"])[:cut])
    assert caught.value.code is Code.STREAM_TRUNCATED


def test_once_broken_a_stream_stays_broken() -> None:
    chunks = seal_all([b"a", b"b"])
    stream = OpeningStream(Suite.AES_256_GCM, KEY, PREFIX, BINDING)
    with pytest.raises(Failure):
        stream.open(0, False, bytes(17))
    for act in (lambda: stream.open(*chunks[0]), stream.finish):
        with pytest.raises(Failure) as caught:
            act()
        assert caught.value.code is Code.STREAM_CORRUPT


@pytest.mark.parametrize("length", range(TAG_BYTES))
def test_less_than_a_tag_is_corrupt(length: int) -> None:
    with pytest.raises(Failure) as caught:
        open_all([(0, True, bytes(length))])
    assert caught.value.code is Code.STREAM_CORRUPT


def test_nothing_is_sealed_after_the_end() -> None:
    stream = SealingStream(Suite.AES_256_GCM, KEY, PREFIX, BINDING)
    stream.seal(b"", True)
    with pytest.raises(RuntimeError, match="after the end"):
        stream.seal(b"", True)


def test_nothing_is_sealed_past_the_last_index(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_CHUNKS == 2**32, "the index has four bytes"
    monkeypatch.setattr("shared.crypto.stream.MAX_CHUNKS", 2)
    stream = SealingStream(Suite.AES_256_GCM, KEY, PREFIX, BINDING)
    stream.seal(b"", False)
    stream.seal(b"", False)
    with pytest.raises(RuntimeError):
        stream.seal(b"", True)


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33])
@pytest.mark.parametrize("suite", [suite.value for suite in Suite])
def test_a_suite_takes_only_keys_of_32_bytes(suite: str, length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        aead(suite, Secret(bytes(length)))


@pytest.mark.parametrize("suite", ["", "AES-256-GCM", "aes-128-gcm", "none", "chen"])
def test_there_is_no_other_suite(suite: str) -> None:
    with pytest.raises(ValueError, match="not a valid Suite"):
        aead(suite, KEY)


@pytest.mark.parametrize("length", [0, 6, 8, 12])
def test_a_nonce_prefix_has_seven_bytes(length: int) -> None:
    for stream in (SealingStream, OpeningStream):
        with pytest.raises(ValueError, match="7 bytes"):
            stream(Suite.AES_256_GCM, KEY, bytes(length), BINDING)
