"""A stored file opens only whole, unaltered, and as what it was stored as (protocol §4.7)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.sealed_file import CHUNK_BYTES, MAGIC, open_sealed, seal
from shared.crypto.secret import Secret
from shared.errors import Code, Failure
from tests.replay_randomness import ReplayRandomness

VECTOR = json.loads((Path(__file__).parents[2] / "vectors" / "sealed_file.json").read_text("utf-8"))
MASTER = Secret(b"m" * 32)
DATA = b"the plaintext of a file that nobody else may read"


def sealed(data: bytes = DATA, seed: int = 1) -> bytes:
    return seal(data, MASTER, "image", "xray-7", ReplayRandomness(seed))


def refusal(blob: bytes, master: Secret = MASTER, kind: str = "image", name: str = "xray-7") -> Code:
    with pytest.raises(Failure) as caught:
        open_sealed(blob, master, kind, name)
    return caught.value.code


def test_as_recorded() -> None:
    randomness = ReplayRandomness(VECTOR["seed"])
    master, data = Secret(bytes.fromhex(VECTOR["master"])), bytes.fromhex(VECTOR["data"])
    blob = seal(data, master, VECTOR["kind"], VECTOR["name"], randomness)
    assert blob.hex() == VECTOR["sealed"]
    assert open_sealed(blob, master, VECTOR["kind"], VECTOR["name"]) == data


@given(st.binary(max_size=300), st.text(max_size=20), st.text(max_size=20))
def test_what_was_sealed_opens_under_its_kind_and_name(data: bytes, kind: str, name: str) -> None:
    blob = seal(data, MASTER, kind, name, ReplayRandomness(2))
    assert open_sealed(blob, MASTER, kind, name) == data


EDGES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES]


@pytest.mark.parametrize("size", EDGES)
def test_files_of_every_edge_of_a_chunk_open(size: int) -> None:
    data = bytes(size)
    blob = sealed(data)
    assert open_sealed(blob, MASTER, "image", "xray-7") == data
    chunks = max(1, -(-size // CHUNK_BYTES))
    assert len(blob) == len(sealed(b"")) + size + 16 * (chunks - 1)


@pytest.mark.fault(15)
def test_every_single_bit_matters() -> None:
    blob = sealed()
    for bit in range(len(blob) * 8):
        altered = bytearray(blob)
        altered[bit // 8] ^= 1 << bit % 8
        assert refusal(bytes(altered)) is Code.INTEGRITY


def test_every_other_length_is_refused() -> None:
    blob = sealed()
    assert {refusal(blob[:length]) for length in range(len(blob))} == {Code.INTEGRITY}
    assert refusal(blob + b"\x00") is Code.INTEGRITY
    assert refusal(b"\x00" + blob) is Code.INTEGRITY


def test_whole_chunks_cannot_be_cut_swapped_or_repeated() -> None:
    blob = sealed(bytes(3 * CHUNK_BYTES))
    step = CHUNK_BYTES + 16
    start = len(blob) - 3 * step
    header, chunks = blob[:start], [blob[start + i * step :][:step] for i in range(3)]
    for order in ([0, 1], [0], [1, 0, 2], [0, 1, 1, 2], [0, 2], [0, 1, 2, 2], [2]):
        assert refusal(header + b"".join(chunks[i] for i in order)) is Code.INTEGRITY


def test_another_file_s_chunks_do_not_fit_its_header() -> None:
    one, other = sealed(seed=1), sealed(seed=2)
    start = len(one) - len(DATA) - 16
    assert refusal(one[:start] + other[start:]) is Code.INTEGRITY


OTHERS = [
    pytest.param(Secret(b"n" * 32), "image", "xray-7", id="another master key"),
    pytest.param(MASTER, "enrolment", "xray-7", id="another kind"),
    pytest.param(MASTER, "image", "xray-8", id="another name"),
    pytest.param(MASTER, "imagexray", "-7", id="kind and name cut elsewhere"),
]


@pytest.mark.parametrize(("master", "kind", "name"), OTHERS)
def test_it_opens_only_as_what_it_was_stored_as(master: Secret, kind: str, name: str) -> None:
    assert refusal(sealed(), master, kind, name) is Code.INTEGRITY


def test_the_refusal_names_the_file_and_says_what_to_do() -> None:
    with pytest.raises(Failure) as caught:
        open_sealed(b"", MASTER, "image", "xray-7")
    assert "xray-7" in caught.value.sentence
    assert "restore" in caught.value.sentence


def test_the_same_file_sealed_twice_shares_nothing() -> None:
    one, other = sealed(seed=1), sealed(seed=2)
    start = len(MAGIC) + 40
    assert not {one[i : i + 8] for i in range(start, len(one) - 8)} & {
        other[i : i + 8] for i in range(start, len(other) - 8)
    }
    assert DATA[:16] not in one


def test_neither_data_key_nor_master_key_stands_in_the_file() -> None:
    randomness = ReplayRandomness(5)
    blob = seal(DATA, MASTER, "image", "xray-7", randomness)
    data_key = randomness.tokens[0]
    assert len(data_key) == 32
    assert data_key[:8] not in blob
    assert MASTER.export_bytes()[:8] not in blob
