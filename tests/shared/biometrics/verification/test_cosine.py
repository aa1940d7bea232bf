"""The integer cosine against exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from shared.biometrics.verification.cosine import FULL, best_cosine_q15, cosine_q15

VECTORS = hnp.arrays(np.int16, 8, elements=st.integers(-32767, 32767))


@given(VECTORS, VECTORS, st.integers(1, FULL))
def test_a_threshold_is_reached_exactly_when_the_true_cosine_reaches_it(
    first: np.ndarray, second: np.ndarray, threshold: int
) -> None:
    a, b = [int(x) for x in first], [int(x) for x in second]
    product = sum(x * y for x, y in zip(a, b, strict=True))
    squares = sum(x * x for x in a) * sum(y * y for y in b)
    reached = squares > 0 and product > 0 and Fraction(product**2, squares) >= Fraction(threshold**2, FULL**2)
    assert (cosine_q15(first, second) >= threshold) is reached


@given(VECTORS, VECTORS)
def test_it_is_symmetric_and_bounded(first: np.ndarray, second: np.ndarray) -> None:
    assert cosine_q15(first, second) == cosine_q15(second, first) == -cosine_q15(-first, second)
    assert abs(cosine_q15(first, second)) <= FULL


@pytest.mark.parametrize(
    ("first", "second", "cosine"),
    [
        pytest.param([3, 4], [3, 4], FULL, id="the same"),
        pytest.param([3, 4], [-3, -4], -FULL, id="opposite"),
        pytest.param([1, 0], [0, 1], 0, id="at right angles"),
        pytest.param([0, 0], [3, 4], 0, id="nothing"),
        pytest.param([1, 0], [1, 1], 23170, id="45 degrees"),
        pytest.param([32767] * 1024, [32767] * 1024, FULL, id="saturated"),
    ],
)
def test_known_cosines(first: list[int], second: list[int], cosine: int) -> None:
    assert cosine_q15(np.array(first, np.int16), np.array(second, np.int16)) == cosine


def test_the_best_pose_counts() -> None:
    posed = np.array([[0, 1], [1, 1], [-1, 0]], np.int16)
    assert best_cosine_q15(np.array([1, 0], np.int16), posed) == 23170
