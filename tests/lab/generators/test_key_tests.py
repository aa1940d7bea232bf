"""The tests of single short keys, and the family that accepts or rejects."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.generators.assessment import assess
from lab.generators.derivation import stream
from lab.generators.key_tests import poker, run_key_tests
from lab.generators.labels import Label

KEYS = {
    "zeros": (bytes(32), {"monobit", "block-frequency", "poker"}),
    "alternating bits": (bytes([0x55] * 32), {"runs", "poker"}),
    "ones, then zeros": (bytes([255] * 16 + [0] * 16), {"runs", "block-frequency", "poker"}),
    "one byte repeated": (bytes([0x93] * 32), {"poker"}),
}


@pytest.mark.parametrize("case", KEYS)
def test_what_is_wrong_with_a_key_is_found(case: str) -> None:
    key, failed = KEYS[case]
    assert set(assess(key).failed) == failed
    assert not assess(key).accepted


def test_of_a_lopsided_key_runs_say_nothing() -> None:
    runs = next(test for test in run_key_tests(bytes(32)) if test.test == "runs")
    assert (runs.p_value, "too far from half" in runs.reason) == (None, True)


def test_uniform_keys_are_rejected_as_seldom_as_the_level_says() -> None:
    random = stream(b"uniform", Label.NUMBERED_SEED)
    rejected = sum(not assess(random.bytes(32), alpha=0.05).accepted for _ in range(400))
    assert 5 <= rejected <= 33  # 20 expected at most, sd 4.4


def test_poker_is_the_chi_square_of_its_hands() -> None:
    bits = np.unpackbits(np.frombuffer(bytes(range(32)), np.uint8))
    hands = bits[:255].reshape(85, 3) @ np.array([4, 2, 1])
    counts = np.bincount(hands, minlength=8)
    expected = sum((count - 85 / 8) ** 2 / (85 / 8) for count in counts)
    assert poker(bits).statistic == pytest.approx(expected)


@settings(deadline=None)
@given(st.binary(min_size=16, max_size=300))
def test_p_values_are_probabilities_and_holm_only_raises_them(key: bytes) -> None:
    assessment = assess(key)
    for test in assessment.tests:
        if test.p_value is not None:
            assert 0 <= test.p_value <= assessment.adjusted[test.test] <= 1
            assert test.statistic is not None
            assert math.isfinite(test.statistic)


def test_a_key_of_fifteen_bytes_is_too_short() -> None:
    with pytest.raises(ValueError, match="too short"):
        run_key_tests(bytes(15))
