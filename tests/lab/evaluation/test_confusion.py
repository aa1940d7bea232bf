"""Confusion matrices."""

from __future__ import annotations

import numpy as np
import pytest

from lab.evaluation.confusion import confusion_matrix, wrong_pairs

TRUE = np.array([0, 0, 1, 2, 2, 2])
TOLD = np.array([0, 1, 1, 0, 2, 0])


def test_rows_are_what_is() -> None:
    assert confusion_matrix(TRUE, TOLD, 4).tolist() == [
        [1, 1, 0, 0],
        [0, 1, 0, 0],
        [2, 0, 1, 0],
        [0, 0, 0, 0],
    ]


def test_confusions_come_with_the_most_frequent_first() -> None:
    assert wrong_pairs(confusion_matrix(TRUE, TOLD, 4)) == [(2, 0, 2), (0, 1, 1)]


def test_nothing_to_compare_gives_zeros() -> None:
    nothing = np.empty(0, np.int64)
    assert confusion_matrix(nothing, nothing, 2).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("true", "told"),
    [
        pytest.param([0, 1], [0], id="lengths differ"),
        pytest.param([0, 2], [0, 1], id="class beyond the last"),
        pytest.param([0, -1], [0, 1], id="class below 0"),
    ],
)
def test_what_cannot_be_counted_is_a_mistake(true: list[int], told: list[int]) -> None:
    with pytest.raises(ValueError, match="class"):
        confusion_matrix(np.array(true), np.array(told), 2)
