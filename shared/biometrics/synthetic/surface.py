"""What skin and sensor make of the ridges: steps 4 to 8 of synthetic-prints §6.5."""

from __future__ import annotations

import numpy as np

from shared.biometrics.synthetic.distortion import PRINT_SIZE, Grid, sensor_grid
from shared.biometrics.synthetic.randomness import Field, blur, blurred_noise

Pixels = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
"""An impression, ``[96, 96]``, 255 is white."""


def ink(ridges: Field, width: float, strength: float, random: np.random.Generator) -> Pixels:
    """Turn ridges into the grey picture that a sensor gives.

    Args:
        ridges: ``[96, 96]`` in (-1, 1).
        width: the contact area relative to an index finger's.
        strength: how far the impression departs from a clean one; 1 is ordinary.
        random: where the departures come from.
    """
    grid = sensor_grid()
    coverage = _pressed(ridges, strength, random)
    coverage = _speckled(coverage, strength, random)
    coverage = _scratched(coverage, grid, strength, random)
    coverage = coverage * _contact_area(grid, width, strength, random)
    return _grey(coverage, strength, random)


def _pressed(ridges: Field, strength: float, random: np.random.Generator) -> Field:
    """A threshold that moves with wetness and pressure makes ridges wider or thinner."""
    uneven = 0.25 * strength * blurred_noise(random, PRINT_SIZE, 16.0)
    wetness = uneven + np.float32(random.normal(0, 0.22 * strength))
    return _sigmoid((4.5 * (ridges + wetness)).astype(np.float32))


def _speckled(coverage: Field, strength: float, random: np.random.Generator) -> Field:
    """Pores and dry spots are light."""
    speckle = blurred_noise(random, PRINT_SIZE, 0.8)
    holes: Field = np.clip(1.5 * (speckle - (1.9 - 0.4 * strength)), 0, 1)
    return coverage * (1 - 0.75 * holes)


def _scratched(coverage: Field, grid: Grid, strength: float, random: np.random.Generator) -> Field:
    """A few straight scratches are light."""
    for _ in range(int(random.poisson(0.5 * strength))):
        angle, offset, width = random.uniform(0, np.pi), random.uniform(-30, 30), random.uniform(0.5, 1.1)
        distance = grid[0] * np.sin(angle) - grid[1] * np.cos(angle) - offset
        coverage = (coverage * (1 - 0.9 * np.exp(-((distance / width) ** 2)))).astype(np.float32)
    return coverage


def _contact_area(grid: Grid, width: float, strength: float, random: np.random.Generator) -> Field:
    """1 inside the ellipse that touches the glass, 0 outside, with a ragged border."""
    half_width = width * (random.uniform(40, 47) - 3 * strength * random.uniform())
    half_height = width * random.uniform(44, 50)
    x, y = (axis - random.normal(0, 2 * strength) for axis in grid)
    ragged = 0.04 * blurred_noise(random, PRINT_SIZE, 5.0)
    inside = np.hypot(x / half_width, y / half_height) + ragged - 1
    return _sigmoid((-28 * inside).astype(np.float32))


def _grey(coverage: Field, strength: float, random: np.random.Generator) -> Pixels:
    """Light paper, dark ridges, sensor noise."""
    contrast = random.uniform(150, 200)
    noise = random.normal(0, 1, coverage.shape).astype(np.float32) * (6 * strength)
    grey = blur((235 - contrast * coverage + noise).astype(np.float32), 0.45)
    # Clipped before the cast: a float outside 0..255 has no defined value as uint8 (biometrics §1).
    pixels: Pixels = np.clip(np.rint(grey), 0, 255).astype(np.uint8)
    return pixels


def _sigmoid(field: Field) -> Field:
    answer: Field = 0.5 * (1 + np.tanh(0.5 * field))
    return answer
