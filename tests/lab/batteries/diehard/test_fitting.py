"""Pooled chi-square, and Kolmogorov-Smirnov of many sets at once."""

from __future__ import annotations

import numpy as np
import pytest

from lab.batteries.diehard.fitting import chi_square, two_sided, uniform, uniform_sets


def test_cells_at_the_ends_are_pooled_until_five_are_expected() -> None:
    shares = np.array([0.01, 0.02, 0.47, 0.44, 0.04, 0.02])
    observed = np.array([0, 5, 45, 45, 3, 2])
    statistic, degrees, p_value = chi_square(observed, shares)
    # 0.01 + 0.02 + 0.47 makes 50, and 0.04 + 0.02 makes 6
    assert degrees == 2
    assert statistic == pytest.approx(0 + 1 / 44 + 1 / 6)
    assert p_value == pytest.approx(np.exp(-statistic / 2))


def test_too_few_samples_for_two_cells_are_an_error() -> None:
    with pytest.raises(ValueError, match="too few"):
        chi_square(np.array([1, 1, 1]), np.array([0.3, 0.4, 0.3]))


def test_many_sets_are_judged_as_each_alone() -> None:
    random = np.random.default_rng(1)
    sets = np.concatenate([random.random((20, 100)), random.random((5, 100)) * 0.7])
    assert uniform_sets(sets) == pytest.approx([uniform(row) for row in sets], abs=1e-6)


def test_sets_far_from_uniform_have_a_tail_and_no_negative_chance() -> None:
    far = uniform_sets(np.array([np.full(100, 0.5), np.full(100, 0.999), np.linspace(0.7, 1, 100)]))
    assert ((far >= 0) & (far < 1e-12)).all()


@pytest.mark.parametrize(("deviate", "p_value"), [(0, 1.0), (1.959964, 0.05), (-2.575829, 0.01)])
def test_both_tails_count(deviate: float, p_value: float) -> None:
    assert two_sided(deviate) == pytest.approx(p_value, abs=1e-6)
