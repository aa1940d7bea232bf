"""Eavesdroppers that run many machines together: the majority and the genetic attack.

They see inputs and outputs of every step and change nothing. Shapes: M machines, K hidden units.
"""

from __future__ import annotations

from itertools import product
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lab.generators.tree_parity.inputs import Inputs
from lab.generators.tree_parity.parameters import TreeParity
from lab.generators.tree_parity.population import (
    Signs,
    Weights,
    flip_weakest,
    learn,
    local_fields,
    outputs_of,
    random_weights,
    signs_of,
)

HISTORY = 30
"""V: outputs by which a machine of the genetic attack is judged."""

LEAST_RIGHT = 20
"""U: how many of them must be right."""


class Ensemble(Protocol):
    """What listens to an exchange."""

    weights: Weights

    def observe(self, step: int, inputs: Inputs, output: int) -> None:
        """Learn from a step in which both parties gave ``output`` and learned.

        Args:
            step: from 0 on.
            inputs: int16 [K, N].
            output: -1 or +1.
        """


class Majority:
    """M machines correct themselves as in the geometric attack; in every other step they vote.

    All then learn by the internal representation that most of them have (Shacham, Klimov, Kanter et al.,
    2004). In the steps between each learns by its own, or all would soon be one machine.

    Args:
        parameters: of the machines.
        machines: M.
        random: draws their weights.
    """

    def __init__(self, parameters: TreeParity, machines: int, random: np.random.Generator) -> None:
        self.weights = random_weights(random, machines, parameters)
        self._parameters = parameters
        self._places = 1 << np.arange(parameters.hidden)

    def observe(self, step: int, inputs: Inputs, output: int) -> None:
        """See :class:`Ensemble`."""
        fields = local_fields(self.weights, inputs)
        signs = signs_of(fields)
        flip_weakest(fields, signs, outputs_of(signs) != output)
        if step % 2:
            codes = (signs > 0) @ self._places
            signs[:] = signs[np.argmax(codes == np.bincount(codes).argmax())]
        learn(self.weights, inputs, signs, output, self._parameters)


class Genetic:
    """Machines branch while there is room, and the unfit are removed when there is none.

    With room for it every machine becomes 2^(K-1), one for each internal representation that gives the
    output. Without, those with fewer than 20 of the last 30 outputs right are removed, all being kept if
    nobody is left, and the others correct themselves and learn (Klimov, Mityagin and Shamir, 2002; the
    correction is the geometric attack's, without which hardly anything is learned).

    Args:
        parameters: of the machines.
        machines: M, the most there may be; at least 2^(K-1).
        random: draws the weights of the first one.
    """

    def __init__(self, parameters: TreeParity, machines: int, random: np.random.Generator) -> None:
        self.weights = random_weights(random, 1, parameters)
        self._parameters = parameters
        self._room = machines // len(representations(parameters.hidden, 1))
        self._right: npt.NDArray[np.bool_] = np.zeros((1, HISTORY), np.bool_)
        self._seen = 0

    def observe(self, step: int, inputs: Inputs, output: int) -> None:
        """See :class:`Ensemble`."""
        fields = local_fields(self.weights, inputs)
        signs = signs_of(fields)
        self._right[:, self._seen % HISTORY] = outputs_of(signs) == output
        self._seen += 1
        if len(self.weights) <= self._room:
            signs = self._branch(output)
        else:
            flip_weakest(fields, signs, ~self._right[:, (self._seen - 1) % HISTORY])
            signs = self._select(signs)
        learn(self.weights, inputs, signs, output, self._parameters)

    def _branch(self, output: int) -> Signs:
        """Put a machine for each representation in the place of each; the signs by which they learn."""
        fitting = representations(self._parameters.hidden, output)
        machines = len(self.weights)
        self.weights = np.repeat(self.weights, len(fitting), axis=0)
        self._right = np.repeat(self._right, len(fitting), axis=0)
        return np.tile(fitting, (machines, 1))

    def _select(self, signs: Signs) -> Signs:
        """Remove the unfit; the signs of those that are left."""
        fit = self._right.sum(axis=1) >= LEAST_RIGHT
        if self._seen < HISTORY or not fit.any():
            return signs
        self.weights, self._right = self.weights[fit], self._right[fit]
        kept: Signs = signs[fit]
        return kept


def representations(hidden: int, output: int) -> Signs:
    """All signs of K hidden units whose product is the output, int8 [2^(K-1), K]."""
    every = np.array(list(product((-1, 1), repeat=hidden)), np.int8)
    fitting: Signs = every[outputs_of(every) == output]
    return fitting
