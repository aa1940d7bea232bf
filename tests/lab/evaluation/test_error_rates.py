"""Error rates over thresholds and the rate at which they meet, against counting pair by pair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lab.evaluation.equal_error import equal_error_rate
from lab.evaluation.error_rates import error_rates

# Few distinct scores, so that ties within and between the two kinds are frequent.
Scores = st.lists(st.integers(-6, 6).map(float), min_size=1, max_size=40).map(np.array)


@settings(deadline=None)
@given(Scores, Scores)
def test_each_point_is_what_counting_gives(genuine: np.ndarray, impostor: np.ndarray) -> None:
    rates = error_rates(genuine, impostor)
    for threshold, accepts, rejects in zip(
        rates.thresholds, rates.false_accepts, rates.false_rejects, strict=True
    ):
        assert accepts == sum(score >= threshold for score in impostor)
        assert rejects == sum(score < threshold for score in genuine)


@settings(deadline=None)
@given(Scores, Scores)
def test_the_curve_goes_from_all_to_none(genuine: np.ndarray, impostor: np.ndarray) -> None:
    rates = error_rates(genuine, impostor)
    assert (rates.far[0], rates.frr[0]) == (1, 0)
    assert (rates.far[-1], rates.frr[-1]) == (0, 1)
    assert (np.diff(rates.false_accepts) <= 0).all()
    assert (np.diff(rates.false_rejects) >= 0).all()


@pytest.mark.parametrize(
    ("genuine", "impostor", "rate"),
    [
        pytest.param([3, 4, 5], [0, 1, 2], 0.0, id="apart"),
        pytest.param([0, 1, 2], [3, 4, 5], 1.0, id="the wrong way round"),
        pytest.param([1, 3, 5, 7], [0, 2, 4, 6], 0.5, id="interleaved"),
        pytest.param([2, 2], [2, 2], 0.5, id="all the same"),
        pytest.param([1, 2, 3, 4], [0, 0, 0, 2], 0.25, id="one of four each way"),
        pytest.param([1, 1, 3], [0, 1], 2 / 7, id="between two thresholds"),
    ],
)
def test_known_equal_error_rates(genuine: list[float], impostor: list[float], rate: float) -> None:
    found = equal_error_rate(error_rates(np.array(genuine, float), np.array(impostor, float)))
    assert found == pytest.approx(rate)


@settings(deadline=None)
@given(Scores, Scores)
def test_it_lies_on_the_curve_between_the_neighbouring_errors(
    genuine: np.ndarray, impostor: np.ndarray
) -> None:
    rates = error_rates(genuine, impostor)
    found = equal_error_rate(rates)
    # Whatever the rule of interpolation, no threshold makes both errors smaller or both larger than it.
    assert not ((rates.far < found - 1e-12) & (rates.frr < found - 1e-12)).any()
    assert not ((rates.far > found + 1e-12) & (rates.frr > found + 1e-12)).any()


@settings(deadline=None)
@given(Scores, Scores)
def test_only_the_order_of_scores_counts(genuine: np.ndarray, impostor: np.ndarray) -> None:
    plain = equal_error_rate(error_rates(genuine, impostor))
    bent = equal_error_rate(error_rates(np.exp(genuine / 3), np.exp(impostor / 3)))
    assert bent == pytest.approx(plain)


@settings(deadline=None)
@given(Scores, Scores)
def test_turning_scores_and_kinds_round_changes_nothing(genuine: np.ndarray, impostor: np.ndarray) -> None:
    plain = equal_error_rate(error_rates(genuine, impostor))
    assert equal_error_rate(error_rates(-impostor, -genuine)) == pytest.approx(plain)


@settings(deadline=None)
@given(Scores, Scores)
def test_better_genuine_scores_never_make_it_worse(genuine: np.ndarray, impostor: np.ndarray) -> None:
    assume(genuine.size)
    plain = equal_error_rate(error_rates(genuine, impostor))
    assert equal_error_rate(error_rates(genuine + 2, impostor)) <= plain + 1e-12


@pytest.mark.parametrize(
    ("genuine", "impostor", "why"),
    [
        pytest.param([], [1.0], "at least", id="no genuine pair"),
        pytest.param([1.0], [], "at least", id="no impostor pair"),
        pytest.param([np.nan], [1.0], "not a number", id="no score"),
    ],
)
def test_what_has_no_rates_is_a_mistake(genuine: list[float], impostor: list[float], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        error_rates(np.array(genuine), np.array(impostor))
