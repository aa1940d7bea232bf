"""Vector machines in the review's loop, both parties from one seed (paper 001, table 1, rows 2 and 6)."""

from __future__ import annotations

import math
from functools import lru_cache

from lab.generators.derivation import numbered_seed
from lab.generators.generator import KeyGenerator
from lab.generators.key_space import KeySpace, seed_space, smallest
from lab.generators.tree_parity.attackers import VERDICT
from lab.generators.tree_parity.key_generator import make
from lab.generators.tree_parity.vector_parameters import VectorTreeParity
from lab.generators.tree_parity.vector_synchronisation import known_components, synchronise_in_parts

_RUNS, _LISTENERS = 20, 20
_SEED = b"effective key space of vector machines"


def _claimed(parameters: VectorTreeParity) -> KeySpace:
    return KeySpace(parameters.weight_bits, "every weight of one machine")


def _effective(parameters: VectorTreeParity, seed_bytes: int) -> KeySpace:
    """What listening leaves of the weights; X25519, which holds by itself, is not counted.

    Listeners need not know all components: whoever has several joins what each knows.
    """
    known, listened = _listen(parameters)
    spaces = [seed_space(seed_bytes), _claimed(parameters)]
    if known:
        basis = f"a geometric listener has a component's weights in {known} of {listened} cases"
        spaces.append(KeySpace(-parameters.components * math.log2(known / listened), basis))
    return smallest(*spaces)


@lru_cache(maxsize=16)
def _listen(parameters: VectorTreeParity) -> tuple[int, int]:
    """Components that listeners had when the parties' weights were equal, and how many there were."""
    ended = [
        synchronise_in_parts(parameters, numbered_seed(_SEED, number), _LISTENERS) for number in range(_RUNS)
    ]
    found = [known_components(one, parameters.components) for one in ended if one.synchronised]
    return sum(int(known.sum()) for known in found), sum(known.size for known in found)


GENERATOR = KeyGenerator(
    name="vector-tree-parity",
    summary="tree parity machines of several outputs, reconstructed",
    rows=(2, 6),
    initial_seed="first weights of both machines, nonces, X25519 keys",
    parameters=VectorTreeParity,
    make=make,
    claimed=_claimed,
    effective=_effective,
    verdict=VERDICT,
)
"""The registry's entry."""
