"""The public inputs: -1 and +1 from SHAKE-256 of a seed that everyone may know."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from lab.generators.derivation import stream
from lab.generators.labels import Label
from lab.generators.tree_parity.parameters import TreeParity

Inputs = npt.NDArray[np.int16]

BLOCK = 100
"""Steps whose inputs are made together."""


class PublicInputs:
    """Inputs by step.

    Args:
        seed: public.
        parameters: number of hidden units and of inputs.
    """

    def __init__(self, seed: bytes, parameters: TreeParity) -> None:
        self._seed = seed
        self._shape = parameters.shape
        self._last = lru_cache(maxsize=1)(self.block)

    def block(self, number: int) -> Inputs:
        """Inputs of the steps from 100 times ``number`` on, int16 [100, hidden, inputs] of -1 and +1."""
        hidden, width = self._shape
        count = BLOCK * hidden * width
        drawn = stream(self._seed, Label.INPUTS, number).bytes(-(-count // 8))
        bits = np.unpackbits(np.frombuffer(drawn, np.uint8), count=count)
        return (2 * bits.astype(np.int16) - 1).reshape(BLOCK, hidden, width)

    def at(self, step: int) -> Inputs:
        """Inputs of one step, int16 [hidden, inputs]."""
        block, row = divmod(step, BLOCK)
        inputs: Inputs = self._last(block)[row]
        return inputs
