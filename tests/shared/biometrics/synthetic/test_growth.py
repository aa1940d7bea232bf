"""Ridges grown under given directions and periods."""

from __future__ import annotations

import numpy as np
import pytest

from shared.biometrics.synthetic.growth import grow_ridges
from shared.biometrics.synthetic.randomness import generator_for

SIZE = 96


@pytest.mark.parametrize("degrees", [0, 30, 90, 135])
def test_ridges_follow_the_direction_at_the_period(degrees: int) -> None:
    directions = np.full((SIZE, SIZE), np.deg2rad(degrees))
    periods = np.full((SIZE, SIZE), 8.0, np.float32)
    ridges = grow_ridges(directions, periods, generator_for(3))
    spectrum = np.abs(np.fft.fft2(ridges))
    spectrum[0, 0] = 0
    row, column = np.unravel_index(spectrum.argmax(), spectrum.shape)
    # Rows count downwards, directions upwards; a wave runs across its ridges.
    down, right = np.fft.fftfreq(SIZE)[[row, column]]
    across = np.rad2deg(np.arctan2(-down, right)) - 90
    assert 1 / np.hypot(down, right) == pytest.approx(8.0, rel=0.2)
    assert abs((across - degrees + 90) % 180 - 90) < 8


def test_ridges_and_valleys_take_half_each() -> None:
    directions = np.zeros((SIZE, SIZE))
    ridges = grow_ridges(directions, np.full((SIZE, SIZE), 7.0, np.float32), generator_for(4))
    assert np.abs(ridges).max() <= 1
    assert 0.4 < (ridges > 0).mean() < 0.6
    assert np.abs(ridges).mean() > 0.4
