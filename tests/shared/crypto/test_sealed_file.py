"""A file of the first releases opens only whole, unaltered, and as what it was stored as (protocol §4.7)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from shared.crypto.file_chunks import CHUNK_BYTES, SUITE, seal_chunks
from shared.crypto.key_schedule import expand
from shared.crypto.labels import Label
from shared.crypto.sealed_file import MAGIC, open_sealed
from shared.crypto.secret import Secret
from shared.crypto.stream import aead
from shared.encoding import lv
from shared.errors import Code, Failure

VECTOR = json.loads((Path(__file__).parents[2] / "vectors" / "sealed_file.json").read_text("utf-8"))
BLOB, MASTER = bytes.fromhex(VECTOR["sealed"]), Secret(bytes.fromhex(VECTOR["master"]))


def refusal(blob: bytes, master: Secret = MASTER, kind: str = "image", name: str = "xray-7") -> Failure:
    with pytest.raises(Failure) as caught:
        open_sealed(blob, master, kind, name)
    return caught.value


def test_as_recorded() -> None:
    assert open_sealed(BLOB, MASTER, VECTOR["kind"], VECTOR["name"]) == bytes.fromhex(VECTOR["data"])


def test_every_single_bit_matters() -> None:
    for bit in range(len(BLOB) * 8):
        altered = bytearray(BLOB)
        altered[bit // 8] ^= 1 << bit % 8
        assert refusal(bytes(altered)).code is Code.INTEGRITY


def test_every_other_length_is_refused() -> None:
    assert {refusal(BLOB[:length]).code for length in range(len(BLOB))} == {Code.INTEGRITY}
    assert refusal(BLOB + b"\x00").code is Code.INTEGRITY


OTHERS = [
    pytest.param(Secret(b"n" * 32), "image", "xray-7", id="another master key"),
    pytest.param(MASTER, "enrolment", "xray-7", id="another kind"),
    pytest.param(MASTER, "image", "xray-8", id="another name"),
    pytest.param(MASTER, "imagexray", "-7", id="kind and name cut elsewhere"),
]


@pytest.mark.parametrize(("master", "kind", "name"), OTHERS)
def test_it_opens_only_as_what_it_was_stored_as(master: Secret, kind: str, name: str) -> None:
    refused = refusal(BLOB, master, kind, name)
    assert refused.code is Code.INTEGRITY
    assert kind in refused.sentence
    assert name in refused.sentence
    assert "restore" in refused.sentence


def made(suite: str, chunk_bytes: int) -> bytes:
    """A file whose every key, tag and binding is right, whatever its header says."""
    data_key, nonce = Secret(b"d" * 32), bytes(12)
    with expand(MASTER, lv(Label.STORE, "image", "xray-7")) as wrapping_key:
        binding = lv(MAGIC, SUITE.value, CHUNK_BYTES)
        wrapped = aead(SUITE, wrapping_key).encrypt(nonce, data_key.export_bytes(), binding)
    header = MAGIC + lv(suite, chunk_bytes, nonce, wrapped)
    return header + seal_chunks(b"data", data_key, hashlib.sha256(header).digest())


@pytest.mark.parametrize(("suite", "chunk_bytes"), [("AES-256-GCM", CHUNK_BYTES), (SUITE.value, 1)])
def test_a_header_that_announces_another_format_is_refused(suite: str, chunk_bytes: int) -> None:
    assert open_sealed(made(SUITE.value, CHUNK_BYTES), MASTER, "image", "xray-7") == b"data"
    assert refusal(made(suite, chunk_bytes)).code is Code.INTEGRITY
