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
import numpy.typing as npt

from shared.chaos.compiled import Orbit, compiled_like

Float64 = npt.NDArray[np.float64]

COORDINATES = 3
DISCARDED = 1000

PLAIN_MAX_BYTES = 1 << 20
"""Longest stream made by plain Python, in well under a second; compiling takes longer than that."""

_KEY_BYTES = 1024
_BLOCK_STEPS = 1 << 16
_TRIAL_STEPS = 4096


def stream(length: int) -> bytes:
    """The first ``length`` bytes of the Chen stream; always the same.

    Raises:
        ValueError: ``length`` is negative.
    """
    if length < 0:
        raise ValueError("a stream has no negative length")
    return _key_prefix()[:length] if length <= _KEY_BYTES else _generate(length)


def runs_compiled() -> bool:
    """Whether streams above :data:`PLAIN_MAX_BYTES` come from compiled code, five times as fast."""
    return compiled_orbit() is not None


@cache
def _key_prefix() -> bytes:
    """What every key takes (biometrics §2.6)."""
    return _generate(_KEY_BYTES)


def _generate(length: int) -> bytes:
    move = (compiled_orbit() if length > PLAIN_MAX_BYTES else None) or orbit
    state, made = start(), bytearray()
    while len(made) < length:
        # In blocks: a byte passes through doubles, and those of a large file at once would fill the memory.
        steps = min(_BLOCK_STEPS, -(-(length - len(made)) // COORDINATES))
        values = move(state, 0 if made else DISCARDED, steps)
        # Through int64: casting a negative double to an unsigned byte is undefined in C.
        made += (np.floor(255.0 * values).astype(np.int64) & 255).astype(np.uint8).tobytes()
    del made[length:]
    return bytes(made)


def start() -> Float64:
    """The state (1, 1, 1), float64 [3]."""
    return np.ones(COORDINATES, np.float64)


def orbit(state: Float64, discarded: int, steps: int) -> Float64:
    """The states after ``discarded`` more, x, y, z interleaved, float64 [3 · steps]; ``state`` moves on."""
    a, b, c_minus_a, c = 35.0, 3.0, -7.0, 28.0
    h, half, sixth = 0.01, 0.005, 0.01 / 6.0
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


@cache
def compiled_orbit() -> Orbit | None:
    """:func:`orbit` as compiled code, once it has shown the same bits; None where there is none."""
    return compiled_like(orbit, start(), DISCARDED, _TRIAL_STEPS)
