"""Integer image operations against exact rational arithmetic."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shared.exact.image import ONE, AffineQ16, equalise, resize, warp

SIDES = st.integers(1, 9)
PICTURES = st.tuples(SIDES, SIDES).flatmap(lambda shape: arrays(np.uint8, shape))


def overlap(source: int, count: int, index: int, other: int) -> int:
    """How much of source interval ``other`` output interval ``index`` covers, in 1/count of a pixel."""
    return max(0, min((index + 1) * source, (other + 1) * count) - max(index * source, other * count))


def resized_exactly(pixels: np.ndarray, height: int, width: int) -> np.ndarray:
    """Area averages in rationals, rounded half up."""
    rows, columns = pixels.shape
    result = np.zeros((height, width), np.uint8)
    for i, j in np.ndindex(height, width):
        total = sum(
            overlap(rows, height, i, r) * overlap(columns, width, j, c) * int(pixels[r, c])
            for r, c in np.ndindex(rows, columns)
        )
        result[i, j] = floor(Fraction(total, rows * columns) + Fraction(1, 2))
    return result


def warped_exactly(pixels: np.ndarray, affine: AffineQ16) -> np.ndarray:
    """Bilinear interpolation in rationals at the positions that the module defines."""
    height, width = pixels.shape
    result = np.zeros_like(pixels)
    for row, column in np.ndindex(height, width):
        u, v = 2 * column - (width - 1), 2 * row - (height - 1)
        x = Fraction((affine.xx * u + affine.xy * v) // 2 + affine.dx, ONE) + Fraction(width - 1, 2)
        y = Fraction((affine.yx * u + affine.yy * v) // 2 + affine.dy, ONE) + Fraction(height - 1, 2)
        total = Fraction(1, 2)
        for r, c in (
            (floor(y), floor(x)),
            (floor(y), floor(x) + 1),
            (floor(y) + 1, floor(x)),
            (floor(y) + 1, floor(x) + 1),
        ):
            weight = (1 - abs(x - c)) * (1 - abs(y - r))
            total += weight * int(pixels[min(max(r, 0), height - 1), min(max(c, 0), width - 1)])
        result[row, column] = floor(total)
    return result


@given(pixels=PICTURES, height=SIDES, width=SIDES)
def test_resize_is_the_area_average(pixels: np.ndarray, height: int, width: int) -> None:
    assert np.array_equal(resize(pixels, height, width), resized_exactly(pixels, height, width))


@given(pixels=PICTURES)
def test_resize_to_the_same_size_changes_nothing(pixels: np.ndarray) -> None:
    assert np.array_equal(resize(pixels, *pixels.shape), pixels)


def test_resize_of_the_largest_print_does_not_overflow() -> None:
    assert np.array_equal(resize(np.full((2000, 2000), 255, np.uint8), 96, 96), np.full((96, 96), 255))


entries = st.integers(-2 * ONE, 2 * ONE)


@given(pixels=PICTURES, affine=st.builds(AffineQ16, entries, entries, entries, entries, entries, entries))
def test_warp_is_bilinear_to_the_last_bit(pixels: np.ndarray, affine: AffineQ16) -> None:
    assert np.array_equal(warp(pixels, affine), warped_exactly(pixels, affine))


@given(pixels=PICTURES)
def test_identity_warp_changes_nothing(pixels: np.ndarray) -> None:
    assert np.array_equal(warp(pixels, AffineQ16()), pixels)


@given(pixels=PICTURES)
def test_flip_and_whole_shifts_move_pixels(pixels: np.ndarray) -> None:
    assert np.array_equal(warp(pixels, AffineQ16(xx=-ONE)), pixels[:, ::-1])
    moved = np.concatenate([pixels[:, 1:], pixels[:, -1:]], axis=1)
    assert np.array_equal(warp(pixels, AffineQ16(dx=ONE)), moved)
    assert np.array_equal(warp(pixels, AffineQ16(dy=-100 * ONE)), np.repeat(pixels[:1], len(pixels), axis=0))


def test_equalise_by_hand() -> None:
    pixels = np.array([[10, 10, 20, 20], [20, 30, 30, 30], [30, 200, 200, 200], [200, 200, 10, 20]], np.uint8)
    # cumulative counts: 10 → 3, 20 → 7, 30 → 11, 200 → 16; (cdf − 3) · 255 // 13
    expected = {10: 0, 20: 4 * 255 // 13, 30: 8 * 255 // 13, 200: 255}
    assert np.array_equal(equalise(pixels), np.vectorize(expected.get)(pixels))


@given(pixels=PICTURES)
def test_the_equation_as_printed_is_the_standard_one(pixels: np.ndarray) -> None:
    """Check 2 of docs/lab.md: both differences of paper 003's equation 2 are turned, so its value is not."""
    assume(pixels.min() < pixels.max())
    below = np.searchsorted(np.sort(pixels, axis=None), np.arange(256), side="right").tolist()
    least = min(count for count in below if count)
    printed = [Fraction(least - count, pixels.size - least) * (1 - 256) for count in below]
    wanted = [printed[level].__floor__() for level in pixels.ravel()]
    assert equalise(pixels).ravel().tolist() == wanted


@given(pixels=PICTURES)
def test_equalise_keeps_order_and_fills_the_range(pixels: np.ndarray) -> None:
    result = equalise(pixels)
    if pixels.min() == pixels.max():
        assert np.array_equal(result, pixels)
        return
    assert (result.min(), result.max()) == (0, 255)
    order = np.argsort(pixels, axis=None, kind="stable")
    assert (np.diff(result.ravel()[order].astype(int)) >= 0).all()


@pytest.mark.parametrize("level", [0, 7, 255])
def test_equalise_leaves_a_constant_picture(level: int) -> None:
    pixels = np.full((4, 5), level, np.uint8)
    result = equalise(pixels)
    assert np.array_equal(result, pixels)
    assert result is not pixels
