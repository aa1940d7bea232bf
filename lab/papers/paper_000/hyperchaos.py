"""The map of paper 000, equations 1 to 4: one update of X, Y, Z and W, in doubles and in a fixed order.

The paper prints the same index on both sides, no gains, and d twice. Read here: the right sides are the old
values, or in sequential order those that the same update has just made; the gain of equation 4 may be one of
its own, and is d unless given. Every operation is one of NumPy over all chunks, so nothing is fused and the
bits are the same on every machine with IEEE 754 doubles.
"""

from __future__ import annotations

import enum
import math
from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt

from shared.errors import Code, Failure

Float64 = npt.NDArray[np.float64]

CHUNK = 4
"""Values of one chunk: X, Y, Z, W."""


@dataclass(frozen=True)
class Gains:
    """The map's parameters. The paper gives none; they are part of what a key is made from.

    Attributes:
        a: of equation 1.
        b: of equation 2.
        c: of equation 3.
        d: of equation 3, and of equation 4 as it is printed.
        e: of equation 4, where it is not d.
    """

    a: float
    b: float
    c: float
    d: float
    e: float | None = None

    def __post_init__(self) -> None:
        if not all(math.isfinite(gain) for gain in astuple(self) if gain is not None):
            raise Failure(Code.INVALID_INPUT, "A gain of the map is no number; give five.", field="gains")

    @property
    def fifth(self) -> float:
        """The gain of equation 4."""
        return self.d if self.e is None else self.e


class Profile(enum.StrEnum):
    """Sets of gains, ours."""

    P1 = "p1"
    P2 = "p2"
    P3 = "p3"
    P4 = "p4"
    """Small gains, as a control."""

    @property
    def gains(self) -> Gains:
        """Its numbers."""
        return _PROFILES[self]


_PROFILES = {
    Profile.P1: Gains(36, 28, 3, 20),
    Profile.P2: Gains(10, 28, 8 / 3, 1.5),
    Profile.P3: Gains(35, 28, 12, 0.5),
    Profile.P4: Gains(1.1, 0.3, 0.5, 0.2),
}


class Order(enum.StrEnum):
    """Which values an equation sees."""

    SEQUENTIAL = "sequential"
    """Those that the equations before it have just made, as a program does that is written down so."""
    SIMULTANEOUS = "simultaneous"
    """The old ones of all four."""


def update(chunks: Float64, gains: Gains, order: Order = Order.SEQUENTIAL) -> Float64:
    """One update of every chunk, equations 1 to 4 from left to right.

    Args:
        chunks: float64 [n, 4], X, Y, Z, W.
        gains: of the map.
        order: which values an equation sees.

    Returns:
        float64 [n, 4]; what is too large for a double is infinite.

    Raises:
        ValueError: the chunks have another shape or type.
    """
    if chunks.dtype != np.float64 or chunks.ndim != 2 or chunks.shape[1] != CHUNK:
        raise ValueError("chunks are float64 [n, 4]")
    x, y, z, w = chunks.T
    in_turn = order is Order.SEQUENTIAL
    with np.errstate(over="ignore", invalid="ignore"):
        new_x = gains.a * (y - x) + w
        x = new_x if in_turn else x
        new_y = gains.b * x - x * z
        y = new_y if in_turn else y
        new_z = gains.c + x * y - gains.d * z
        z = new_z if in_turn else z
        new_w = gains.fifth * (x + y + z)
    return np.stack([new_x, new_y, new_z, new_w], axis=1)
