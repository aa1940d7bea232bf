"""A stored object opens only whole, with its own data key, where it was stored (protocol §4.7)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.data_key import Place, check_value, unwrap, wrap, wrapped_under
from shared.crypto.file_chunks import CHUNK_BYTES, SUITE
from shared.crypto.sealed_object import HEADER_BYTES, MAGIC, object_id_of, open_object, seal_object
from shared.crypto.secret import Secret
from shared.encoding import lv
from shared.errors import Code, Failure
from tests.replay_randomness import ReplayRandomness

VECTOR = json.loads((Path(__file__).parents[2] / "vectors" / "sealed_object.json").read_text("utf-8"))
MASTER, OTHER_MASTER = Secret(bytes(range(32))), Secret(b"n" * 32)
DATA = b"the plaintext of an object that nobody else may read"
PLACE = Place("image", "xray-7", b"i" * 16)


def data_key(seed: int = 1) -> Secret:
    return Secret(ReplayRandomness(seed).token(32))


def sealed(data: bytes = DATA, seed: int = 1) -> bytes:
    return seal_object(data, data_key(seed), PLACE.object_id)


def wrapped(master: Secret = MASTER, place: Place = PLACE) -> bytes:
    return wrap(data_key(), master, place, ReplayRandomness("nonce"))


def refusal(blob: bytes, key: Secret | None = None) -> Code:
    with pytest.raises(Failure) as caught:
        open_object(blob, key or data_key())
    return caught.value.code


def key_refusal(blob: bytes, master: Secret = MASTER, place: Place = PLACE) -> Failure:
    with pytest.raises(Failure) as caught:
        unwrap(blob, master, place)
    return caught.value


def test_as_recorded() -> None:
    place = Place(VECTOR["kind"], VECTOR["name"], bytes.fromhex(VECTOR["object_id"]))
    blob = bytes.fromhex(VECTOR["object"])
    assert check_value(MASTER).hex() == VECTOR["check"]
    assert object_id_of(blob) == object_id_of(blob[:HEADER_BYTES]) == place.object_id
    with unwrap(bytes.fromhex(VECTOR["key"]), MASTER, place) as key:
        assert open_object(blob, key) == bytes.fromhex(VECTOR["data"])


@given(
    st.binary(max_size=300), st.text(max_size=20), st.text(max_size=20), st.binary(min_size=16, max_size=16)
)
def test_what_was_sealed_opens_in_its_place(data: bytes, kind: str, name: str, object_id: bytes) -> None:
    place = Place(kind, name, object_id)
    key = wrap(data_key(), MASTER, place, ReplayRandomness(2))
    with unwrap(key, MASTER, place) as opened:
        assert open_object(seal_object(data, data_key(), object_id), opened) == data
    assert wrapped_under(key, place) == check_value(MASTER)


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])
def test_objects_of_every_edge_of_a_chunk_open(size: int) -> None:
    blob = sealed(bytes(size))
    assert open_object(blob, data_key()) == bytes(size)
    chunks = max(1, -(-size // CHUNK_BYTES))
    assert len(blob) == len(sealed(b"")) + size + 16 * (chunks - 1)


@pytest.mark.fault(15)
def test_every_single_bit_matters() -> None:
    for blob, refused in ((sealed(), refusal), (wrapped(), lambda each: key_refusal(each).code)):
        for bit in range(len(blob) * 8):
            altered = bytearray(blob)
            altered[bit // 8] ^= 1 << bit % 8
            assert refused(bytes(altered)) is Code.INTEGRITY


def test_every_other_length_is_refused() -> None:
    for blob, refused in ((sealed(), refusal), (wrapped(), lambda each: key_refusal(each).code)):
        assert {refused(blob[:length]) for length in range(len(blob))} == {Code.INTEGRITY}
        assert refused(blob + b"\x00") is Code.INTEGRITY
        assert refused(b"\x00" + blob) is Code.INTEGRITY


def test_whole_chunks_cannot_be_cut_swapped_or_repeated() -> None:
    blob = sealed(bytes(3 * CHUNK_BYTES))
    step = CHUNK_BYTES + 16
    header, chunks = blob[:HEADER_BYTES], [blob[HEADER_BYTES + i * step :][:step] for i in range(3)]
    for order in ([0, 1], [0], [1, 0, 2], [0, 1, 1, 2], [0, 2], [0, 1, 2, 2], [2]):
        assert refusal(header + b"".join(chunks[i] for i in order)) is Code.INTEGRITY


def test_another_object_s_chunks_do_not_fit_its_header() -> None:
    one, other = sealed(), seal_object(DATA, data_key(), b"j" * 16)
    assert refusal(one[:HEADER_BYTES] + other[HEADER_BYTES:]) is Code.INTEGRITY
    assert refusal(one, data_key(2)) is Code.INTEGRITY


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(Place("enrolment", "xray-7", b"i" * 16), id="another kind"),
        pytest.param(Place("image", "xray-8", b"i" * 16), id="another name"),
        pytest.param(Place("image", "xray-7", b"j" * 16), id="another content"),
        pytest.param(Place("imagexray", "-7", b"i" * 16), id="kind and name cut elsewhere"),
    ],
)
def test_a_data_key_opens_in_its_place_alone(place: Place) -> None:
    refused = key_refusal(wrapped(), place=place)
    assert refused.code is Code.INTEGRITY
    assert place.name in refused.sentence
    assert "restore" in refused.sentence


def test_another_master_key_is_told_from_damage() -> None:
    refused = key_refusal(wrapped(), OTHER_MASTER)
    assert refused.code is Code.INTEGRITY
    for master in (MASTER, OTHER_MASTER):
        assert check_value(master).hex() in refused.sentence


def test_a_check_value_is_of_the_key_and_shows_nothing_of_it() -> None:
    assert check_value(MASTER) == check_value(Secret(bytes(range(32)))) != check_value(OTHER_MASTER)
    assert check_value(MASTER) not in MASTER.export_bytes()


def test_neither_data_key_nor_master_key_nor_plaintext_is_to_be_read() -> None:
    everything = sealed() + wrapped()
    for secret in (data_key().export_bytes(), MASTER.export_bytes(), DATA):
        assert secret[:8] not in everything


HEADER: tuple[str, int, bytes] = (SUITE.value, CHUNK_BYTES, PLACE.object_id)
OTHER_HEADERS = [
    pytest.param(("AES-256-GCM", CHUNK_BYTES, PLACE.object_id), id="another suite"),
    pytest.param((SUITE.value, CHUNK_BYTES + 1, PLACE.object_id), id="another size of chunks"),
    pytest.param((SUITE.value + "+", CHUNK_BYTES, PLACE.object_id[:-1]), id="a shorter ID and another suite"),
    pytest.param((SUITE.value[:-1], CHUNK_BYTES, PLACE.object_id + b"j"), id="a longer ID, a shorter suite"),
]


@pytest.mark.parametrize("header", OTHER_HEADERS)
def test_a_header_that_says_anything_else_has_no_id(header: tuple[str, int, bytes]) -> None:
    assert object_id_of(MAGIC + lv(*HEADER)) == PLACE.object_id
    assert object_id_of(MAGIC + lv(*header)) is None


def test_an_id_of_another_length_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.crypto.sealed_object.HEADER_BYTES", HEADER_BYTES - 1)
    assert object_id_of(MAGIC + lv(*HEADER[:2], PLACE.object_id[:-1])) is None


@pytest.mark.parametrize("blob", [b"", b"RKSEALED2\n", b"RKSEALED1\n" + bytes(200), b"x" * 500])
def test_what_is_no_object_has_no_id(blob: bytes) -> None:
    assert object_id_of(blob) is None
    assert refusal(blob) is Code.INTEGRITY
