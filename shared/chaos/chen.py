"""The Chen system as a byte stream (paper 003 eqs 3–5 with the true signs; biometrics §2.6).

    x' = a·(y − x)      y' = (c − a)·x − x·z + c·y      z' = x·y − b·z       a, b, c = 35, 3, 28

from (1, 1, 1), by the classical Runge-Kutta method of fourth order with the fixed step h = 0.01, in IEEE 754
doubles. The first 1,000 states, the initial one among them, are discarded; then every state gives three
bytes, x, y, z in turn, each floor(255·v) mod 256. The orbit is chaotic, so a last bit of difference is a
different stream after a thousand steps: the order of every operation in :func:`orbit` is part of the
definition, and no product may be fused with a sum. Python never fuses; compiled code is used only after it
has shown that it does not (:mod:`shared.chaos.compiled`).

The stream is public: it adds nothing to the secrecy of what it is mixed with.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from shared.chaos.compiled import Float64, UInt8
from shared.chaos.keystream import DISCARDED, Keystream

__all__ = [
    "COORDINATES",
    "DISCARDED",
    "KEYSTREAM",
    "STEP",
    "Float64",
    "bytes_of",
    "orbit",
    "start",
    "stream",
]

COORDINATES = 3
STEP = 0.01
"""h of the stream that keys are mixed with."""

_KEY_BYTES = 1024


def stream(length: int) -> bytes:
    """The first ``length`` bytes of the Chen stream; always the same.

    Raises:
        ValueError: ``length`` is negative.
    """
    return _key_prefix()[:length] if 0 <= length <= _KEY_BYTES else KEYSTREAM.generate(start(), length)


@cache
def _key_prefix() -> bytes:
    """What every key takes (biometrics §2.6)."""
    return KEYSTREAM.generate(start(), _KEY_BYTES)


def start(step: float = STEP) -> Float64:
    """The state (1, 1, 1) and the step, float64 [4].

    Args:
        step: h; another than :data:`STEP` is another stream, which no key is mixed with.
    """
    return np.array([1.0, 1.0, 1.0, step], np.float64)


def orbit(state: Float64, discarded: int, steps: int) -> Float64:
    """The states after ``discarded`` more, x, y, z interleaved, float64 [3 · steps]; ``state`` moves on."""
    a, b, c_minus_a, c = 35.0, 3.0, -7.0, 28.0
    h = float(state[3])
    half, sixth = h / 2.0, h / 6.0
    values = np.empty(3 * steps, np.float64)
    x, y, z = float(state[0]), float(state[1]), float(state[2])
    for k in range(discarded + steps):
        if k >= discarded:
            place = 3 * (k - discarded)
            values[place] = x
            values[place + 1] = y
            values[place + 2] = z
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


def bytes_of(values: Float64) -> UInt8:
    """floor(255·v) mod 256 of each value; through int64, as a negative double has no unsigned byte in C."""
    return (np.floor(255.0 * values).astype(np.int64) & 255).astype(np.uint8)


KEYSTREAM = Keystream(orbit, bytes_of, COORDINATES, start())
