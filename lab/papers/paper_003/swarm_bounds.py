"""What the swarm makes of its candidates under each reading of the bounds (paper 003, table 4: lb 0, ub 255).

The paper prints the bounds and not what happens at them, and gives r the value 0.5 beside "varies per
particle". This is the swarm in doubles, for comparing the readings; the exchange's, in integers, is
:mod:`shared.keygen.swarm` and wraps.
"""

from __future__ import annotations

import enum

import numpy as np
import numpy.typing as npt

from lab.batteries.sources.source import Bits
from shared.keygen.swarm import ITERATIONS

INERTIA, ATTRACTION, DRAW = 0.9, 0.5, 0.5
"""w, c1 = c2 and the constant r1 = r2 of table 4."""

_LOW, _HIGH, _LEVELS = 0.0, 255.0, 256

Float64 = npt.NDArray[np.float64]


@enum.unique
class Bounds(enum.StrEnum):
    """What happens to a position beyond a bound."""

    WRAP = "wrap"
    """It comes in at the other end, after every step."""
    CAST = "cast"
    """Nothing; only its byte is taken modulo 256."""
    REFLECT = "reflect"
    """It is mirrored at the bound."""
    CLIP = "clip"
    """It stays on the bound."""


def optimise_within(candidates: Bits, bounds: Bounds, random: np.random.Generator | None = None) -> Bits:
    """Run the swarm and return the best position found, as bytes.

    Args:
        candidates: uint8 [particles, length].
        bounds: what happens at 0 and 255.
        random: draws r1 and r2 anew for every particle, coordinate and step; 0.5 each where there is none.
    """
    position = candidates.astype(np.float64)
    velocity = np.zeros_like(position)
    best, score = position.copy(), _scores(position)
    for _ in range(ITERATIONS):
        leader = best[score.argmax()]
        own, other = (_draw(random, position.shape) for _ in range(2))
        velocity = INERTIA * velocity + ATTRACTION * (own * (best - position) + other * (leader - position))
        position = _bounded(position + velocity, bounds)
        found = _scores(position)
        better = found > score
        best[better], score[better] = position[better], found[better]
    return _bytes_of(best[score.argmax()])


def _draw(random: np.random.Generator | None, shape: tuple[int, ...]) -> Float64 | float:
    return DRAW if random is None else random.random(shape)


def _bounded(position: Float64, bounds: Bounds) -> Float64:
    if bounds is Bounds.WRAP:
        return position % _LEVELS
    if bounds is Bounds.REFLECT:
        return _HIGH - np.abs(_HIGH - position % (2 * _HIGH))
    return position.clip(_LOW, _HIGH) if bounds is Bounds.CLIP else position


def _bytes_of(position: Float64) -> Bits:
    return (np.floor(position).astype(np.int64) % _LEVELS).astype(np.uint8)


def _scores(position: Float64) -> Float64:
    """The fitness of every particle, Shannon's entropy of its 256-bin histogram."""
    rows = _bytes_of(position).astype(np.int64) + _LEVELS * np.arange(len(position))[:, None]
    shares = np.bincount(rows.ravel(), minlength=_LEVELS * len(position)).reshape(-1, _LEVELS)
    shares = shares / position.shape[1]
    return -(shares * np.log2(shares, where=shares > 0, out=np.zeros_like(shares))).sum(axis=1)
