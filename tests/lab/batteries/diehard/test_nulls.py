"""The distributions that the tests compare with, against counting and against published figures."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from scipy.signal import lfilter

from lab.batteries.diehard.birthday_spacings import BIRTHDAYS, DAYS, REPEATS_MEAN, repeated_spacings
from lab.batteries.diehard.bit_matrices import matrix_ranks, rank_probabilities
from lab.batteries.diehard.craps import WINNING, throw_moments, throw_probabilities
from lab.batteries.diehard.minimum_distance import within_square
from lab.batteries.diehard.nearest import chance_of_pair
from lab.batteries.diehard.overlapping_permutations import RANK, count_covariance
from lab.batteries.diehard.overlapping_sums import SUMS, VARIANCE, whitening
from lab.batteries.diehard.runs import run_counts, run_covariance, run_means
from lab.batteries.diehard.spheres_3d import within_cube
from lab.batteries.diehard.squeeze import step_probabilities

Chance = Callable[[np.ndarray], np.ndarray]

KNUTH = [
    [4529.4, 9044.9, 13568, 18091, 22615, 27892],
    [9044.9, 18097, 27139, 36187, 45234, 55789],
    [13568, 27139, 40721, 54281, 67852, 83685],
    [18091, 36187, 54281, 72414, 90470, 111580],
    [22615, 45234, 67852, 90470, 113262, 139476],
    [27892, 55789, 83685, 111580, 139476, 172860],
]
"""TAOCP 3.3.2 (15), five digits."""


def test_ranks_of_all_3x3_matrices() -> None:
    matrices = np.array(list(itertools.product(range(8), repeat=3)), np.uint8)
    counted = np.bincount(matrix_ranks(matrices), minlength=4) / 512
    assert rank_probabilities(3, 3) == pytest.approx(counted)


@pytest.mark.parametrize(("rows", "columns"), [(31, 31), (32, 32), (6, 8)])
def test_rank_probabilities_add_up(rows: int, columns: int) -> None:
    assert rank_probabilities(rows, columns).sum() == pytest.approx(1, abs=1e-12)


def test_the_ranks_of_32x32_as_sp_800_22_has_them() -> None:
    assert rank_probabilities(32, 32)[31:].tolist() == pytest.approx([0.5775761902, 0.2887880952], abs=1e-10)


def test_the_covariance_of_orders_has_rank_96() -> None:
    values = np.linalg.eigvalsh(count_covariance())
    assert values[-RANK] > 1e-3
    assert abs(values[:-RANK]).max() < 1e-12


def test_knuths_matrix_of_runs() -> None:
    assert np.linalg.inv(run_covariance()) == pytest.approx(np.array(KNUTH), rel=5e-5)


def test_the_mean_counts_of_runs_over_all_orders_of_seven() -> None:
    orders = list(itertools.permutations(range(7)))
    total = sum(run_counts(np.array(order, np.uint32)) for order in orders)
    assert run_means(7) == pytest.approx(total / len(orders))


def test_squeezes_from_a_small_number_by_recursion() -> None:
    start = 1 << 12
    sums = np.zeros(256)  # of the distributions of the steps from 1 .. n - 1
    sums[0] = 1.0
    for number in range(2, start + 1):
        # From n a step leads to each of 1 .. n: n p[j] = sums[j - 1] + p[j - 1].
        shifted = np.concatenate([[0.0], sums[:-1]]) / number
        own = lfilter([1.0], [1.0, -1 / number], shifted)
        sums += own
    assert step_probabilities(start) == pytest.approx(own, abs=1e-7)


def test_squeezes_take_as_long_as_marsaglia_says() -> None:
    shares = step_probabilities()
    assert shares.sum() == pytest.approx(1, abs=1e-12)
    assert shares @ np.arange(shares.size) == pytest.approx(23.064779, abs=1e-5)


def test_throws_of_craps_from_the_ways_of_two_dice() -> None:
    ways = Counter(first + second for first in range(1, 7) for second in range(1, 7))
    points = (4, 5, 6, 8, 9, 10)
    mean = 1 + sum(Fraction(ways[point], 36) * Fraction(36, ways[point] + 6) for point in points)
    won = Fraction(ways[7] + ways[11], 36)
    won += sum(Fraction(ways[point], 36) * Fraction(ways[point], ways[point] + 6) for point in points)
    assert throw_moments()[0] == pytest.approx(float(mean))
    assert float(won) == pytest.approx(WINNING)
    shares = throw_probabilities()
    second = sum(Fraction(ways[point], 36) * Fraction(ways[point] + 6, 36) for point in points)
    assert (shares[0], shares[1], shares[2]) == pytest.approx((0, 1 / 3, float(second)))
    assert shares.sum() == pytest.approx(1)


@pytest.mark.parametrize(("dimensions", "chance"), [(2, within_square), (3, within_cube)])
def test_two_points_are_near_as_often_as_computed(dimensions: int, chance: Chance) -> None:
    random = np.random.default_rng(dimensions)
    pairs = random.random((2, 400_000, dimensions))
    apart = np.sqrt(((pairs[0] - pairs[1]) ** 2).sum(axis=1))
    for distance in (0.1, 0.4, 1.0):
        expected = float(chance(np.array(distance)))
        assert (apart <= distance).mean() == pytest.approx(expected, abs=4.5 * (expected / 400_000) ** 0.5)


def test_the_nearest_of_8000_is_exponential_with_mean_0995() -> None:
    distance = np.sqrt(0.995) / 10_000
    assert chance_of_pair(within_square(np.array(distance)), 8_000) == pytest.approx(1 - np.exp(-1), abs=1e-3)


def test_whitened_sums_are_uncorrelated_combinations_of_the_sums() -> None:
    weights = whitening()
    assert weights @ weights.T * VARIANCE == pytest.approx(np.eye(SUMS), abs=1e-9)
    numbers = np.arange(2 * SUMS - 1)
    windows = np.array([(numbers >= start) & (numbers < start + SUMS) for start in range(SUMS)], float)
    assert np.linalg.matrix_rank(np.concatenate([windows, weights])) == SUMS
    assert (weights**4).sum(axis=1).max() * VARIANCE**2 < 0.011  # no number dominates: nearly normal


def test_repeated_spacings_have_the_mean_of_their_pairs_less_their_triples() -> None:
    random = np.random.default_rng(8)
    repeats = repeated_spacings(random.integers(0, DAYS, (4_000, BIRTHDAYS), np.uint32))
    assert pytest.approx(1.98920, abs=1e-5) == REPEATS_MEAN
    assert repeats.mean() == pytest.approx(REPEATS_MEAN, abs=4 * (2 / 4_000) ** 0.5)
