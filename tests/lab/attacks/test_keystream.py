"""What is below the public stream: the key, wherever the known bytes lie."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.attacks.keystream import PERIOD, below_chen, key_below, opened
from lab.attacks.measure import xor
from lab.papers.paper_003.scheme import paper_cipher

KEY = hashlib.shake_256(b"a key").digest(PERIOD)
PICTURE = hashlib.shake_256(b"a picture").digest(5000)
CIPHER = paper_cipher(PICTURE, KEY)


@given(start=st.integers(0, len(PICTURE) - PERIOD))
def test_known_bytes_anywhere_give_the_whole_key(start: int) -> None:
    assert key_below(CIPHER, PICTURE[start : start + PERIOD], start) == KEY


@pytest.mark.parametrize("wrong", [0, 17, PERIOD - 1])
def test_a_byte_known_wrongly_is_one_wrong_byte_of_the_key(wrong: int) -> None:
    known = bytearray(PICTURE[:PERIOD])
    known[wrong] ^= 0x40
    found = key_below(CIPHER, bytes(known))
    assert [place for place in range(PERIOD) if found[place] != KEY[place]] == [wrong]


def test_the_key_opens_the_whole_picture_and_another_key_nothing() -> None:
    assert opened(CIPHER, KEY) == PICTURE
    assert opened(CIPHER, bytes(PERIOD)) != PICTURE


def test_below_the_stream_the_key_comes_again() -> None:
    below = below_chen(paper_cipher(bytes(3 * PERIOD), KEY))
    assert below == KEY * 3
    assert xor(below, KEY * 3) == bytes(3 * PERIOD)
