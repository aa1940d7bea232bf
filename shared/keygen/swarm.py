"""Particle swarm optimisation of the candidate keys, in Q16 integers (paper 003 table 4; biometrics §2.4).

The candidates are the particles. With w = 0.9, c1 = c2 = 0.5 and r1 = r2 = 0.5 constant, one step is

    v ← w·v + ¼·(best of this particle − x) + ¼·(best of all − x)
    x ← (x + v) mod 256

and nothing is random. The paper leaves the bounds' handling open; only wrapping takes the 4.7 bits of
saturated features to its printed 7.6 to 7.8. Fitness is the Shannon entropy of the byte histogram. The
update is synchronous; a tie keeps what was there, and among particles the lower index.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shared.exact.tables.entropy import COUNT_MAX
from shared.keygen.histogram import histogram_cost

Bytes = npt.NDArray[np.uint8]
Int64 = npt.NDArray[np.int64]

ITERATIONS = 200

_Q16 = 16
_INERTIA = 58982  # 0.9 · 2^16, rounded to nearest
_PULL = 1 << 14  # c·r = 0.5 · 0.5 in Q16, the same for both attractors
_HALF = 1 << 15
_WRAP = (256 << _Q16) - 1


def optimise(candidates: Bytes) -> Bytes:
    """Run the swarm and return the best position found, as bytes.

    Args:
        candidates: uint8 [particles, length], length at most 1,024.

    Returns:
        uint8 [length], each position rounded down.

    Raises:
        ValueError: the array has another shape or type.
    """
    if candidates.dtype != np.uint8 or candidates.ndim != 2 or not 1 <= candidates.shape[1] <= COUNT_MAX:
        raise ValueError("candidates must be uint8 [particles, 1..1024]")
    position = candidates.astype(np.int64) << _Q16
    velocity = np.zeros_like(position)
    own_best, own_cost = position.copy(), histogram_cost(position >> _Q16)
    leader = int(own_cost.argmin())
    for _ in range(ITERATIONS):
        _advance(position, velocity, own_best, own_best[leader].copy())
        cost = histogram_cost(position >> _Q16)
        better = cost < own_cost
        own_best[better], own_cost[better] = position[better], cost[better]
        challenger = int(own_cost.argmin())
        if own_cost[challenger] < own_cost[leader]:
            leader = challenger
    best: Bytes = (own_best[leader] >> _Q16).astype(np.uint8)
    return best


def _advance(position: Int64, velocity: Int64, own_best: Int64, swarm_best: Int64) -> None:
    """One step of every particle, in place.

    |v| stays below 10 · (256 · 2^16) / 2, so every product stays below 2^44.
    """
    pull = own_best + swarm_best
    pull -= 2 * position
    pull *= _PULL
    velocity *= _INERTIA
    velocity += pull
    velocity += _HALF
    velocity >>= _Q16
    position += velocity
    position &= _WRAP
