"""Prints altered on purpose as SOCOFing's are: obliteration, central rotation, z-cut; three severities each.

An alteration keeps most of the print, so that an altered print is still one of its finger (biometrics §5).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.biometrics.synthetic.distortion import sample
from shared.biometrics.synthetic.randomness import Field, blur, blurred_noise, generator_for
from shared.biometrics.synthetic.surface import Pixels


class Alteration(enum.StrEnum):
    """What was done to the finger, by the ending of a SOCOFing name."""

    OBLITERATION = "Obl"
    CENTRAL_ROTATION = "CR"
    Z_CUT = "Zcut"


class Severity(enum.StrEnum):
    """How much of the print it concerns."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


_RADII = {Severity.EASY: (12.0, 15.0), Severity.MEDIUM: (16.0, 20.0), Severity.HARD: (21.0, 26.0)}
"""Radius of the altered part of a print of 96 x 96, in pixels; others in proportion."""

Offsets = NDArray[np.float64]
"""Distances in pixels, ``[H, W]``."""


@dataclass(frozen=True)
class Place:
    """Where a print is altered: every pixel's distance from the middle of it, and its radius, in pixels."""

    x: Offsets
    y: Offsets
    radius: float


_PAPER = 235.0
_SCAR_WIDTH = 1.2


def alter_pixels(pixels: Pixels, kind: Alteration, severity: Severity, seed: int) -> Pixels:
    """Alter a print.

    Args:
        pixels: ``[H, W]``.
        kind: what is done.
        severity: how large the altered part is.
        seed: where and how exactly; at least 0.

    Returns:
        ``[H, W]``, a new array.
    """
    random = generator_for(seed, list(Alteration).index(kind), list(Severity).index(severity))
    height, width = pixels.shape
    place = _draw_place(height, width, severity, random)
    actions = {
        Alteration.OBLITERATION: _obliterated,
        Alteration.CENTRAL_ROTATION: _turned,
        Alteration.Z_CUT: _cut,
    }
    altered = actions[kind](pixels.astype(np.float32), place, random)
    rounded: Pixels = np.clip(np.rint(altered), 0, 255).astype(np.uint8)
    return rounded


def _draw_place(height: int, width: int, severity: Severity, random: np.random.Generator) -> Place:
    """Near the middle of the print, where the core is."""
    rows, columns = np.mgrid[0:height, 0:width].astype(float)
    y = rows - height / 2 - random.normal(0, 3)
    x = columns - width / 2 - random.normal(0, 3)
    return Place(x, y, random.uniform(*_RADII[severity]) * min(height, width) / 96)


def _obliterated(print_: Field, place: Place, random: np.random.Generator) -> Field:
    """A ragged patch where the ridges are smeared and partly gone."""
    size = max(print_.shape)
    ragged = 0.2 * blurred_noise(random, size, 5.0)[: print_.shape[0], : print_.shape[1]]
    edge = np.hypot(place.x, place.y) / place.radius + ragged - 1
    patch = 0.5 * (1 - np.tanh(6 * edge))
    grain = blurred_noise(random, size, 1.5)[: print_.shape[0], : print_.shape[1]]
    gone = 0.5 * (1 + np.tanh(2 * grain + 0.5))
    scarred = gone * _PAPER + (1 - gone) * blur(print_, 1.6)
    mixed: Field = (print_ * (1 - patch) + scarred * patch).astype(np.float32)
    return mixed


def _turned(print_: Field, place: Place, random: np.random.Generator) -> Field:
    """A disc cut out and put back turned by 90 to 180 degrees."""
    angle = np.deg2rad(random.uniform(90, 180)) * random.choice([-1, 1])
    from_x = np.cos(angle) * place.x - np.sin(angle) * place.y
    from_y = np.sin(angle) * place.x + np.cos(angle) * place.y
    distance = np.hypot(place.x, place.y)
    moved = np.where(distance < place.radius, _pick(print_, from_x - place.x, from_y - place.y), print_)
    return _scar(moved, np.abs(distance - place.radius))


def _cut(print_: Field, place: Place, random: np.random.Generator) -> Field:
    """A cut like a Z, whose two triangular flaps have changed places and grown on out of step."""
    tilt = random.uniform(-np.pi / 6, np.pi / 6)
    along = np.cos(tilt) * place.x + np.sin(tilt) * place.y
    across = -np.sin(tilt) * place.x + np.cos(tilt) * place.y
    slip = random.uniform(2, 4) * np.where(along > across, 1, -1)
    from_x = np.cos(tilt) * (slip - along) - np.sin(tilt) * (slip - across)
    from_y = np.sin(tilt) * (slip - along) + np.cos(tilt) * (slip - across)
    inside = np.maximum(np.abs(along), np.abs(across)) < place.radius
    moved = np.where(inside, _pick(print_, from_x - place.x, from_y - place.y), print_)
    bars = np.where(np.abs(along) < place.radius, np.abs(np.abs(across) - place.radius), np.inf)
    diagonal = np.where(inside, np.abs(along - across) / np.sqrt(2), np.inf)
    return _scar(moved, np.minimum(bars, diagonal))


def _pick(print_: Field, right: Offsets, down: Offsets) -> Field:
    """What lies ``right`` and ``down`` of each pixel."""
    rows, columns = np.indices(print_.shape)
    return sample(print_, columns + right, rows + down)


def _scar(print_: Field, distance: Offsets) -> Field:
    """A light line where ``distance`` is small."""
    line = 0.8 * np.exp(-((distance / _SCAR_WIDTH) ** 2))
    scarred: Field = (print_ * (1 - line) + _PAPER * line).astype(np.float32)
    return scarred
