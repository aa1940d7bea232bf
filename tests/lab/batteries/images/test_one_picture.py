"""What is measured of a single picture: distribution and neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from lab.batteries.images.distribution import chi_square, entropy, histograms_of
from lab.batteries.images.neighbours import Direction, Sample, neighbour_correlation, neighbour_pairs
from shared.errors import Failure
from tests.lab.batteries.images.drawn_pictures import PICTURES, noise, ramp


@given(PICTURES)
def test_histograms_count_every_value_of_every_plane(picture: np.ndarray) -> None:
    counts = histograms_of(picture)
    assert counts.shape == (1 if picture.ndim == 2 else 3, 256)
    assert counts.sum() == picture.size
    assert (counts.sum(axis=1) == picture.shape[0] * picture.shape[1]).all()


def test_noise_is_inside_both_limits_and_a_picture_outside() -> None:
    cipher, plain = noise(4, 128, 128), ramp(128)
    assert entropy(cipher).within
    assert chi_square(cipher).within
    assert entropy(cipher).expected == pytest.approx(7.98871, abs=1e-4)
    assert not chi_square(plain).within


def test_too_even_is_outside_too() -> None:
    even = np.arange(128 * 128, dtype=np.int64).reshape(128, 128).astype(np.uint8)
    assert chi_square(even).value == 0
    assert not chi_square(even).within
    assert not entropy(even).within


def test_entropy_of_one_pixel_has_no_limits() -> None:
    found = entropy(np.zeros((1, 1), np.uint8))
    assert (found.value, found.limits) == (0.0, None)


def test_neighbours_lie_where_they_are_said_to() -> None:
    picture = np.array([[1, 2, 3], [4, 5, 6]], np.uint8)
    assert neighbour_pairs(picture, Direction.HORIZONTAL).T.tolist() == [[1, 2], [2, 3], [4, 5], [5, 6]]
    assert neighbour_pairs(picture, Direction.VERTICAL).T.tolist() == [[1, 4], [2, 5], [3, 6]]
    assert neighbour_pairs(picture, Direction.DIAGONAL).T.tolist() == [[1, 5], [2, 6]]


def test_planes_of_a_colour_picture_follow_each_other() -> None:
    picture = noise(1, 4, 5, 3)
    found = neighbour_pairs(picture, Direction.HORIZONTAL)
    assert found.shape == (2, 3 * 4 * 4)
    assert np.array_equal(found[:, :16], neighbour_pairs(picture[:, :, 0].copy(), Direction.HORIZONTAL))


def test_pictures_correlate_and_noise_does_not() -> None:
    for direction in Direction:
        assert neighbour_correlation(ramp(64), direction).value > 0.99
        found = neighbour_correlation(noise(2, 64, 64), direction)
        assert abs(found.value) < 0.08
    assert neighbour_correlation(noise(2, 256, 256), Direction.HORIZONTAL).limits.high == pytest.approx(
        0.0101, abs=1e-4
    )


def test_a_flat_picture_has_no_correlation() -> None:
    assert neighbour_correlation(np.full((8, 8), 9, np.uint8), Direction.VERTICAL).value == 0


def test_samples_are_drawn_from_their_seed() -> None:
    picture = noise(7, 40, 40)
    first, again = (neighbour_pairs(picture, Direction.DIAGONAL, Sample(100, 3)) for _ in range(2))
    assert first.shape == (2, 100)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, neighbour_pairs(picture, Direction.DIAGONAL, Sample(100, 4)))
    every = neighbour_pairs(picture, Direction.DIAGONAL, Sample(10**6))
    assert np.array_equal(every, neighbour_pairs(picture, Direction.DIAGONAL))
    assert {tuple(pair) for pair in first.T} <= {tuple(pair) for pair in every.T}


def test_five_thousand_pairs_have_the_known_limit() -> None:
    found = neighbour_correlation(noise(7, 128, 128), Direction.HORIZONTAL, Sample(5000))
    assert found.limits.high == pytest.approx(0.036, abs=5e-4)


@pytest.mark.parametrize(
    ("shape", "direction"),
    [((1, 9), Direction.VERTICAL), ((9, 1), Direction.HORIZONTAL), ((1, 1), Direction.DIAGONAL)],
)
def test_pictures_without_neighbours_are_refused(shape: tuple[int, int], direction: Direction) -> None:
    with pytest.raises(Failure, match=f"no {direction} neighbours"):
        neighbour_pairs(noise(1, *shape), direction)


def test_a_sample_of_nothing_is_refused() -> None:
    with pytest.raises(Failure, match="At least one pair"):
        neighbour_pairs(noise(1, 4, 4), Direction.VERTICAL, Sample(0))
