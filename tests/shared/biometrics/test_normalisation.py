"""Normalisation: one ridge period, one contrast, one place, whatever the sensor."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from shared.biometrics.local_contrast import MIDDLE, box_sums, even_contrast, finger_mask, local_contrast
from shared.biometrics.normalisation import RIDGE_PERIOD, normalise
from shared.biometrics.prints import Print
from shared.biometrics.ridge_period import ridge_period
from shared.biometrics.synthetic import synthetic_print
from shared.errors import Code, Failure
from shared.identifiers import Finger


def stripes(period: float, degrees: float, height: int = 120, width: int = 110) -> np.ndarray:
    """Parallel ridges with a given distance and direction."""
    rows, columns = np.mgrid[0:height, 0:width]
    angle = np.deg2rad(degrees)
    phase = 2 * np.pi * (columns * np.sin(angle) + rows * np.cos(angle)) / period
    return np.rint(127.5 + 120 * np.cos(phase)).astype(np.uint8)


@pytest.mark.parametrize("period", [3.3, 4.5, 6.0, 7.7])
@pytest.mark.parametrize("degrees", [0, 17, 45, 71, 90])
def test_the_ridges_of_stripes_are_counted(period: float, degrees: float) -> None:
    found = ridge_period(stripes(period, degrees))
    assert found is not None
    assert found / 256 == pytest.approx(period, rel=0.08)


@pytest.mark.parametrize("shape", [(5, 5), (15, 40), (16, 16), (0, 20)], ids=str)
def test_a_small_or_empty_picture_has_no_period(shape: tuple[int, int]) -> None:
    assert ridge_period(np.full(shape, 90, np.uint8)) is None


@pytest.mark.parametrize("scale", [0.7, 1.4, 2.5, 4.0])
def test_the_resolution_of_the_scanner_does_not_matter(scale: float) -> None:
    print_ = synthetic_print(11, Finger.RIGHT_INDEX)
    side = round(96 * scale)
    scanned = Image.fromarray(print_.pixels).resize((side, side), Image.Resampling.BICUBIC)
    normalised = normalise(Print(np.array(scanned)), 96)
    assert (ridge_period(normalised) or 0) / 256 == pytest.approx(RIDGE_PERIOD, rel=0.15)
    # The finger covers the same part of the square; its ridges may be a few parts in a hundred off.
    covered, expected = ((one != MIDDLE).mean() for one in (normalised, normalise(print_, 96)))
    assert covered == pytest.approx(expected, rel=0.2)


def test_ink_and_pressure_do_not_matter() -> None:
    print_ = synthetic_print(12, Finger.LEFT_THUMB)
    faint = Print((150 + print_.pixels.astype(int) * 2 // 5).astype(np.uint8))
    first, second = (normalise(one, 96).astype(int) for one in (print_, faint))
    assert np.abs(first - second).mean() < 12


def test_the_place_on_the_glass_does_not_matter() -> None:
    print_ = synthetic_print(13, Finger.LEFT_RING)
    glass = np.full((160, 150), 235, np.uint8)
    glass[50:146, 5:101] = print_.pixels
    first, second = (normalise(one, 96).astype(int)[8:-8, 8:-8] for one in (print_, Print(glass)))
    steps = range(-4, 5)
    alike = [np.corrcoef(first.ravel(), np.roll(second, step, (0, 1)).ravel())[0, 1] for step in steps]
    assert max(alike) > 0.4


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(np.full((96, 96), 200, np.uint8), id="blank"),
        pytest.param(np.tile(np.arange(96, dtype=np.uint8), (96, 1)), id="a slope"),
        pytest.param(stripes(40, 20, 200, 200), id="a drawing"),
    ],
)
def test_what_shows_no_ridges_is_refused(pixels: np.ndarray) -> None:
    with pytest.raises(Failure, match="no ridges") as refusal:
        normalise(Print(pixels), 96)
    assert refusal.value.code is Code.INVALID_INPUT


@pytest.mark.parametrize("side", [1, 64, 95, 200])
def test_the_side_is_free_and_what_lies_outside_is_grey(side: int) -> None:
    normalised = normalise(synthetic_print(14, Finger.RIGHT_RING), side)
    assert normalised.shape == (side, side)
    assert normalised.dtype == np.uint8
    if side == 200:
        assert normalised[0, 0] == normalised[-1, -1] == MIDDLE


def test_a_larger_square_shows_the_same_middle() -> None:
    print_ = synthetic_print(15, Finger.RIGHT_MIDDLE)
    assert np.array_equal(normalise(print_, 130)[17:113, 17:113], normalise(print_, 96))


def test_box_sums_are_sums() -> None:
    values = np.arange(7 * 9, dtype=np.int64).reshape(7, 9)
    sums, counts = box_sums(values, 2)
    assert sums[3, 4] == values[1:6, 2:7].sum()
    assert (sums[0, 0], counts[0, 0]) == (values[:3, :3].sum(), 9)
    assert counts[3, 4] == 25


def test_contrast_is_even_where_there_is_a_finger() -> None:
    above, spread = local_contrast(stripes(4.5, 30))
    evened = even_contrast(above, spread)
    assert finger_mask(spread).all()
    assert np.abs(evened.astype(int) - MIDDLE).mean() == pytest.approx(56, abs=6)
