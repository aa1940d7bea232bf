"""Ridge growth: random seeds become ridges under filters tuned to the local direction and period (§6.4).

After Cappelli's SFinGe: every pixel has its own Gabor filter, applied again and again until the fronts meet;
minutiae appear where they meet out of step. ``§`` numbers are those of the method, synthetic-prints.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shared.biometrics.synthetic.orientation import Angles
from shared.biometrics.synthetic.randomness import Field

REACH = 7
"""Half the side of a filter of 15 x 15, in master pixels."""

ROUNDS = 14
GAIN = 1.2
SPREAD = 0.4035
"""Standard deviation of a filter in ridge periods: three peaks under the Gaussian (§6.4)."""

_OFFSETS = [(v, u) for v in range(REACH + 1) for u in range(-REACH, REACH + 1) if v > 0 or u > 0]
"""Half of the filter's places but the centre, as (down, right): a filter equals its own point reflection."""


def grow_ridges(directions: Angles, periods: Field, random: np.random.Generator) -> Field:
    """Grow ridges over the whole master.

    Args:
        directions: ridge directions in radians, ``[N, N]``.
        periods: ridge periods in pixels, ``[N, N]``.
        random: where the seeds fall.

    Returns:
        ``[N, N]`` in (-1, 1); above 0 is ridge.
    """
    size = periods.shape[0]
    centre, taps = _filters(directions, periods)
    image = 0.02 * random.standard_normal((size, size)).astype(np.float32)
    seeds = random.integers(0, size, (int(random.integers(40, 91)), 2))
    image[seeds[:, 0], seeds[:, 1]] = 1.0
    for _ in range(ROUNDS):
        image = np.tanh(GAIN * _apply(image, centre, taps))
    return image


def _filters(directions: Angles, periods: Field) -> tuple[Field, NDArray[np.float32]]:
    """The Gabor filter of every pixel, of mean 0 and norm 1.

    Returns:
        The centre's weight ``[N, N]`` and those of ``_OFFSETS``, ``[112, N, N]``.
    """
    waves = 2 * np.pi / periods
    along = (-waves * np.sin(directions)).astype(np.float32)
    up = (waves * np.cos(directions)).astype(np.float32)
    falloff = (-0.5 / (SPREAD * periods) ** 2).astype(np.float32)
    taps = np.empty((len(_OFFSETS), *periods.shape), np.float32)
    for place, (down, right) in enumerate(_OFFSETS):
        wave = np.cos(right * along - down * up)
        taps[place] = wave * np.exp((down * down + right * right) * falloff)
    places = 2 * len(_OFFSETS) + 1
    mean = (1 + 2 * taps.sum(axis=0)) / places
    norm = np.sqrt(1 + 2 * np.square(taps).sum(axis=0) - places * mean**2)
    taps -= mean
    taps /= norm
    return (1 - mean) / norm, taps


def _apply(image: Field, centre: Field, taps: NDArray[np.float32]) -> Field:
    """The answer of every pixel's filter to its surroundings, the image mirrored at its edges."""
    size = image.shape[0]
    padded = np.pad(image, REACH, mode="reflect")

    def moved(down: int, right: int) -> Field:
        return padded[REACH + down : REACH + down + size, REACH + right : REACH + right + size]

    answer = centre * image
    for tap, (down, right) in zip(taps, _OFFSETS, strict=True):
        answer += tap * (moved(down, right) + moved(-down, -right))
    return answer
