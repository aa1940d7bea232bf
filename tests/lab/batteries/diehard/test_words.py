"""Fields of words, and which of them share no bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.batteries.diehard.words import (
    WordOrder,
    bit_field,
    disjoint_passes,
    field_name,
    unit_interval,
    words_from_bytes,
)

WORD = np.array([0x80000001], np.uint32)


@pytest.mark.parametrize(
    ("order", "value"), [(WordOrder.LITTLE, 0x04030201), (WordOrder.BIG, 0x01020304)], ids=str
)
def test_bytes_make_words_in_either_order(order: WordOrder, value: int) -> None:
    words = words_from_bytes(bytes([1, 2, 3, 4, 5, 6]), order)
    assert words.tolist() == [value]


@pytest.mark.parametrize(
    ("first", "width", "value"),
    [(1, 1, 1), (1, 32, 0x80000001), (2, 30, 0), (32, 1, 1), (25, 8, 1), (1, 8, 0x80)],
)
def test_bit_1_is_the_most_significant(first: int, width: int, value: int) -> None:
    assert bit_field(WORD, first, width).tolist() == [value]


@pytest.mark.parametrize(("first", "width"), [(0, 1), (33, 1), (26, 8), (1, 33), (5, 0)])
def test_a_field_that_leaves_the_word_is_refused(first: int, width: int) -> None:
    with pytest.raises(ValueError, match="within the bits"):
        bit_field(WORD, first, width)


@given(st.integers(1, 32))
def test_passes_hold_every_field_once_and_share_no_bit(width: int) -> None:
    passes = disjoint_passes(width)
    assert sorted(first for fields in passes for first in fields) == list(range(1, 34 - width))
    for fields in passes:
        bits = [bit for first in fields for bit in range(first, first + width)]
        assert len(set(bits)) == len(bits)


def test_a_field_is_called_by_its_first_and_last_bit() -> None:
    assert field_name(9, 24) == "bits 9-32"


def test_the_unit_interval_is_open_above() -> None:
    values = unit_interval(np.array([0, 1 << 31, 0xFFFFFFFF], np.uint32))
    assert values.tolist() == [0.0, 0.5, 1 - 2.0**-32]
