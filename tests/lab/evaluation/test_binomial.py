"""Clopper-Pearson bounds, against the binomial sums that define them and against published values."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.evaluation.binomial import rate_bounds


def tail_up(count: int, trials: int, rate: float) -> float:
    """The probability of ``count`` or more."""
    return sum(comb(trials, k) * rate**k * (1 - rate) ** (trials - k) for k in range(count, trials + 1))


@settings(deadline=None)
@given(st.integers(1, 60), st.data())
def test_each_bound_leaves_a_fortieth_beyond(trials: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, trials))
    lower, upper = rate_bounds(count, trials)
    assert 0 <= lower <= count / trials <= upper <= 1
    if count:
        assert tail_up(count, trials, lower) == pytest.approx(0.025, rel=1e-6)
    if count < trials:
        assert 1 - tail_up(count + 1, trials, upper) == pytest.approx(0.025, rel=1e-6)


@pytest.mark.parametrize(
    ("count", "trials", "lower", "upper"),
    [
        pytest.param(0, 10, 0.0, 0.3085, id="none of ten"),
        pytest.param(10, 10, 0.6915, 1.0, id="all of ten"),
        pytest.param(1, 10, 0.0025, 0.4450, id="one of ten"),
        pytest.param(5, 10, 0.1871, 0.8129, id="half of ten"),
    ],
)
def test_published_values(count: int, trials: int, lower: float, upper: float) -> None:
    assert rate_bounds(count, trials) == pytest.approx((lower, upper), abs=5e-5)


@settings(deadline=None)
@given(st.integers(1, 500), st.data())
def test_successes_and_failures_mirror_each_other(trials: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, trials))
    lower, upper = rate_bounds(count, trials)
    assert rate_bounds(trials - count, trials) == pytest.approx((1 - upper, 1 - lower), abs=1e-9)


def test_more_confidence_is_a_wider_interval() -> None:
    assert rate_bounds(3, 50, 0.99)[1] > rate_bounds(3, 50, 0.95)[1]


def test_without_a_trial_nothing_is_known() -> None:
    assert rate_bounds(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("count", "trials"), [(-1, 3), (4, 3)])
def test_what_cannot_happen_is_a_mistake(count: int, trials: int) -> None:
    with pytest.raises(ValueError, match="cannot happen"):
        rate_bounds(count, trials)
