"""One exchange of machines with several outputs, beside machines that listen and correct themselves.

A listener does in every component what the geometric attack does: where its output is not the parties', it
turns the sign of its least certain unit. It learns whenever the parties do.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lab.generators.derivation import derive, pcg64
from lab.generators.labels import Label
from lab.generators.tree_parity.exchange_loop import PARTIES
from lab.generators.tree_parity.inputs import Inputs, PublicInputs
from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.population import (
    Fields,
    Signs,
    Weights,
    learn_in_parts,
    local_fields,
    part_outputs_of,
    random_weights,
    signs_of,
)
from lab.generators.tree_parity.synchronisation import STEPS_MAX, Ended

Known = npt.NDArray[np.bool_]


def synchronise_in_parts(
    parameters: TreeParity, seed: bytes, listeners: int = 0, steps_max: int = STEPS_MAX
) -> Ended:
    """One exchange from random weights, in NumPy.

    Args:
        parameters: of all machines.
        seed: of their weights and of the public inputs; a machine of one part has those of `synchronise`.
        listeners: machines that listen, from random weights of their own.
        steps_max: inputs after which it is given up.
    """
    weights = random_weights(pcg64(seed, Label.WEIGHTS), PARTIES + listeners, parameters)
    inputs = PublicInputs(derive(seed, Label.INPUT_SEED), parameters)
    steps = 0
    while steps < steps_max and not np.array_equal(weights[0], weights[1]):
        _step(weights, inputs.at(steps), parameters)
        steps += 1
    return Ended(weights, steps)


def known_components(ended: Ended, components: int) -> Known:
    """Which components of the parties' weights each listener has, bool [listeners, components]."""
    weights = ended.weights.reshape(len(ended.weights), components, -1)
    known: Known = (weights[PARTIES:] == weights[0]).all(axis=2)
    return known


def _step(weights: Weights, given: Inputs, parameters: TreeParity) -> None:
    fields = local_fields(weights, given)
    signs = signs_of(fields)
    outputs = part_outputs_of(signs, parameters.parts)
    learning = parameters.learning(outputs[0], outputs[1])
    if learning.any():
        _correct(fields[PARTIES:], signs[PARTIES:], outputs[PARTIES:] != outputs[0])
        learn_in_parts(weights, given, signs, outputs[0], learning, parameters)


def _correct(fields: Fields, signs: Signs, wrong: Signs) -> None:
    """Turn the weakest unit of every wrong part, in place."""
    machines, parts = np.nonzero(wrong)
    units = signs.shape[1] // wrong.shape[1]
    sizes = np.abs(fields.reshape(*wrong.shape, units))[machines, parts]
    signs[machines, parts * units + np.argmin(sizes, axis=1)] *= np.int8(-1)
