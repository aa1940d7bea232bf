"""The estimators: small cases worked by hand, NIST's published figures, and sources of known entropy."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from lab.batteries.sp800_90b.assessment import assess
from lab.batteries.sp800_90b.collision import collision, collision_times, likelier_bit
from lab.batteries.sp800_90b.compression import (
    MeanLogDistance,
    block_distances,
    compression,
    likelier_block,
)
from lab.batteries.sp800_90b.estimate import Estimate, bits_of, upper_bound
from lab.batteries.sp800_90b.health_tests import Samples
from lab.batteries.sp800_90b.markov import likeliest_sequence, markov
from lab.batteries.sp800_90b.most_common import most_common_value
from lab.batteries.sp800_90b.repeats import find_repeats
from lab.batteries.sp800_90b.tuples import longest_repeated_substring, t_tuple

TOOL_Z = 2.5758293035489008
"""Where the document prints 2.576."""

FORTY = "1000111001010101110011000111001010101110"
TERNARY = [2, 2, 0, 1, 0, 2, 0, 1, 2, 1, 2, 0, 1, 2, 1, 0, 0, 1, 0, 0, 0]
TWENTY = [0, 1, 1, 2, 0, 1, 2, 2, 0, 1, 0, 1, 1, 0, 2, 2, 1, 0, 2, 1]


def bits(text: str) -> Samples:
    """The digits of a text."""
    return np.array([int(digit) for digit in text], np.uint8)


def entropy(estimate: Estimate) -> float:
    """Of an estimate that applies."""
    assert estimate.entropy is not None, estimate.reason
    return estimate.entropy


def test_the_most_common_of_twenty() -> None:
    # 0 and 1 come eight and seven times: p = 0.4, p_u = 0.4 + 2.576 sqrt(0.24 / 19)
    found = most_common_value(np.array(TWENTY, np.uint8))
    assert found.statistics["p_hat"] == 0.4
    assert found.statistics["p_u"] == pytest.approx(0.689517, abs=1e-6)
    assert entropy(found) == pytest.approx(0.536341, abs=1e-6)


def test_collisions_of_forty_bits() -> None:
    # 10 0 | 01 1 1 ... : four times two bits and ten times three
    pairs, threes = collision_times(bits(FORTY))
    assert (pairs, threes) == (4, 10)
    assert collision_times.__wrapped__(bits(FORTY)) == (4, 10)
    assert entropy(collision(bits(FORTY))) == pytest.approx(0.448340, abs=1e-6)


def test_transitions_of_forty_bits() -> None:
    found = markov(bits(FORTY))
    assert found.statistics == pytest.approx({"p_1": 0.525, "p_00": 7 / 18, "p_11": 9 / 21})
    assert entropy(found) == pytest.approx(0.760636, abs=1e-6)


def test_tuples_of_three_values() -> None:
    repeats = find_repeats(np.array(TERNARY, np.uint8))
    assert repeats.commonest[1:].tolist() == [9, 4, 3, 2, 2]
    short = t_tuple(repeats, cutoff=3)
    assert (short.statistics["first"], short.statistics["last"]) == (1, 3)
    # (3 / 19)^(1/3) is the largest
    assert short.statistics["p_hat"] == pytest.approx((3 / 19) ** (1 / 3))
    assert entropy(short) == pytest.approx(0.273079, abs=1e-6)
    long = longest_repeated_substring(repeats, cutoff=3)
    assert (long.statistics["first"], long.statistics["last"]) == (4, 5)
    assert entropy(long) == pytest.approx(0.614563, abs=1e-6)


# What NIST's tool printed for its own file data.pi, as published with it; the steps are ours.


def test_nists_upper_bounds() -> None:
    samples = 1_165_666
    assert upper_bound(662_972 / samples, samples, TOOL_Z) == pytest.approx(0.56993109817230025, rel=1e-14)
    assert upper_bound(0.61361698191214176, samples, TOOL_Z) == pytest.approx(0.61477866562812644, rel=1e-14)
    assert bits_of(0.61477866562812644) == pytest.approx(0.70186099415040004, rel=1e-14)


def test_nists_collision_bound() -> None:
    assert likelier_bit(2.4395643654531334) == pytest.approx(0.67383272785477999, rel=1e-12)


def test_nists_markov_estimate() -> None:
    initial = (0.43125046110978615, 0.56874953889021385)
    found = likeliest_sequence(initial, (0.48045928537042415, 0.60606120026366161))
    assert -found / 128 == pytest.approx(0.72318078199004532, rel=1e-12)
    assert 2**found == pytest.approx(1.3630576315328927e-28, rel=1e-10)


def test_nists_compression_bound() -> None:
    expected = MeanLogDistance(1_165_666 // 6, 1_000)
    share = likelier_block(5.1219016843117551, expected)
    assert share == pytest.approx(0.081936203422937059, rel=1e-9)
    assert bits_of(share) / 6 == pytest.approx(0.60155919063219654, rel=1e-9)


def test_the_expected_distance_is_the_documents_double_sum() -> None:
    blocks, dictionary, values, share = 40, 10, 4, 0.4

    def inner(z: float, place: int) -> float:
        terms = [math.log2(u) * z * z * (1 - z) ** (u - 1) for u in range(1, place)]
        return sum(terms) + math.log2(place) * z * (1 - z) ** (place - 1)

    def outer(z: float) -> float:
        return sum(inner(z, place) for place in range(dictionary + 1, blocks + 1)) / (blocks - dictionary)

    plain = outer(share) + (values - 1) * outer((1 - share) / (values - 1))
    assert MeanLogDistance(blocks, dictionary, values)(share) == pytest.approx(plain)


def test_distances_go_back_to_the_last_equal_block() -> None:
    blocks = np.array([3, 1, 3, 2, 1, 1, 0])
    assert block_distances(blocks, 2).tolist() == [2, 4, 3, 1, 7]


@pytest.mark.parametrize("ones", [0.5, 0.6, 0.8, 0.95])
def test_independent_bits_have_the_entropy_of_the_likelier_one(ones: float) -> None:
    sequence = (np.random.default_rng(int(100 * ones)).random(300_000) < ones).astype(np.uint8)
    true = -math.log2(max(ones, 1 - ones))
    for estimator in (most_common_value, collision, markov):
        found = entropy(estimator(sequence))
        # Below the truth, but for chance, and not by much; a collision says little of fair bits.
        assert true - (0.14 if estimator is collision else 0.02) <= found <= true + 0.006
    assert true * 0.55 <= entropy(compression(sequence)) <= true + 0.002
    repeats = find_repeats(sequence)
    assert true - 0.12 <= entropy(t_tuple(repeats)) <= true + 0.002
    # Repetitions tell the collision entropy, which is more.
    assert entropy(longest_repeated_substring(repeats)) <= -math.log2(ones**2 + (1 - ones) ** 2) + 0.02


def test_a_chain_is_seen_by_markov_and_not_by_the_commonest_value() -> None:
    random = np.random.default_rng(9)
    flips = random.random(300_000) < 0.2
    sequence = (np.cumsum(flips) & 1).astype(np.uint8)
    assert entropy(most_common_value(sequence)) > 0.97
    assert entropy(markov(sequence)) == pytest.approx(-math.log2(0.8), abs=0.01)
    assert assess(sequence, 1).entropy <= -math.log2(0.8)


@pytest.mark.parametrize("estimator", [most_common_value, collision, markov, compression])
def test_too_few_samples_are_no_estimate(estimator: Callable[[Samples], Estimate]) -> None:
    found = estimator(np.ones(1, np.uint8))
    assert found.entropy is None
    assert "It needs" in found.reason


def test_tuples_that_do_not_repeat_are_no_estimate() -> None:
    repeats = find_repeats(np.arange(30, dtype=np.uint8))
    assert (t_tuple(repeats).entropy, longest_repeated_substring(repeats).entropy) == (None, None)
