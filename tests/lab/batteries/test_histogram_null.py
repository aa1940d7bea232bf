"""Moments, limits and p-values of the histogram of uniform bytes, against simulations and known values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.batteries.histogram_lock import entropy_chi_square_lock
from lab.batteries.histogram_moments import EXACT_MAX, histogram_moments
from lab.batteries.histogram_null import (
    chi_square_limits,
    chi_square_p_value,
    entropy_limits,
    entropy_p_value,
    simulate,
)
from shared.errors import Code, Failure


@pytest.mark.parametrize(
    ("length", "mean", "sd"),
    [
        (256, 7.1753, 0.0528),
        (1024, 7.8088, 0.0173),
        (2048, 7.9079, 0.0082),
        (4096, 7.9546, 0.0040),
        (16_384, 7.98871, 0.00102),
        (65_536, 7.99719, 0.00025),
        (262_144, 7.99930, 0.00006),
    ],
)
def test_mean_and_spread_are_those_of_long_simulations(length: int, mean: float, sd: float) -> None:
    moments = histogram_moments(length)
    assert moments.entropy_mean == pytest.approx(mean, abs=max(0.1 * sd, 2e-5))
    assert moments.entropy_sd == pytest.approx(sd, rel=0.1)


def test_the_points_of_two_million_keys_come_out() -> None:
    """Check 6 of docs/lab.md: the band of uniform keys."""
    limits = entropy_limits(1024)
    assert (round(limits.low, 3), round(limits.high, 3)) == (7.761, 7.850)
    wide = entropy_limits(1024, level=0.002)
    assert (wide.low, wide.high) == (pytest.approx(7.753, abs=0.003), pytest.approx(7.858, abs=0.001))


def test_moments_agree_with_a_simulation() -> None:
    entropies, squares = simulate(300, 20_000, seed=5)
    moments = histogram_moments(300)
    error = moments.entropy_sd / np.sqrt(entropies.size)
    assert entropies.mean() == pytest.approx(moments.entropy_mean, abs=5 * error)
    assert entropies.std() == pytest.approx(moments.entropy_sd, rel=0.03)
    assert squares.std() == pytest.approx(moments.chi_square_sd, rel=0.03)
    assert np.corrcoef(entropies, squares)[0, 1] == pytest.approx(moments.correlation, abs=0.005)


def test_beyond_the_sums_the_limit_goes_on_where_they_end() -> None:
    last, first = histogram_moments(EXACT_MAX), histogram_moments(EXACT_MAX + 1)
    assert first.entropy_mean == pytest.approx(last.entropy_mean, abs=0.01 * last.entropy_sd)
    assert first.entropy_sd == pytest.approx(last.entropy_sd, rel=0.001)


def test_entropy_and_chi_square_of_a_key_are_locked() -> None:
    """By a seeded simulation, and by sums."""
    entropies, squares = simulate(1024, 20_000, seed=11)
    slope, start = np.polyfit(entropies, squares, 1)
    lock = entropy_chi_square_lock(1024)
    assert np.corrcoef(entropies, squares)[0, 1] == pytest.approx(-0.946, abs=0.003)
    assert np.std(squares - slope * entropies - start) == pytest.approx(7.35, abs=0.15)
    assert lock.correlation == pytest.approx(-0.946, abs=0.001)
    assert lock.residual_sd == pytest.approx(7.35, abs=0.02)
    assert lock.slope == pytest.approx(slope, rel=0.02)
    assert lock.chi_square(7.763) == pytest.approx(312, abs=1)
    assert lock.chi_square(7.87) == pytest.approx(179, abs=1)
    assert lock.residual(7.763, 215.0) == pytest.approx(-13, abs=0.5)
    assert lock.residual(7.87, 327.0) == pytest.approx(20, abs=0.5)
    assert not lock.belong_together(7.87, 327.0)
    together = [lock.belong_together(*pair) for pair in zip(entropies, squares, strict=True)]
    assert np.mean(together) > 0.9999


@pytest.mark.parametrize("length", [255, 65_537, 0])
def test_no_lock_where_there_is_no_line(length: int) -> None:
    with pytest.raises(Failure, match="256 to 65,536 bytes") as refusal:
        entropy_chi_square_lock(length)
    assert refusal.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize("length", [32, 1024])
def test_p_values_are_as_often_small_as_they_should_be(length: int) -> None:
    entropies, squares = simulate(length, 3000, seed=77)
    for p_values in (
        np.array([entropy_p_value(value, length) for value in entropies[:600]]),
        np.array([chi_square_p_value(value, length) for value in squares[:600]]),
    ):
        # Steps make p-values larger, never smaller; 5 standard deviations of 600 draws.
        assert np.mean(p_values < 0.05) < 0.05 + 5 * np.sqrt(0.05 * 0.95 / 600)
        assert np.mean(p_values < 0.5) < 0.5 + 5 * np.sqrt(0.25 / 600)
    inside = [entropy_limits(length).holds(value) for value in entropies]
    assert 0.98 < np.mean(inside) <= 1
    assert 0.98 < np.mean([chi_square_limits(length).holds(value) for value in squares]) <= 1


@given(st.floats(7.5, 8.0), st.sampled_from([300, 1024, 5000]))
def test_limits_and_p_values_say_the_same(entropy: float, length: int) -> None:
    p_value = entropy_p_value(entropy, length)
    assert 0 <= p_value <= 1
    if abs(p_value - 0.01) > 1e-9:
        assert entropy_limits(length).holds(entropy) == (p_value > 0.01)


def test_simulations_are_drawn_from_their_seed_alone() -> None:
    first, again = simulate(64, 50, seed=3), simulate(64, 50, seed=3)
    assert np.array_equal(first[0], again[0])
    assert not np.array_equal(first[0], simulate(64, 50, seed=4)[0])
