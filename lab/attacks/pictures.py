"""Draws the pictures that are attacked: radiographs with a black margin and grain, each another body."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

MARGIN_SHARE = 16
"""One row in this many is a black margin, at top and bottom; of the columns likewise."""

_GRAIN = 3.0
_PARTS = 6


def radiograph(seed: int, side: int) -> Pixels:
    """A picture as a scanner would give it: uint8 [side, side], black where nobody lies."""
    random = np.random.default_rng(seed)
    down, across = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    light = 120.0 * _ellipse(across, down, (0.0, 0.05), (0.8, 0.85))
    body = light > 0
    for _ in range(_PARTS):
        centre, size = random.uniform(-0.5, 0.5, 2), random.uniform(0.08, 0.4, 2)
        light += random.uniform(-50, 90) * _ellipse(across, down, tuple(centre), tuple(size))
    light += random.normal(0, _GRAIN, (side, side))
    picture = np.where(body, np.clip(np.rint(light), 1, 255), 0).astype(np.uint8)
    margin = side // MARGIN_SHARE
    framed = np.zeros_like(picture)
    framed[margin:-margin, margin:-margin] = picture[margin:-margin, margin:-margin]
    return framed


def black(side: int) -> Pixels:
    """A picture of nothing: uint8 [side, side]."""
    return np.zeros((side, side), np.uint8)


def _ellipse(
    across: npt.NDArray[np.float64],
    down: npt.NDArray[np.float64],
    centre: tuple[float, ...],
    size: tuple[float, ...],
) -> npt.NDArray[np.bool_]:
    inside: npt.NDArray[np.bool_] = ((across - centre[0]) / size[0]) ** 2 + (
        (down - centre[1]) / size[1]
    ) ** 2 < 1
    return inside
