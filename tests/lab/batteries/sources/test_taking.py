"""As much of a source as there is, whatever its length."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.batteries.sources import Encoding, FileSource, HeldBits
from lab.batteries.sources import taking as module
from lab.batteries.sources.taking import take_bits, take_bytes
from shared.errors import Failure


@settings(deadline=None)
@given(st.binary(max_size=50), st.integers(0, 60), st.integers(1, 20))
def test_all_that_is_left_is_taken_and_no_more_than_is_wanted(data: bytes, most: int, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_PIECE_BYTES", piece)
        source = FileSource("file", io.BytesIO(data), Encoding.RAW)
        assert take_bytes(source, most) == data[:most]
        assert take_bytes(source, 100) == data[most:]


def test_bits_are_taken_in_whole_bytes_at_the_end() -> None:
    bits = np.array([1, 0, 1, 1, 0, 0, 0, 0, 1, 1], np.uint8)
    assert take_bits(HeldBits("held", bits), 5).tolist() == [1, 0, 1, 1, 0]
    assert take_bits(HeldBits("held", bits), 100).tolist() == bits[:8].tolist()


def test_what_comes_is_told() -> None:
    told: list[tuple[int, int]] = []
    take_bytes(HeldBits("held", np.ones(24, np.uint8)), 3, lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]


def test_another_refusal_is_passed_on() -> None:
    source = FileSource("file", io.BytesIO(b"0110x"), Encoding.ASCII)
    with pytest.raises(Failure, match="'x'"):
        take_bytes(source, 10)
