"""The key tests: known keys, random ones, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lab.batteries.keys import measure_against, measure_key
from lab.batteries.keys.adjacent_repetition import adjacent_repetition_test
from lab.batteries.keys.autocorrelation import (
    autocorrelation_tests,
    autocorrelations,
    beyond_paper,
    mean_size,
)
from lab.batteries.keys.bit_change import bit_change_tests
from lab.batteries.keys.chi_square import chi_square_test
from lab.batteries.keys.entropy import entropy_test
from lab.batteries.keys.pearson import between_keys_test, correlation, neighbour_correlation_test
from lab.batteries.keys.repetition import repetition_test
from lab.batteries.keys.stability import stability_test
from lab.batteries.keys.value_range import range_tests, reach_at_most
from lab.batteries.measurement import Measurement
from shared.errors import Code, Failure
from shared.keygen.assessment import assess

KEYS = arrays(np.uint8, st.sampled_from([16, 64, 300]))
"""Of few lengths: below 256 bytes each has a simulation of its own."""

FLAT = np.tile(np.arange(256, dtype=np.uint8), 4)


def random_key(seed: int, length: int = 1024) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, length, np.uint8)


@pytest.mark.parametrize("levels", [40, 64, 200, 256])
def test_the_assessment_and_the_battery_mean_the_same_entropy(levels: int) -> None:
    """Check 6 of docs/lab.md: the entropy of both is one."""
    key = (random_key(21).astype(np.int64) % levels).astype(np.uint8)
    assert assess(key).entropy_millibits == pytest.approx(1000 * entropy_test(key).value, abs=1.01)


def test_a_flat_key_has_the_papers_ideals_and_misses_the_limits() -> None:
    entropy, squares = entropy_test(FLAT), chi_square_test(FLAT)
    assert (entropy.value, entropy.within) == (8.0, False)
    assert (squares.value, squares.within, squares.paper_met) == (0.0, False, True)
    assert entropy.p_value < 1e-6
    assert squares.p_value < 1e-6


def test_chi_square_is_the_standard_one_and_the_printed_form_is_beside_it() -> None:
    found = chi_square_test(random_key(1))
    counts = np.bincount(random_key(1), minlength=256)
    assert found.value == ((counts - 4) ** 2 / 4).sum()
    assert found.statistics["as_printed"] == pytest.approx((((4 - counts) / 4) ** 2).sum())
    assert found.statistics["as_printed_expected"] == 63.75
    assert found.value % 0.5 == 0
    assert found.paper_met == (found.value <= 293.25)


@pytest.mark.parametrize(
    ("key", "section", "repeated"),
    [
        pytest.param(np.zeros(32, np.uint8), 8, 3, id="one section four times"),
        pytest.param(np.arange(32, dtype=np.uint8), 8, 0, id="none"),
        pytest.param(np.tile(np.arange(16, dtype=np.uint8), 3), 8, 4, id="two sections three times"),
        pytest.param(np.array([*range(16), 1, 2, *range(3, 17)], np.uint8), 8, 0, id="moved by one"),
        pytest.param(np.arange(20, dtype=np.uint8) % 2, 2, 9, id="pairs"),
    ],
)
def test_repeated_sections_are_counted(key: np.ndarray, section: int, repeated: int) -> None:
    found = repetition_test(key, section)
    assert found.value == repeated
    assert found.paper_met == (repeated == 0)


def test_sections_of_two_bytes_are_expected_to_come_again() -> None:
    found = repetition_test(random_key(2), 2)
    assert found.expected == pytest.approx(512 * 511 / 2 / 65536)
    assert found.within


@pytest.mark.parametrize("section", [1, 9, 0, -8])
def test_sections_must_fit(section: int) -> None:
    with pytest.raises(Failure, match="2 to 8 bytes"):
        repetition_test(random_key(1, 16), section)


def test_adjacent_repeats_are_binomial() -> None:
    key = np.array([5, 5, 5, 7, *range(20), 9], np.uint8)
    found = adjacent_repetition_test(key)
    assert found.statistics["repeats"] == 2
    assert found.value == pytest.approx(200 / 24)
    limits = adjacent_repetition_test(random_key(1)).limits
    assert (round(limits.low * 10.23), round(limits.high * 10.23)) == (0, 10)


def test_correlations_are_pearsons() -> None:
    key = random_key(3)
    assert neighbour_correlation_test(key).value == pytest.approx(np.corrcoef(key[:-1], key[1:])[0, 1])
    others = [random_key(seed) for seed in range(6)]
    between = between_keys_test(others)
    assert between.statistics["pairs"] == 15
    assert between.statistics["sd"] == pytest.approx(0.0081, abs=1e-4)
    matrix = np.corrcoef(np.stack(others))
    assert between.value == pytest.approx(matrix[np.triu_indices(6, 1)].mean())
    assert not between_keys_test([key, key]).within


def test_stability_counts_attempts_that_differ() -> None:
    key = random_key(4)
    assert stability_test([key, key.copy(), key.copy()]).value == 0
    other = key.copy()
    other[9] ^= 1
    found = stability_test([key, other, key, other])
    assert (found.value, found.within, found.statistics["attempts"]) == (2, False, 4)


def test_changes_are_counted_in_bits_and_bytes() -> None:
    key = np.zeros(16, np.uint8)
    changed = key.copy()
    changed[:3] = (1, 3, 255)
    bits, bytes_, _ = bit_change_tests(key, changed)
    assert bits.value == pytest.approx(100 * 11 / 128)
    assert bytes_.value == pytest.approx(100 * 3 / 16)
    assert bits.statistics["as_printed_percent"] == pytest.approx(100 * 11 / 16)
    assert (bits.within, bits.paper_met) == (False, False)


def test_bit_change_limits_are_those_of_8192_bits() -> None:
    bits, bytes_, _ = bit_change_tests(random_key(5), random_key(6))
    assert (bits.limits.low, bits.limits.high) == (
        pytest.approx(48.58, abs=0.02),
        pytest.approx(51.42, abs=0.02),
    )
    assert bytes_.limits.low == pytest.approx(99.02, abs=0.01)


@pytest.mark.parametrize("length", [2, 3])
def test_the_chance_of_a_range_is_exact(length: int) -> None:
    """Against counting all strings over four levels, scaled: P(range <= r) for 256 levels by its own sum."""
    for reach in (0, 1, 7, 254, 255):
        ways = sum(
            (min(255, low + reach) - low + 1) ** length - (min(255, low + reach) - low) ** length
            for low in range(256)
        )
        assert reach_at_most(reach, length) == pytest.approx(float(Fraction(ways, 256**length)))


def test_range_and_buckets() -> None:
    reach, buckets = range_tests(np.full(64, 40, np.uint8))
    assert (reach.value, reach.within) == (0.0, False)
    assert buckets.value == pytest.approx(64 * 15)
    assert buckets.paper.interval.high == pytest.approx(25.0, abs=0.01)
    with pytest.raises(Failure, match="2, 4, 8, 16"):
        range_tests(random_key(1), 12)


def test_autocorrelation_is_normalised_and_the_printed_form_is_not() -> None:
    period = np.tile(random_key(8, 10), 100)
    found = autocorrelations(period)
    assert found.size == 50
    assert found[9] == pytest.approx(1.0, abs=0.02)
    mean, beyond = autocorrelation_tests(period)
    assert not mean.within
    assert not beyond.within
    printed = autocorrelation_tests(random_key(9))[0].statistics["as_printed_at_lag_1"]
    assert printed == pytest.approx(16_256, rel=0.05)
    assert beyond_paper(1024) == pytest.approx(0.11, abs=0.005)
    assert mean_size(1024)[0] == pytest.approx(0.0253, abs=1e-4)


def test_random_keys_miss_limits_about_as_often_as_said() -> None:
    """Every limit at .01: of 150 keys 1.5 miss it; 10 or more would have a probability below 1e-5."""
    random, missed = np.random.default_rng(2024), {}
    for _ in range(150):
        key, changed, other = random.integers(0, 256, (3, 1024), np.uint8)
        found = measure_key(key) + measure_against(key, again=[key], changed=changed, others=[other])
        for one in found:
            missed[one.name] = missed.get(one.name, 0) + (one.within is False)
    assert len(missed) == 14
    assert max(missed.values()) < 10
    assert 4 < sum(missed.values()) < 45


@pytest.mark.parametrize("length", [16, 32, 255, 256, 4096])
def test_other_lengths_have_limits_of_their_own(length: int) -> None:
    found = {one.name: one for one in measure_key(random_key(12, length))}
    assert found["entropy"].expected < math.log2(min(length, 256))
    for one in found.values():
        assert one.limits is not None
        assert one.basis


@settings(max_examples=25)
@given(KEYS, st.randoms(use_true_random=False))
def test_histogram_tests_ignore_order_and_nothing_depends_on_identity(
    key: np.ndarray, random: object
) -> None:
    shuffled = key.copy()
    random.shuffle(shuffled)
    for test in (entropy_test, chi_square_test):
        assert test(key).value == pytest.approx(test(shuffled).value)


def test_tests_leave_the_key_alone_and_repeat_themselves() -> None:
    key = random_key(13)
    first, again = measure_key(key), measure_key(key)
    assert first == again
    assert np.array_equal(key, random_key(13))


@settings(max_examples=25)
@given(KEYS)
def test_values_keep_their_bounds(key: np.ndarray) -> None:
    found = {one.name: one for one in measure_key(key)}
    assert 0 <= found["entropy"].value <= 8
    assert found["chi-square"].value >= 0
    assert -1 - 1e-9 <= found["lag-1 r"].value <= 1 + 1e-9
    assert 0 <= found["adjacent (%)"].value <= 100
    assert all(one.p_value is None or 0 <= one.p_value <= 1 for one in found.values())


@given(KEYS)
def test_comparing_is_symmetric(key: np.ndarray) -> None:
    other = key[::-1].copy()
    for left, right in zip(bit_change_tests(key, other), bit_change_tests(other, key), strict=True):
        assert left.value == pytest.approx(right.value)
    assert correlation(key, key) == pytest.approx(1.0 if np.unique(key).size > 1 else 0.0)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        pytest.param(np.zeros(15, np.uint8), "15 bytes is too short", id="short"),
        pytest.param(np.zeros(0, np.uint8), "0 bytes is too short", id="empty"),
        pytest.param(np.zeros((4, 16), np.uint8), "one-dimensional", id="two dimensions"),
        pytest.param(np.zeros(64, np.int64), "type uint8", id="not bytes"),
        pytest.param(b"0123456789abcdef", "one-dimensional", id="no array"),
    ],
)
def test_what_is_no_key_is_refused(key: np.ndarray, said: str) -> None:
    test: Callable[[np.ndarray], Measurement]
    for test in (entropy_test, chi_square_test, repetition_test, adjacent_repetition_test):
        with pytest.raises(Failure, match=said) as refusal:
            test(key)
        assert refusal.value.code is Code.INVALID_INPUT


def test_keys_that_do_not_fit_are_refused() -> None:
    with pytest.raises(Failure, match="two of one length"):
        bit_change_tests(random_key(1, 32), random_key(1, 33))
    with pytest.raises(Failure, match="at least two"):
        stability_test([random_key(1)])
    with pytest.raises(Failure, match="two of one length"):
        between_keys_test([random_key(1, 32), random_key(1, 33)])
