"""How a finger meets the sensor: where each pixel of an impression lies on the master.

Steps 1 to 3 of synthetic-prints §6.5. The elastic part is the skin model of Cappelli, Maio and Maltoni: an
ellipse sticks to the glass, the skin outside it moves with the finger, and a brake joins the two.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shared.biometrics.synthetic.randomness import Field, blurred_noise

PRINT_SIZE = 96
"""Side of an impression in pixels."""

MASTER_PIXELS_PER_PIXEL = 1.18

Grid = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Columns and rows relative to the middle, each ``[96, 96]``."""


def sensor_grid() -> Grid:
    """The pixels of an impression, from -47.5 to 47.5 both ways."""
    rows, columns = np.mgrid[0:PRINT_SIZE, 0:PRINT_SIZE].astype(float)
    middle = (PRINT_SIZE - 1) / 2
    return columns - middle, rows - middle


def press(master: Field, strength: float, random: np.random.Generator) -> Field:
    """Sample the ridges that an impression shows.

    Args:
        master: ``[N, N]``.
        strength: 0 for a perfect placement, 1 for an ordinary one, up to 1.5.
        random: where the placement comes from.

    Returns:
        ``[96, 96]`` in (-1, 1).
    """
    x, y = _placed(_wrinkled(_stretched(sensor_grid(), strength, random), strength, random), strength, random)
    middle = (master.shape[0] - 1) / 2
    return sample(master, middle + MASTER_PIXELS_PER_PIXEL * x, middle + MASTER_PIXELS_PER_PIXEL * y)


def rotated(grid: Grid, degrees: float, centre: tuple[float, float] = (0.0, 0.0)) -> Grid:
    """Turn a grid about ``centre``."""
    x, y = grid[0] - centre[0], grid[1] - centre[1]
    cosine, sine = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return centre[0] + cosine * x - sine * y, centre[1] + sine * x + cosine * y


def clipped_normal(random: np.random.Generator, deviation: float, limit: float) -> float:
    """A normal number of mean 0, cut off at ``limit`` both ways."""
    return float(np.clip(random.normal(0, deviation), -limit, limit))


def _stretched(grid: Grid, strength: float, random: np.random.Generator) -> Grid:
    """The skin outside a stuck ellipse turns and slides; a smooth brake grows with the distance from it."""
    centre = (float(random.uniform(-6, 6)), float(random.uniform(-6, 6)))
    half_axes = random.uniform(14, 22), random.uniform(18, 28)
    softness = random.uniform(1.3, 2.4)
    x, y = grid
    distance = np.hypot((x - centre[0]) / half_axes[0], (y - centre[1]) / half_axes[1]) - 1
    brake = (1 - np.cos(np.pi * np.clip(distance / softness, 0, 1))) / 2
    turned = rotated(grid, clipped_normal(random, 4 * strength, 8), centre)
    shift = [clipped_normal(random, 1.4 * strength, 3) for _ in range(2)]
    return x + brake * (turned[0] + shift[0] - x), y + brake * (turned[1] + shift[1] - y)


def _wrinkled(grid: Grid, strength: float, random: np.random.Generator) -> Grid:
    """A smooth remainder that no rule explains, half a pixel strong."""
    residual = [0.5 * strength * blurred_noise(random, PRINT_SIZE, 14.0) for _ in range(2)]
    return grid[0] + residual[0], grid[1] + residual[1]


def _placed(grid: Grid, strength: float, random: np.random.Generator) -> Grid:
    """The whole finger is turned and shifted on the sensor."""
    x, y = rotated(grid, clipped_normal(random, 6 * strength, 18))
    shift = [clipped_normal(random, 2.5 * strength, 8) for _ in range(2)]
    return x + shift[0], y + shift[1]


def sample(field: Field, columns: NDArray[np.float64], rows: NDArray[np.float64]) -> Field:
    """Bilinear samples of ``field`` ``[H, W]`` at real coordinates; outside it, its edge."""
    last_row, last_column = field.shape[0] - 1, field.shape[1] - 1
    columns, rows = np.clip(columns, 0, last_column), np.clip(rows, 0, last_row)
    left = np.minimum(columns.astype(int), last_column - 1)
    top = np.minimum(rows.astype(int), last_row - 1)
    across, down = columns - left, rows - top
    upper = field[top, left] * (1 - across) + field[top, left + 1] * across
    lower = field[top + 1, left] * (1 - across) + field[top + 1, left + 1] * across
    sampled: Field = (upper * (1 - down) + lower * down).astype(np.float32)
    return sampled
