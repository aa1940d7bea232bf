"""The image vault: bytes, media type and digest under one seal."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from shared.encoding import lv
from shared.errors import Code, Failure
from shared.stores.images import ImageVault
from shared.stores.sealed_store import SealedStore
from tests.replay_randomness import ReplayRandomness
from tests.shared.stores.sealed_parts import master_key


def sealed_store(folder: Path) -> SealedStore:
    """Where images lie."""
    return SealedStore(folder, master_key(), "image", ReplayRandomness("store"))


@pytest.mark.parametrize("size", [0, 1, 512 * 1024, 512 * 1024 + 1])
def test_an_image_is_read_back(tmp_path: Path, size: int) -> None:
    data = bytes(size)
    vault = ImageVault(sealed_store(tmp_path))
    vault.put("xray-7", data, "image/png")
    stored = vault.get("xray-7")
    assert (stored.data, stored.media_type) == (data, "image/png")
    assert stored.sha256 == hashlib.sha256(data).digest()
    assert "data" not in repr(stored)


def test_an_image_is_deleted(tmp_path: Path) -> None:
    vault = ImageVault(sealed_store(tmp_path))
    vault.put("xray-7", b"pixels", "image/png")
    vault.delete("xray-7")
    assert not vault.exists("xray-7")
    with pytest.raises(Failure) as refused:
        vault.get("xray-7")
    assert refused.value.code is Code.NOT_FOUND


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(lv("ridgekey/1 enrolment", "image/png", bytes(32), b"a"), id="another label"),
        pytest.param(lv("ridgekey/1 image", "image/png", bytes(32), b"a"), id="another digest"),
    ],
)
def test_a_damaged_image_is_named(tmp_path: Path, content: bytes) -> None:
    sealed_store(tmp_path).put("xray-7", content)
    with pytest.raises(Failure, match="xray-7 is damaged") as refused:
        ImageVault(sealed_store(tmp_path)).get("xray-7")
    assert refused.value.code is Code.INTEGRITY
