"""A bidirectional associative memory as key generator, a negative example (paper 001, table 1, row 8).

The memory is M = sum of x_k^T y_k over public pattern pairs (Kosko, 1988). The seed is turned into a probe,
which is recalled until nothing changes; the fixed point, 64 + 64 signs, is 16 bytes of the key. A memory has
few fixed points, and everyone can list them: the keys look random and there are hardly any.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from lab.generators.derivation import derive, numbered_seed
from lab.generators.generator import KeyGenerator
from lab.generators.key_space import KeySpace, key_length, seed_space, smallest
from lab.generators.labels import Label
from lab.generators.parameters import require_range

SIDE = 64
"""n = m: units of each of the two layers."""

RECALL_BYTES = 2 * SIDE // 8
_ITERATIONS = 50
_PROBES = 2000
_COUNTING_SEED = b"effective key space"

Signs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class AssociativeMemory:
    """Parameters.

    Attributes:
        pairs: stored in the memory; public.
        memory: number that they are drawn from; public.
        recalls: probes of one key, 16 bytes each.
    """

    pairs: int = 4
    memory: int = 1
    recalls: int = 2

    def __post_init__(self) -> None:
        require_range("pairs", self.pairs, 1, 64)
        require_range("memory", self.memory, 0, (1 << 63) - 1)
        require_range("recalls", self.recalls, 1, 64)


def make(seed: bytes, parameters: AssociativeMemory) -> bytes:
    """The key of a seed: one fixed point behind the other."""
    return _key(_probes(seed, parameters), parameters)


def neighbour(seed: bytes, parameters: AssociativeMemory, number: int) -> bytes:
    """The key when one unit of a probe is turned."""
    probes = _probes(seed, parameters)
    probes.flat[number % probes.size] *= -1
    return _key(probes, parameters)


def _probes(seed: bytes, parameters: AssociativeMemory) -> Signs:
    return probes_of(derive(seed, Label.PROBE, length=parameters.recalls * SIDE // 8))


def _key(probes: Signs, parameters: AssociativeMemory) -> bytes:
    return np.packbits(recall(memory_of(parameters), probes) > 0).tobytes()


def memory_of(parameters: AssociativeMemory) -> Signs:
    """The public memory M, int64 [64, 64]."""
    drawn = derive(b"", Label.MEMORY, parameters.memory, length=parameters.pairs * RECALL_BYTES)
    patterns = probes_of(drawn).reshape(parameters.pairs, 2, SIDE)
    memory: Signs = np.einsum("ki,kj->ij", patterns[:, 0], patterns[:, 1])
    return memory


def probes_of(drawn: bytes) -> Signs:
    """Bits as signs, int64 [probes, 64]."""
    bits = np.unpackbits(np.frombuffer(drawn, np.uint8)).astype(np.int64)
    return (2 * bits - 1).reshape(-1, SIDE)


def recall(memory: Signs, probes: Signs) -> Signs:
    """Recall until nothing changes, at most 50 times.

    y = sgn(x M) and x = sgn(y M^T) in turn; a sum of zero leaves a unit as it is. The y of a probe begin as
    ones.

    Args:
        memory: int64 [64, 64].
        probes: int64 [probes, 64] of -1 and +1, the first x.

    Returns:
        int64 [probes, 128]: x and y.
    """
    x, y = probes, np.ones_like(probes)
    for _ in range(_ITERATIONS):
        before = x, y
        y = _signs(x @ memory, y)
        x = _signs(y @ memory.T, x)
        if np.array_equal(before[0], x) and np.array_equal(before[1], y):
            break
    return np.concatenate([x, y], axis=1)


def _signs(sums: Signs, before: Signs) -> Signs:
    return np.where(sums == 0, before, np.sign(sums))


@lru_cache(maxsize=16)
def count_fixed_points(parameters: AssociativeMemory) -> tuple[int, int]:
    """What 2,000 random probes end in: how many fixed points, and how many probes in the commonest."""
    length = SIDE // 8
    drawn = b"".join(numbered_seed(_COUNTING_SEED, number)[:length] for number in range(_PROBES))
    ends = recall(memory_of(parameters), probes_of(drawn))
    _, counts = np.unique(ends, axis=0, return_counts=True)
    return len(counts), int(counts.max())


def _claimed(parameters: AssociativeMemory) -> KeySpace:
    return KeySpace(
        8.0 * RECALL_BYTES * parameters.recalls, "every key of this length; the review prints none"
    )


def _effective(parameters: AssociativeMemory, seed_bytes: int) -> KeySpace:
    """Shannon would flatter it: what counts is how likely the best guess is."""
    found, commonest = count_fixed_points(parameters)
    share = commonest / _PROBES
    basis = f"{found} fixed points of {_PROBES:,} probes, {100 * share:.0f} % of them in one"
    guess = KeySpace(-parameters.recalls * math.log2(share), basis)
    return smallest(guess, seed_space(seed_bytes), key_length(RECALL_BYTES * parameters.recalls))


GENERATOR = KeyGenerator(
    name="associative-memory",
    summary="fixed points of an associative memory",
    rows=(8,),
    initial_seed="probes; the memory is public",
    parameters=AssociativeMemory,
    make=make,
    claimed=_claimed,
    effective=_effective,
    neighbour=neighbour,
)
"""The registry's entry."""
