"""The plain baseline, against the plainest way of writing it down."""

from __future__ import annotations

import numpy as np
import pytest

from lab.evaluation import baseline
from lab.evaluation.baseline import nearest, small_vectors
from shared.exact.image import resize

RANDOM = np.random.default_rng(5)
PICTURES = RANDOM.integers(0, 256, (40, 96, 96), dtype=np.uint8)


@pytest.mark.parametrize("shape", [pytest.param((96, 96), id="96 x 96"), pytest.param((103, 96), id="other")])
def test_vectors_are_correlations_of_small_pictures(shape: tuple[int, int]) -> None:
    pictures = RANDOM.integers(0, 256, (2, *shape), dtype=np.uint8)
    first, second = (resize(picture, 24, 24).ravel().astype(float) for picture in pictures)
    vectors = small_vectors(pictures)
    assert vectors.shape == (2, 576)
    assert float(vectors[0] @ vectors[1]) == pytest.approx(np.corrcoef(first, second)[0, 1], abs=1e-5)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_an_even_picture_is_like_none() -> None:
    assert not small_vectors(np.full((1, 96, 96), 80, np.uint8)).any()


def test_blocks_do_not_change_what_is_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    known, asked = small_vectors(PICTURES[:29]), small_vectors(PICTURES[11:])
    monkeypatch.setattr(baseline, "_ROWS", 4)
    monkeypatch.setattr(baseline, "_COLUMNS", 7)
    assert nearest(known, asked).tolist() == (asked @ known.T).argmax(axis=1).tolist()


def test_a_changed_print_is_nearest_to_itself() -> None:
    changed = PICTURES.copy()
    changed[:, 30:60, 30:60] = 255
    assert nearest(small_vectors(changed), small_vectors(PICTURES)).tolist() == list(range(40))


def test_of_equals_the_first_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baseline, "_COLUMNS", 2)
    vectors = small_vectors(PICTURES[[0, 1, 1, 1, 1]])
    assert nearest(vectors, vectors).tolist() == [0, 1, 1, 1, 1]


def test_it_says_how_far_it_is() -> None:
    vectors, seen = small_vectors(PICTURES), []
    nearest(vectors, vectors, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (40, 40)
