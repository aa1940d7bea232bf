"""Seeded integers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.exact.xof import ShakeStream


@given(seed=st.binary(max_size=40), pieces=st.lists(st.integers(0, 700), max_size=8))
def test_pieces_are_the_shake_256_output_in_order(seed: bytes, pieces: list[int]) -> None:
    stream = ShakeStream(seed)
    read = b"".join(stream.bytes(size) for size in pieces)
    assert read == hashlib.shake_256(seed).digest(sum(pieces))


@given(seed=st.binary(max_size=8), bound=st.integers(1, 2**70))
def test_below_stays_below(seed: bytes, bound: int) -> None:
    assert 0 <= ShakeStream(seed).below(bound) < bound


@given(seed=st.binary(max_size=8), low=st.integers(-(2**40), 2**40), span=st.integers(0, 2**40))
def test_between_includes_both_ends(seed: bytes, low: int, span: int) -> None:
    assert low <= ShakeStream(seed).between(low, low + span) <= low + span


def test_below_rejects_instead_of_reducing() -> None:
    drawn = bytes(byte & 0b111 for byte in hashlib.shake_256(b"five").digest(64))
    accepted = [byte for byte in drawn if byte < 5]
    stream = ShakeStream(b"five")
    assert [stream.below(5) for _ in accepted] == accepted
    assert len(accepted) < len(drawn)


def test_below_is_even() -> None:
    stream = ShakeStream(b"even")
    counts = Counter(stream.below(10) for _ in range(20_000))
    assert sum((count - 2000) ** 2 / 2000 for count in counts.values()) < 27.9  # chi-squared, 9 df, p = .001


def test_bound_of_one_reads_nothing() -> None:
    stream = ShakeStream(b"one")
    assert [stream.below(1) for _ in range(5)] == [0] * 5
    assert stream.bytes(4) == hashlib.shake_256(b"one").digest(4)


@pytest.mark.parametrize(
    "misuse",
    [
        pytest.param(lambda stream: stream.below(0), id="bound zero"),
        pytest.param(lambda stream: stream.below(-3), id="negative bound"),
        pytest.param(lambda stream: stream.between(3, 2), id="empty range"),
        pytest.param(lambda stream: stream.bytes(-1), id="negative count"),
    ],
)
def test_misuse_is_a_programming_error(misuse: Callable[[ShakeStream], object]) -> None:
    with pytest.raises(ValueError, match=r"positive|forwards"):
        misuse(ShakeStream(b""))
