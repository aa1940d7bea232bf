"""One party's machine."""

from __future__ import annotations

import numpy as np

from lab.generators.tree_parity.inputs import Inputs
from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.population import Weights, learn, local_fields, outputs_of, signs_of
from shared.exact.xof import ShakeStream


class Machine:
    """A tree parity machine with secret weights.

    h_i = sum over j of w_ij x_ij, sigma_i = +1 where h_i > 0 and else -1, tau = product of all sigma_i.

    Args:
        parameters: of the machine.
        random: draws the first weights, uniform from -L to L.
    """

    def __init__(self, parameters: TreeParity, random: ShakeStream) -> None:
        self._parameters = parameters
        depth = parameters.depth
        drawn = [random.between(0, 2 * depth) - depth for _ in range(parameters.hidden * parameters.inputs)]
        self._weights: Weights = np.array(drawn, np.int16).reshape(1, *parameters.shape)

    @property
    def weights(self) -> Weights:
        """int16 [K, N]; they change when the machine learns."""
        weights: Weights = self._weights[0]
        return weights

    def answer(self, inputs: Inputs) -> int:
        """The output tau, -1 or +1, for inputs int16 [K, N]."""
        return int(outputs_of(signs_of(local_fields(self._weights, inputs)))[0])

    def learn(self, inputs: Inputs, output: int) -> None:
        """Learn from inputs on which both machines gave ``output``."""
        signs = signs_of(local_fields(self._weights, inputs))
        learn(self._weights, inputs, signs, output, self._parameters)
