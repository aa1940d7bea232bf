"""The logistic map as a byte stream (paper 002, methods 1 and 2).

    x' = (r·x)·(1 − x)          r from 3.9 to 4, x strictly between 0 and 1

in IEEE 754 doubles, each of the two products and the difference rounded once, in the order written. The first
1,000 values, the initial one among them, are discarded; then every value gives one byte, floor(10^14·x) mod
256 by way of int64; 10^14·x stays below 2^53. A last bit of difference doubles with every step and is another
byte after a few: the order of operations is part of the definition. As it is written no product meets a sum,
so there is nothing that a compiler could fuse; compiled code is used only after it has shown the same bits
(:mod:`shared.chaos.compiled`).

The paper has r in (3.57, 4], where some r are periodic; from 3.9 on the wide windows are avoided. Even so an
orbit of doubles runs into a cycle in the end: as a rule after some ten million steps, and then the bytes
repeat. At r = 4 itself some x end at 0 or 3/4 for ever.
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
    "KEYSTREAM",
    "LEAST_R",
    "MOST_R",
    "PAPER_X",
    "Parameters",
    "byte_orbit",
    "bytes_of",
    "orbit",
    "start",
    "stream",
]

COORDINATES = 1

LEAST_R, MOST_R = 3.9, 4.0
PAPER_X = 0.1
"""The paper's initial value: fixed, and no secret."""


@dataclass(frozen=True)
class Parameters:
    """What tells one logistic stream from another.

    Attributes:
        r: the map's parameter, 3.9 to 4.
        x: the initial value, above 0 and below 1.

    Raises:
        Failure: ``INVALID_INPUT`` for a value out of its range.
    """

    r: float
    x: float = PAPER_X

    def __post_init__(self) -> None:
        if not LEAST_R <= self.r <= MOST_R:
            raise Failure(Code.INVALID_INPUT, "r of the logistic map is from 3.9 to 4.", field="r")
        if not 0.0 < self.x < 1.0:
            sentence = "The logistic map begins above 0 and below 1."
            raise Failure(Code.INVALID_INPUT, sentence, field="x")


def stream(length: int, parameters: Parameters) -> bytes:
    """The first ``length`` bytes of a logistic stream.

    Raises:
        ValueError: ``length`` is negative.
    """
    return KEYSTREAM.generate(start(parameters), length)


def start(parameters: Parameters) -> Float64:
    """The state x, r, float64 [2]."""
    return np.array([parameters.x, parameters.r], np.float64)


def orbit(state: Float64, discarded: int, steps: int) -> Float64:
    """The values of x after ``discarded`` more, float64 [steps]; x of ``state`` moves on."""
    values = np.empty(steps, np.float64)
    x, r = float(state[0]), float(state[1])
    for _ in range(discarded):
        x = (r * x) * (1.0 - x)
    for k in range(steps):
        values[k] = x
        x = (r * x) * (1.0 - x)
    state[0] = x
    return values


def bytes_of(values: Float64) -> UInt8:
    """floor(10^14·x) mod 256 of each value; the cast to int64 is the floor, as no value is negative."""
    return (1e14 * values).astype(np.int64).astype(np.uint8)


def byte_orbit(state: Float64, discarded: int, steps: int) -> UInt8:
    """:func:`bytes_of` the :func:`orbit`, in one loop: compiled, it takes half as long as the two passes.

    The next value waits for this one, and the byte is made while it does.
    """
    made = np.empty(steps, np.uint8)
    x, r = float(state[0]), float(state[1])
    for _ in range(discarded):
        x = (r * x) * (1.0 - x)
    for k in range(steps):
        made[k] = int(1e14 * x) & 255
        x = (r * x) * (1.0 - x)
    state[0] = x
    return made


KEYSTREAM = Keystream(orbit, bytes_of, COORDINATES, start(Parameters(3.99)), byte_orbit)
