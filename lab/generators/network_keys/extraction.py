"""Keys without end: inputs drawn anew from a seed, the network's outputs one behind the other.

What comes out is a function of what goes in. Its randomness is that of the stream that inputs are drawn from,
less whatever the network loses of it.
"""

from __future__ import annotations

import importlib
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from lab.generators.network_keys.bit_rows import Bits, all_inputs, numbers_of
from lab.generators.network_keys.plan import TABLE_BITS_MAX, TrainingPlan
from shared.errors import Code, Failure

if TYPE_CHECKING:
    from lab.generators.network_keys.training import Trained

_TABLES = 8


def keys_for(inputs: Bits, plan: TrainingPlan) -> Bits:
    """The keys that the network of a plan makes of inputs; it is trained when it is first needed.

    Args:
        inputs: uint8 [n, bits] of 0 and 1.
        plan: of the training.

    Returns:
        uint8 of the same shape.

    Raises:
        Failure: ``LOCAL_FAILURE`` where torch is not installed.
    """
    if plan.bits <= TABLE_BITS_MAX:
        return every_key(plan)[numbers_of(inputs)]
    return _keys_of(trained_network(plan), inputs)


def distinct_keys(plan: TrainingPlan) -> int | None:
    """How many keys there are in all; None where there are too many inputs to try each.

    Raises:
        Failure: as :func:`keys_for`.
    """
    return len(np.unique(every_key(plan), axis=0)) if plan.bits <= TABLE_BITS_MAX else None


@lru_cache(maxsize=_TABLES)
def every_key(plan: TrainingPlan) -> Bits:
    """The key of every input in order of its number, uint8 [2^bits, bits].

    Raises:
        Failure: as :func:`keys_for`.
        ValueError: there are more than 2^16 inputs.
    """
    if plan.bits > TABLE_BITS_MAX:
        raise ValueError("there are too many inputs to list them")
    keys = _keys_of(trained_network(plan), all_inputs(plan.bits))
    keys.flags.writeable = False
    return keys


def trained_network(plan: TrainingPlan) -> Trained:
    """The network of a plan.

    Raises:
        Failure: as :func:`keys_for`.
    """
    if find_spec("torch") is None:
        sentence = "Keys of a network need torch; install RidgeKey with its extra `lab`."
        raise Failure(Code.LOCAL_FAILURE, sentence)
    # By name, when a network is needed: everything else here works without torch.
    training = importlib.import_module("lab.generators.network_keys.training")
    found: Trained = training.trained(plan)
    return found


def _keys_of(network: Trained, inputs: Bits) -> Bits:
    training = importlib.import_module("lab.generators.network_keys.training")
    keys: Bits = training.keys_of(network.network, inputs)
    return keys
