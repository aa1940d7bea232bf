"""Which prints are compared."""

from __future__ import annotations

import numpy as np
import pytest

from lab.datasets.fvc import FvcSet, all_pairs, fvc_pairs
from lab.evaluation.comparisons import (
    Comparisons,
    all_against_all,
    thinned,
    within_one_set,
    without_mistakes,
)


def fvc_set(fingers: int, impressions: int) -> FvcSet:
    """Blank impressions, numbered as an FVC database numbers its own."""
    count = fingers * impressions
    return FvcSet(
        [np.zeros((8, 8), np.uint8)] * count,
        np.repeat(np.arange(101, 101 + fingers), impressions),
        np.tile(np.arange(1, impressions + 1), fingers),
    )


def test_an_fvc_set_has_280_genuine_and_45_impostor_pairs() -> None:
    database = fvc_set(10, 8)
    comparisons = within_one_set(fvc_pairs(database), len(database))
    assert (comparisons.genuine.sum(), comparisons.impostor.sum()) == (280, 45)


def test_all_pairs_are_each_one_once() -> None:
    database = fvc_set(10, 8)
    comparisons = within_one_set(all_pairs(database), len(database))
    assert (comparisons.genuine.sum(), comparisons.impostor.sum()) == (280, 80 * 79 // 2 - 280)
    both = comparisons.genuine | comparisons.impostor
    assert not (both & both.T).any()


def test_fingers_are_genuine_with_themselves_only() -> None:
    comparisons = all_against_all(np.array([1, 2]), np.array([2, 2, 3]))
    assert comparisons.genuine.tolist() == [[False, False, False], [True, True, False]]
    assert (comparisons.genuine ^ comparisons.impostor).all()


def test_mistakes_of_the_data_set_are_no_impostors() -> None:
    comparisons = all_against_all(np.array([1, 2, 3]), np.array([1, 2, 3]))
    cleaned = without_mistakes(comparisons, [[0, 2]], np.array([0, 1, 2]))
    assert cleaned.impostor.tolist() == [[False, True, False], [True, False, True], [False, True, False]]
    assert cleaned.genuine.tolist() == comparisons.genuine.tolist()


def test_scores_are_split_by_kind() -> None:
    comparisons = all_against_all(np.array([1, 2]), np.array([2, 1]))
    genuine, impostor = comparisons.split(np.array([[0.1, 0.9], [0.8, 0.2]], np.float32))
    assert sorted(genuine.round(1).tolist()) == pytest.approx([0.8, 0.9])
    assert sorted(impostor.round(1).tolist()) == pytest.approx([0.1, 0.2])


def test_a_pair_cannot_be_both() -> None:
    both = np.ones((1, 1), bool)
    with pytest.raises(ValueError, match="either"):
        Comparisons(both, both)


def test_thinning_keeps_every_genuine_pair_and_so_many_others_of_each_live_print() -> None:
    comparisons = all_against_all(np.arange(10), np.arange(6))
    kept = thinned(comparisons, 4, seed=1)
    assert np.array_equal(kept.genuine, comparisons.genuine)
    assert kept.impostor.sum(axis=0).tolist() == [4] * 6
    assert not (kept.impostor & ~comparisons.impostor).any()
    assert np.array_equal(kept.impostor, thinned(comparisons, 4, seed=1).impostor)
    assert not np.array_equal(kept.impostor, thinned(comparisons, 4, seed=2).impostor)
    assert np.array_equal(thinned(comparisons, 99, seed=1).impostor, comparisons.impostor)
