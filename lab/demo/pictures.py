"""Draws the three images that the demo sends: made here, so that nobody's data is in the repository."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SIDE = 640
_GRAIN_SEED = 7

# Ellipses as (centre x, centre y, half width, half height, brightness), in units of half the picture.
_CHEST = (
    (0.0, 0.1, 0.86, 0.95, 150.0),
    (-0.4, 0.0, 0.30, 0.60, -90.0),
    (0.4, 0.0, 0.30, 0.60, -90.0),
    (0.12, 0.25, 0.26, 0.32, 60.0),
    (0.0, 0.1, 0.09, 0.90, 55.0),
)
_HEAD = (
    (0.0, 0.0, 0.70, 0.92, 220.0),
    (0.0, 0.0, 0.64, 0.86, -110.0),
    (-0.22, 0.0, 0.12, 0.32, -70.0),
    (0.22, 0.0, 0.16, 0.40, -70.0),
    (0.0, 0.42, 0.20, 0.16, 60.0),
    (0.1, -0.5, 0.06, 0.06, 90.0),
)


def draw_pictures() -> dict[str, bytes]:
    """The three images as PNG files by image ID: an X-ray, a slice of a head, a map in colour."""
    return {"xray-7": _png(_body(_CHEST)), "mri-3": _png(_body(_HEAD)), "map-1": _png(_map())}


def _body(ellipses: tuple[tuple[float, float, float, float, float], ...]) -> NDArray[np.uint8]:
    """A body drawn as overlapping ellipses, with film grain: [side, side] uint8."""
    x, y = _plane()
    light = np.full((_SIDE, _SIDE), 12.0)
    for centre_x, centre_y, half_width, half_height, brightness in ellipses:
        inside = ((x - centre_x) / half_width) ** 2 + ((y - centre_y) / half_height) ** 2 < 1
        light[inside] += brightness
    return _exposed(light + _grain(1)[..., 0])


def _map() -> NDArray[np.uint8]:
    """Hills with contour lines in three colours: [side, side, 3] uint8."""
    x, y = _plane()
    height = np.sin(3 * x) * np.cos(4 * y) + 0.5 * np.sin(7 * x + 3 * y)
    lines = np.where(np.abs(height * 6 - np.round(height * 6)) < 0.08, -60.0, 0.0)
    tints = np.stack([140 + 60 * height, 160 + 40 * height, 110 - 50 * height], axis=-1)
    return _exposed(tints + lines[..., None] + _grain(3))


def _plane() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    axis = np.linspace(-1, 1, _SIDE)
    across, down = np.meshgrid(axis, axis)
    return across, down


def _grain(channels: int) -> NDArray[np.float64]:
    return np.random.default_rng(_GRAIN_SEED).normal(0, 6, (_SIDE, _SIDE, channels))


def _exposed(light: NDArray[np.float64]) -> NDArray[np.uint8]:
    return np.clip(np.rint(light), 0, 255).astype(np.uint8)


def _png(pixels: NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format="PNG")
    return file.getvalue()
