"""The Lorenz system as a byte stream (paper 002, methods 3 and 4).

    x' = σ·(y − x)      y' = x·(ρ − z) − y      z' = x·y − β·z      σ = 10 ± 1, ρ = 28 ± 2, β = 8/3 ± 1/5

by the classical Runge-Kutta method of fourth order with the fixed step h = 0.01, in IEEE 754 doubles. The
first 1,000 states, the initial one among them, are discarded; then every state gives three bytes, x, y, z in
turn, each floor(10^10·|v|) mod 256 by way of int64, below 2^53 all along. The orbit is chaotic, so a last bit
of difference is another stream after a few thousand steps: the order of every operation in :func:`orbit` is
part of the definition, and no product may be fused with a sum. Python never fuses; compiled code is used only
after it has shown that it does not (:mod:`shared.chaos.compiled`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shared.chaos.compiled import Float64, UInt8
from shared.chaos.keystream import DISCARDED, Keystream
from shared.errors import Code, Failure

__all__ = [
    "COORDINATES",
    "DISCARDED",
    "INTERVALS",
    "KEYSTREAM",
    "Parameters",
    "bytes_of",
    "orbit",
    "start",
    "stream",
]

COORDINATES = 3

INTERVALS = {"sigma": (9.0, 11.0), "rho": (26.0, 30.0), "beta": (37.0 / 15.0, 43.0 / 15.0)}
"""Least and greatest value of each parameter (paper 002, step 4)."""

_FARTHEST_START = 50.0
"""The attractor lies within; from much farther away the fixed step diverges."""


@dataclass(frozen=True)
class Parameters:
    """What tells one Lorenz stream from another.

    Attributes:
        sigma: σ, 9 to 11.
        rho: ρ, 26 to 30.
        beta: β, 37/15 to 43/15.
        begin: the initial x, y, z; each within ±50, and not both x and y zero, since such an orbit falls
            down the z axis.

    Raises:
        Failure: ``INVALID_INPUT`` for a value out of its range.
    """

    sigma: float = 10.0
    rho: float = 28.0
    beta: float = 8.0 / 3.0
    begin: tuple[float, float, float] = (1.0, 1.0, 1.0)

    def __post_init__(self) -> None:
        for name, (least, most) in INTERVALS.items():
            if not least <= getattr(self, name) <= most:
                sentence = f"{name} of the Lorenz system is from {least:.4g} to {most:.4g}."
                raise Failure(Code.INVALID_INPUT, sentence, field=name)
        x, y, _ = self.begin
        if not all(abs(value) <= _FARTHEST_START for value in self.begin) or x == y == 0.0:
            sentence = "The Lorenz system begins within 50 of 0 in x, y and z, and not with x and y both 0."
            raise Failure(Code.INVALID_INPUT, sentence, field="begin")


def stream(length: int, parameters: Parameters) -> bytes:
    """The first ``length`` bytes of a Lorenz stream.

    Raises:
        ValueError: ``length`` is negative.
    """
    return KEYSTREAM.generate(start(parameters), length)


def start(parameters: Parameters) -> Float64:
    """The state x, y, z, σ, ρ, β, float64 [6]."""
    constants = (parameters.sigma, parameters.rho, parameters.beta)
    return np.array([*parameters.begin, *constants], np.float64)


def orbit(state: Float64, discarded: int, steps: int) -> Float64:
    """The states after ``discarded`` more, x, y, z interleaved, float64 [3 · steps]; ``state`` moves on."""
    x, y, z = float(state[0]), float(state[1]), float(state[2])
    s, r, b = float(state[3]), float(state[4]), float(state[5])
    h, half, sixth = 0.01, 0.005, 0.01 / 6.0
    values = np.empty(3 * steps, np.float64)
    for k in range(discarded + steps):
        if k >= discarded:
            place = 3 * (k - discarded)
            values[place] = x
            values[place + 1] = y
            values[place + 2] = z
        x1 = s * (y - x)
        y1 = x * (r - z) - y
        z1 = x * y - b * z
        u, v, w = x + half * x1, y + half * y1, z + half * z1
        x2 = s * (v - u)
        y2 = u * (r - w) - v
        z2 = u * v - b * w
        u, v, w = x + half * x2, y + half * y2, z + half * z2
        x3 = s * (v - u)
        y3 = u * (r - w) - v
        z3 = u * v - b * w
        u, v, w = x + h * x3, y + h * y3, z + h * z3
        x4 = s * (v - u)
        y4 = u * (r - w) - v
        z4 = u * v - b * w
        x = x + sixth * (((x1 + 2.0 * x2) + 2.0 * x3) + x4)
        y = y + sixth * (((y1 + 2.0 * y2) + 2.0 * y3) + y4)
        z = z + sixth * (((z1 + 2.0 * z2) + 2.0 * z3) + z4)
    state[0], state[1], state[2] = x, y, z
    return values


def bytes_of(values: Float64) -> UInt8:
    """floor(10^10·|v|) mod 256 of each value; the cast to int64 is the floor, as no |v| is negative."""
    return (1e10 * np.abs(values)).astype(np.int64).astype(np.uint8)


KEYSTREAM = Keystream(orbit, bytes_of, COORDINATES, start(Parameters()))
