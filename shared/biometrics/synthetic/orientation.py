"""The direction of the ridges: zero-pole model with a piecewise-linear correction (synthetic-prints §6.2).

After Sherlock and Monro (1993) and Vizcaya and Gerhardt (1996). Points are complex numbers, the real axis to
the right and the imaginary axis up, the unit a master pixel.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.biometrics.synthetic.anatomy import Pattern

Angles = NDArray[np.float64]
"""Ridge directions in radians, ``[N, N]``, counter-clockwise from the right; only the value mod pi counts."""

KNOTS = 8
CORE_WOBBLE = 0.15
DELTA_WOBBLE = 0.20


@dataclass(frozen=True)
class Singularities:
    """Where the ridge flow has no direction, and how straight the legs of the loop are."""

    cores: tuple[complex, ...]
    deltas: tuple[complex, ...]
    straightening: float


def orientation_field(pattern: Pattern, size: int, clockwise: bool, random: np.random.Generator) -> Angles:
    """Draw the ridge direction at every pixel of a master of ``size`` x ``size``.

    Args:
        pattern: the class of ridge flow.
        size: the side of the master in pixels.
        clockwise: the turn of a whorl's spiral; the two hands mirror each other.
        random: where the shape comes from.
    """
    if pattern is Pattern.ARCH:
        return _arch(size, random)
    marks = _draw_singularities(pattern, size, clockwise, random)
    plane = _plane(size)
    twice = np.zeros((size, size))
    for core in marks.cores:
        angle = _angle_about(plane, core)
        twice += _corrected(angle, CORE_WOBBLE, random) + marks.straightening * np.sin(angle)
    for delta in marks.deltas:
        twice -= _corrected(_angle_about(plane, delta), DELTA_WOBBLE, random)
    return twice / 2


def _plane(size: int) -> NDArray[np.complex128]:
    rows, columns = np.mgrid[0:size, 0:size].astype(float)
    plane: NDArray[np.complex128] = columns + 1j * (size - 1 - rows)
    return plane


def _draw_singularities(
    pattern: Pattern, size: int, clockwise: bool, random: np.random.Generator
) -> Singularities:
    """Cores and deltas of a loop, tented arch or whorl, as §6.2 scatters them."""

    def span(low: float, high: float) -> float:
        return float(random.uniform(low, high)) * size

    centre = complex(size / 2 + span(-0.05, 0.05), size / 2 + span(0.02, 0.12))
    if pattern is Pattern.WHORL:
        lean = span(0.0, 0.06) if clockwise else -span(0.0, 0.06)
        half = complex(lean, span(0.06, 0.20)) / 2
        left = centre + complex(-span(0.28, 0.42), -span(0.26, 0.42))
        right = centre + complex(span(0.28, 0.42), -span(0.26, 0.42))
        return Singularities((centre + half, centre - half), (left, right), float(random.uniform(0, 0.2)))
    if pattern is Pattern.TENTED_ARCH:
        delta = centre + complex(span(-0.02, 0.02), -span(0.28, 0.42))
    else:
        side = 1 if pattern is Pattern.LEFT_LOOP else -1
        delta = centre + complex(side * span(0.18, 0.34), -span(0.28, 0.42))
    return Singularities((centre,), (delta,), float(random.uniform(0.35, 0.70)))


def _angle_about(plane: NDArray[np.complex128], point: complex) -> Angles:
    """The angle around ``point`` in (-pi, pi], with its cut straight down."""
    return np.angle((plane - point) * -1j)


def _corrected(angle: Angles, wobble: float, random: np.random.Generator) -> Angles:
    """``angle`` plus a periodic piecewise-linear correction through eight random knots."""
    knots = -np.pi + 2 * np.pi * np.arange(KNOTS) / KNOTS
    values = random.uniform(-wobble, wobble, KNOTS)
    bent: Angles = angle + np.interp(angle, knots, values, period=2 * np.pi)
    return bent


def _arch(size: int, random: np.random.Generator) -> Angles:
    """A plain arch: no singularity, one wave of slope that is steepest at some height."""
    steepness, peak = random.uniform(0.9, 1.8), random.uniform(0.35, 0.55)
    middle = size / 2 + random.uniform(-0.05, 0.05) * size
    rows, columns = np.mgrid[0:size, 0:size].astype(float)
    height = (size - 1 - rows) / size
    # The method's formula has the wave's sign the other way round, which gives valleys instead of arches.
    wave = np.cos(np.pi * (columns - middle) / size + np.pi / 2)
    field: Angles = np.arctan(steepness * np.exp(-(((height - peak) / 0.28) ** 2)) * wave)
    return field
