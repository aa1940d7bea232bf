"""The manifest is the one frame whose bytes the pure protocol writes itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.encoding import lv
from shared.errors import Code, Failure
from shared.protocol.messages import Manifest

sizes = st.integers(0, 2**64 - 1)
manifests = st.builds(
    Manifest,
    size=sizes,
    chunk_size=sizes,
    chunk_count=sizes,
    media_type=st.text(max_size=30),
    sha256=st.binary(min_size=32, max_size=32),
    n=sizes,
    request_id=st.binary(min_size=16, max_size=16),
    inner_cipher=st.text(max_size=10),
)


@given(manifests)
def test_a_manifest_round_trips(manifest: Manifest) -> None:
    assert Manifest.decode(manifest.encode()) == manifest


MALFORMED = [
    pytest.param(b"", id="empty"),
    pytest.param(lv(1, 2, 3, "image/png", bytes(32), 1, bytes(16)), id="a field missing"),
    pytest.param(lv(1, 2, 3, "image/png", bytes(32), 1, bytes(16), "none", "more"), id="a field too many"),
    pytest.param(lv(b"\x01", 2, 3, "image/png", bytes(32), 1, bytes(16), "none"), id="a short integer"),
    pytest.param(lv(1, 2, 3, b"\xff", bytes(32), 1, bytes(16), "none"), id="text that is not UTF-8"),
]


@pytest.mark.parametrize("data", MALFORMED)
def test_other_bytes_are_malformed(data: bytes) -> None:
    with pytest.raises(Failure) as caught:
        Manifest.decode(data)
    assert caught.value.code is Code.MALFORMED
