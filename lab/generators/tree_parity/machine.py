"""One party's machine."""

from __future__ import annotations

import math

import numpy as np

from lab.generators.tree_parity.inputs import Inputs
from lab.generators.tree_parity.parameters import Outputs, TreeParity
from lab.generators.tree_parity.population import (
    Weights,
    learn_in_parts,
    local_fields,
    part_outputs_of,
    signs_of,
)
from shared.exact.xof import ShakeStream


class Machine:
    """A tree parity machine with secret weights.

    h_i = sum over j of w_ij x_ij, sigma_i = +1 where h_i > 0 and else -1, tau = product of all sigma_i. In a
    machine of several parts it is the product of a part's.

    Args:
        parameters: of the machine.
        random: draws the first weights, uniform from -L to L.
    """

    def __init__(self, parameters: TreeParity, random: ShakeStream) -> None:
        self._parameters = parameters
        depth = parameters.depth
        drawn = [random.between(0, 2 * depth) - depth for _ in range(math.prod(parameters.shape))]
        self._weights: Weights = np.array(drawn, np.int16).reshape(1, *parameters.shape)

    @property
    def weights(self) -> Weights:
        """int16 [K, N]; they change when the machine learns."""
        weights: Weights = self._weights[0]
        return weights

    def answer(self, inputs: Inputs) -> Outputs:
        """The output tau of each part, -1 or +1, int8 [parts], for inputs int16 [K, N]."""
        signs = signs_of(local_fields(self._weights, inputs))
        outputs: Outputs = part_outputs_of(signs, self._parameters.parts)[0]
        return outputs

    def learn(self, inputs: Inputs, ours: Outputs, theirs: Outputs) -> None:
        """Learn from inputs on which this machine answered ``ours`` and the other one ``theirs``."""
        learning = self._parameters.learning(ours, theirs)
        if learning.any():
            signs = signs_of(local_fields(self._weights, inputs))
            learn_in_parts(self._weights, inputs, signs, ours, learning, self._parameters)
