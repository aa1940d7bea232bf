"""Comparers behind the one interface."""

from __future__ import annotations

import numpy as np
import pytest

from lab.evaluation.comparisons import all_against_all
from lab.evaluation.scorers import REFUSED, EmbeddingScorer
from shared.errors import Code, Failure

PRINTS = [np.full((4, 4), level, np.uint8) for level in (10, 20, 30)]
EVERY = all_against_all(np.arange(3), np.arange(3))


def embed(picture: np.ndarray) -> np.ndarray:
    """A direction that turns with the grey level."""
    angle = picture.mean() / 100
    return np.array([np.cos(angle), np.sin(angle)]) * 7


def test_embeddings_are_compared_by_their_cosine() -> None:
    scores = EmbeddingScorer("ours", embed, embed).scores(PRINTS, PRINTS, EVERY)
    expected = np.cos(np.subtract.outer([0.1, 0.2, 0.3], [0.1, 0.2, 0.3]))
    assert scores == pytest.approx(expected, abs=1e-6)


def test_the_best_turn_of_the_live_print_counts() -> None:
    def look(picture: np.ndarray) -> np.ndarray:
        return np.stack([embed(picture), embed(picture + 10)])

    scores = EmbeddingScorer("ours", embed, look).scores(PRINTS, PRINTS, EVERY)
    assert scores[1, 0] == pytest.approx(1)
    assert scores[0, 1] == pytest.approx(np.cos(0.1))


@pytest.mark.parametrize("side", ["enrolled", "live"])
def test_a_blank_print_is_refused_not_left_out(side: str) -> None:
    def seeing(picture: np.ndarray) -> np.ndarray:
        if not picture.any():
            raise Failure(Code.INVALID_INPUT, "blank")
        return embed(picture)

    with_blank = [np.zeros((4, 4), np.uint8), *PRINTS[1:]]
    scorer = EmbeddingScorer("ours", seeing, seeing)
    if side == "live":
        scores = scorer.scores(PRINTS, with_blank, EVERY).T
    else:
        scores = scorer.scores(with_blank, PRINTS, EVERY)
    assert (scores[0] == REFUSED).all()
    assert (scores[1:] > 0).all()


def test_another_failure_is_not_taken_for_a_blank_print() -> None:
    def broken(picture: np.ndarray) -> np.ndarray:
        raise Failure(Code.INTEGRITY, "broken")

    with pytest.raises(Failure, match="broken"):
        EmbeddingScorer("ours", broken, embed).scores(PRINTS, PRINTS, EVERY)
