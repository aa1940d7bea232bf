"""GAR at a FAR: by exhaustive search over thresholds, and where there are too few pairs to say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.evaluation.binomial import rate_bounds
from lab.evaluation.error_rates import error_rates
from lab.evaluation.operating_points import operating_point, why_not_measurable

Scores = st.lists(st.integers(-6, 6).map(float), min_size=10, max_size=60).map(np.array)


@settings(deadline=None)
@given(Scores, Scores, st.sampled_from([0.1, 0.2, 0.5]))
def test_no_threshold_with_that_far_accepts_more(
    genuine: np.ndarray, impostor: np.ndarray, far: float
) -> None:
    point = operating_point(error_rates(genuine, impostor), far)
    assert point is not None
    candidates = [*np.unique(np.concatenate([genuine, impostor])), np.inf]
    allowed = [t for t in candidates if np.mean(impostor >= t) <= far + 1e-12]
    assert point.gar == max(np.mean(genuine >= t) for t in allowed)
    assert point.false_accepts / point.impostor <= far + 1e-12
    assert point.accepted == (genuine >= point.threshold).sum()


def test_the_bounds_are_those_of_its_counts() -> None:
    genuine, impostor = np.linspace(0.5, 1, 200), np.linspace(0, 0.6, 300)
    point = operating_point(error_rates(genuine, impostor), 0.01)
    assert point is not None
    assert point.false_accepts == 3
    assert point.far_bounds == rate_bounds(3, 300)
    assert point.gar_bounds == rate_bounds(point.accepted, 200)


@pytest.mark.parametrize(
    ("impostors", "far", "measurable"),
    [
        pytest.param(45, 1e-2, False, id="an FVC set's 45 pairs at 1e-2"),
        pytest.param(100, 1e-2, True, id="a hundred at 1e-2"),
        pytest.param(99, 1e-2, False, id="one less"),
        pytest.param(2880, 1e-3, True, id="all pairs of an FVC set at 1e-3"),
        pytest.param(2880, 1e-4, False, id="all pairs of an FVC set at 1e-4"),
    ],
)
def test_it_takes_enough_impostor_pairs(impostors: int, far: float, measurable: bool) -> None:
    rates = error_rates(np.ones(10), np.arange(impostors) / (2 * impostors))
    assert (operating_point(rates, far) is not None) is measurable


def test_what_cannot_be_measured_says_why() -> None:
    rates = error_rates(np.ones(280), np.zeros(45))
    assert why_not_measurable(rates, 1e-2) == (
        "not measurable with 45 impostor pairs: it takes 100; none accepted would only show a FAR below 0.079"
    )
