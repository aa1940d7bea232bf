"""Generators with a known fault are told from an ideal source by the tests that should notice."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lab.batteries.diehard.catalogue import TESTS
from lab.batteries.diehard.diehard_test import examine
from lab.batteries.diehard.fitting import NEVER
from lab.batteries.diehard.words import Words
from tests.lab.batteries.diehard.bad_words import biased, congruential, low_byte_repeats, randu

FAILED = 1e-6


def ansi_c(count: int) -> Words:
    """All 31 bits of ISO C's example generator."""
    return congruential(count, 1103515245, 12345)


def zeros(count: int) -> Words:
    """A source that is stuck low."""
    return np.zeros(count, np.uint32)


def ones(count: int) -> Words:
    """A source that is stuck high."""
    return np.full(count, 0xFFFFFFFF, np.uint32)


def rising(count: int) -> Words:
    """A counter in the upper bits."""
    return (np.arange(count, dtype=np.uint64) * 0x01234567 % (1 << 32)).astype(np.uint32)


def smallest(name: str, make: Callable[[int], Words], scale: float) -> float:
    """The least p-value of a test."""
    test = TESTS[name].at_scale(scale)
    return min(outcome.p_value or 0.0 for outcome in examine(test, make(test.words)))


@pytest.mark.parametrize(
    ("name", "make", "scale"),
    [
        ("birthday-spacings", randu, 0.1),
        ("rank-31x31", randu, 0.03),
        ("opso", randu, 1.0),
        ("bitstream", randu, 0.05),
        ("count-ones-stream", randu, 0.1),
        ("rank-32x32", ansi_c, 0.03),
        ("rank-6x8", ansi_c, 0.02),
        ("count-ones-bytes", low_byte_repeats, 1.0),
        ("rank-6x8", low_byte_repeats, 0.02),
        ("oqso", biased, 1.0),
        ("dna", biased, 1.0),
        ("count-ones-stream", biased, 0.1),
        ("operm5", rising, 0.01),
        ("runs", rising, 0.1),
        ("parking-lot", rising, 0.1),
        ("minimum-distance", rising, 0.1),
    ],
)
def test_a_fault_is_found(name: str, make: Callable[[int], Words], scale: float) -> None:
    assert smallest(name, make, scale) < FAILED


def test_the_planes_of_randu_are_seen_in_the_cube() -> None:
    assert smallest("spheres-3d", randu, 10.0) < FAILED


@pytest.mark.parametrize("make", [zeros, ones], ids=["zeros", "ones"])
@pytest.mark.parametrize("name", TESTS)
def test_a_stuck_source_fails_every_test(name: str, make: Callable[[int], Words]) -> None:
    assert smallest(name, make, 0.02) < FAILED


@pytest.mark.parametrize("name", ["squeeze", "craps"])
def test_a_source_that_uses_up_the_reserve_is_not_ideal(name: str) -> None:
    stuck = np.tile(np.array([2**31, 2**31 + 2**29], np.uint32), 1 << 18)  # 4 and 5 of six, for ever
    test = TESTS[name].at_scale(0.01)
    words = stuck if name == "craps" else ones(test.words)
    assert test.words <= words.size
    for outcome in examine(test, words):
        assert outcome.p_value is not None
        assert outcome.p_value <= FAILED
    if name == "squeeze":
        assert examine(test, words)[0].p_value == NEVER
