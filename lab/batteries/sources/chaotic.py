"""Chen's system as a source: the stream of :mod:`shared.chaos.chen`, and x alone at a finer step.

Both are public: they start from (1, 1, 1) and have no seed. The finer step shows what sampling too often
does: successive values of x are near to each other, and so are their bytes.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from lab.batteries.sources.source import Bits, StreamedBits, from_bytes
from shared.chaos import chen
from shared.chaos.chen import COORDINATES, DISCARDED, Float64
from shared.chaos.compiled import Orbit, compiled_like

FINE_STEP = 0.001
"""At which the bytes of x have a lag-one correlation of about one half."""

_BLOCK_STEPS = 1 << 15
_TRIAL_STEPS = 4096


class ChenBits(StreamedBits):
    """Bytes floor(255 v) mod 256 of states of Chen's system after the first 1,000.

    Args:
        name: for a report.
        orbit: gives the states, x, y and z in turn, and moves its state on.
        x_only: take x of each state; else x, y and z in turn.
    """

    def __init__(self, name: str, orbit: Orbit, x_only: bool) -> None:
        super().__init__(name)
        self._orbit = orbit
        self._every = COORDINATES if x_only else 1
        self._state = chen.start()
        self._begun = False

    def _block(self, wanted: int) -> Bits:
        del wanted
        values = self._orbit(self._state, 0 if self._begun else DISCARDED, _BLOCK_STEPS)[:: self._every]
        self._begun = True
        # Through int64: casting a negative double to an unsigned byte is undefined in C.
        return from_bytes((np.floor(255.0 * values).astype(np.int64) & 255).astype(np.uint8).tobytes())


def chen_stream() -> ChenBits:
    """The stream of :func:`shared.chaos.chen.stream`, without end."""
    return ChenBits("chen", chen.compiled_orbit() or chen.orbit, x_only=False)


def chen_x() -> ChenBits:
    """x alone, every 0.001."""
    return ChenBits("chen-x", _fine_orbit(), x_only=True)


@cache
def _fine_orbit() -> Orbit:
    orbit = _orbit_of_step(FINE_STEP)
    return compiled_like(orbit, chen.start(), DISCARDED, _TRIAL_STEPS) or orbit


def _orbit_of_step(step: float) -> Orbit:
    """:func:`shared.chaos.chen.orbit` at another step, every operation in the same order."""
    half, sixth = step / 2.0, step / 6.0

    def orbit(state: Float64, discarded: int, steps: int) -> Float64:
        a, b, c_minus_a, c, h = 35.0, 3.0, -7.0, 28.0, step
        values = np.empty(3 * steps, np.float64)
        x, y, z = float(state[0]), float(state[1]), float(state[2])
        for k in range(-discarded, steps):
            if k >= 0:
                values[3 * k], values[3 * k + 1], values[3 * k + 2] = x, y, z
            x1 = a * (y - x)
            y1 = (c_minus_a * x - x * z) + c * y
            z1 = x * y - b * z
            u, v, w = x + half * x1, y + half * y1, z + half * z1
            x2 = a * (v - u)
            y2 = (c_minus_a * u - u * w) + c * v
            z2 = u * v - b * w
            u, v, w = x + half * x2, y + half * y2, z + half * z2
            x3 = a * (v - u)
            y3 = (c_minus_a * u - u * w) + c * v
            z3 = u * v - b * w
            u, v, w = x + h * x3, y + h * y3, z + h * z3
            x4 = a * (v - u)
            y4 = (c_minus_a * u - u * w) + c * v
            z4 = u * v - b * w
            x = x + sixth * (((x1 + 2.0 * x2) + 2.0 * x3) + x4)
            y = y + sixth * (((y1 + 2.0 * y2) + 2.0 * y3) + y4)
            z = z + sixth * (((z1 + 2.0 * z2) + 2.0 * z3) + z4)
        state[0], state[1], state[2] = x, y, z
        return values

    return orbit
