"""The registry's entry: a key of 16 bytes from as many runs of a trained network as it takes (paper 004).

The network is public. A key of the paper has as many bits as the input; those of 10 bits are joined.
"""

from __future__ import annotations

import math

import numpy as np

from lab.generators.derivation import stream
from lab.generators.generator import KeyGenerator
from lab.generators.key_space import KeySpace, key_length, seed_space, smallest
from lab.generators.labels import Label
from lab.generators.network_keys.bit_rows import Bits, random_bits
from lab.generators.network_keys.extraction import distinct_keys, keys_for
from lab.generators.network_keys.plan import TrainingPlan

KEY_BYTES = 16


def make(seed: bytes, plan: TrainingPlan) -> bytes:
    """The key of a seed.

    Raises:
        Failure: ``LOCAL_FAILURE`` where torch is not installed.
    """
    return _key(_inputs(seed, plan), plan)


def neighbour(seed: bytes, plan: TrainingPlan, number: int) -> bytes:
    """The key when one bit of the first input is turned.

    Raises:
        Failure: as :func:`make`.
    """
    inputs = _inputs(seed, plan)
    inputs[0, number % plan.bits] ^= 1
    return _key(inputs, plan)


def runs_of(plan: TrainingPlan) -> int:
    """How many runs of the network make a key."""
    return -(-8 * KEY_BYTES // plan.bits)


def _inputs(seed: bytes, plan: TrainingPlan) -> Bits:
    return random_bits(stream(seed, Label.NETWORK_KEYS, plan.bits), runs_of(plan), plan.bits)


def _key(inputs: Bits, plan: TrainingPlan) -> bytes:
    return np.packbits(keys_for(inputs, plan).reshape(-1)[: 8 * KEY_BYTES]).tobytes()


def _claimed(_plan: TrainingPlan) -> KeySpace:
    return key_length(KEY_BYTES)


def _effective(plan: TrainingPlan, seed_bytes: int) -> KeySpace:
    runs, distinct = runs_of(plan), distinct_keys(plan)
    if distinct is None:
        bits, basis = float(plan.bits), f"{runs} inputs of {plan.bits} bits"
    else:
        bits, basis = math.log2(distinct), f"{runs} runs, each with {distinct:,} keys of 2^{plan.bits} inputs"
    of_inputs = KeySpace(min(runs * bits, 8.0 * KEY_BYTES), basis)
    return smallest(of_inputs, seed_space(seed_bytes))


GENERATOR = KeyGenerator(
    name="network-keys",
    summary="outputs of a network trained on random bits (paper 004)",
    rows=(),
    initial_seed="the network's inputs",
    parameters=TrainingPlan,
    make=make,
    claimed=_claimed,
    effective=_effective,
    neighbour=neighbour,
    reproducible="with the same build of torch",
    verdict="A network of n inputs has at most 2^n keys; what is random in them are its inputs.",
)
"""The registry's entry."""
