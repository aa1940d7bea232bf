"""How far apart two machines' weights are at every step, and those of one that listens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lab.generators.derivation import derive, pcg64
from lab.generators.labels import Label
from lab.generators.tree_parity.exchange_loop import PARTIES
from lab.generators.tree_parity.inputs import PublicInputs
from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.population import (
    Weights,
    flip_weakest,
    learn,
    local_fields,
    outputs_of,
    random_weights,
    signs_of,
)
from lab.generators.tree_parity.synchronisation import STEPS_MAX

Distances = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Trace:
    """Mean distance of two machines' weights as a share of the greatest, 2 L, at each step.

    Attributes:
        parties: float64 [steps + 1], of the two that exchange outputs; the last is 0 where they met.
        listener: float64 [steps + 1], of the first of them and a geometric listener.
    """

    parties: Distances
    listener: Distances


def trace(parameters: TreeParity, seed: bytes, steps_max: int = STEPS_MAX) -> Trace:
    """One exchange with a geometric listener, step by step, until both parties have the same weights.

    Args:
        parameters: of all machines.
        seed: of their weights and of the public inputs.
        steps_max: after which it is given up.
    """
    weights = random_weights(pcg64(seed, Label.WEIGHTS), PARTIES + 1, parameters)
    inputs = PublicInputs(derive(seed, Label.INPUT_SEED), parameters)
    distances = [_distances(weights, parameters)]
    while distances[-1][0] > 0 and len(distances) <= steps_max:
        given = inputs.at(len(distances) - 1)
        fields = local_fields(weights, given)
        signs = signs_of(fields)
        outputs = outputs_of(signs)
        if outputs[0] == outputs[1]:
            flip_weakest(fields, signs, outputs != outputs[0])
            learn(weights, given, signs, int(outputs[0]), parameters)
        distances.append(_distances(weights, parameters))
    parties, listener = np.array(distances).T
    return Trace(parties, listener)


def _distances(weights: Weights, parameters: TreeParity) -> tuple[float, float]:
    apart = np.abs(weights[1:].astype(np.int32) - weights[0]).mean(axis=(1, 2)) / (2 * parameters.depth)
    return float(apart[0]), float(apart[1])
