"""Tree parity machines in the review's loop, both parties from one seed (paper 001, table 1, rows 1 to 7)."""

from __future__ import annotations

import math
from functools import lru_cache

from lab.generators.derivation import stream
from lab.generators.generator import KeyGenerator
from lab.generators.key_space import KeySpace, seed_space, smallest
from lab.generators.labels import Label
from lab.generators.tree_parity.attackers import VERDICT, Attack, AttackRate, measure_attack
from lab.generators.tree_parity.messages import Role
from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.within_process import agree_within_process

_RUNS = 200
_SEED = b"effective key space"


class SeededRandomness:
    """What stands for the operating system's generator when an exchange is to be repeated.

    Args:
        seed: of both parties.
        role: whose it is.
    """

    def __init__(self, seed: bytes, role: Role) -> None:
        self._stream = stream(seed, Label.PARTY, role)

    def token(self, length: int) -> bytes:
        """The next ``length`` bytes."""
        return self._stream.bytes(length)


def make(seed: bytes, parameters: TreeParity) -> bytes:
    """The session key of two parties whose randomness is the seed's, 32 bytes.

    Raises:
        Failure: ``LOCAL_FAILURE`` when the machines do not synchronise.
    """
    ours, theirs = agree_within_process(parameters, lambda role: SeededRandomness(seed, role))
    with ours.key as key, theirs.key:
        return key.export_bytes()


def _claimed(parameters: TreeParity) -> KeySpace:
    return KeySpace(parameters.weight_bits, "every weight of one machine")


def _effective(parameters: TreeParity, seed_bytes: int) -> KeySpace:
    """What listening leaves of the weights; X25519, which holds by itself, is not counted."""
    found = _geometric(parameters)
    spaces = [seed_space(seed_bytes), _claimed(parameters)]
    if found.successes:
        basis = f"a geometric listener has the weights of {found.successes} in {found.runs} exchanges"
        spaces.append(KeySpace(-math.log2(found.successes / found.runs), basis))
    return smallest(*spaces)


@lru_cache(maxsize=16)
def _geometric(parameters: TreeParity) -> AttackRate:
    return measure_attack(parameters, Attack.GEOMETRIC, 1, _RUNS, _SEED)


GENERATOR = KeyGenerator(
    name="tree-parity",
    summary="two tree parity machines and X25519",
    rows=(1, 3, 4, 5, 7),
    initial_seed="first weights of both machines, nonces, X25519 keys",
    parameters=TreeParity,
    make=make,
    claimed=_claimed,
    effective=_effective,
    verdict=VERDICT,
)
"""The registry's entry."""
