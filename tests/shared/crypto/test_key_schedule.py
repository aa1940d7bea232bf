"""Extract, Expand and MAC against the published vectors of RFC 5869 and RFC 4231."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.crypto.key_schedule import expand, extract, mac
from shared.crypto.secret import Secret

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "key_schedule.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", [pytest.param(each, id=each["name"]) for each in VECTORS["hkdf"]])
def test_hkdf_as_published(vector: dict[str, str]) -> None:
    salt, material, info = (bytes.fromhex(vector[name]) for name in ("salt", "ikm", "info"))
    prk = extract(salt, material)
    assert prk.export_bytes().hex() == vector["prk"]
    assert extract(Secret(salt), Secret(material)).equals_in_constant_time(prk)
    okm = bytes.fromhex(vector["okm"])
    assert expand(prk, info, len(okm)).export_bytes() == okm


@pytest.mark.parametrize("vector", [pytest.param(each, id=each["name"]) for each in VECTORS["hmac"]])
def test_hmac_as_published(vector: dict[str, str]) -> None:
    key, message = Secret(bytes.fromhex(vector["key"])), bytes.fromhex(vector["message"])
    assert mac(key, message).hex() == vector["mac"]


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_expand_takes_only_a_key_of_32_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        expand(Secret(bytes(length)), b"info")


def test_expand_gives_32_bytes_unless_asked_otherwise() -> None:
    key = Secret(b"k" * 32)
    assert len(expand(key, b"info")) == 32
    assert expand(key, b"info", 7).export_bytes() == expand(key, b"info").export_bytes()[:7]
    assert not expand(key, b"other").equals_in_constant_time(expand(key, b"info"))
