"""Histograms of scores."""

from __future__ import annotations

import numpy as np

from lab.evaluation.score_histogram import score_histogram


def test_both_kinds_are_counted_over_the_same_bins() -> None:
    histogram = score_histogram(np.array([0.5, 1.0]), np.array([0.0, 0.1, 0.5]), bins=2)
    assert histogram.edges.tolist() == [0.0, 0.5, 1.0]
    assert histogram.genuine.tolist() == [0, 2]
    assert histogram.impostor.tolist() == [2, 1]


def test_every_score_is_counted_once() -> None:
    random = np.random.default_rng(1)
    genuine, impostor = random.normal(1, 1, 500).astype(np.float32), random.normal(0, 1, 700)
    histogram = score_histogram(genuine, impostor)
    assert (histogram.genuine.sum(), histogram.impostor.sum()) == (500, 700)


def test_equal_scores_have_a_bin_too() -> None:
    assert score_histogram(np.ones(3), np.ones(2)).genuine.sum() == 3
