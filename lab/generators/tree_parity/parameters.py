"""Size and learning rule of tree parity machines."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from lab.generators.parameters import require_range
from shared.encoding import Item, integer
from shared.errors import Code, Failure

Outputs = npt.NDArray[np.int8]
"""What a machine answers, -1 or +1: one number, or one for each part of a machine that has several."""

Learning = npt.NDArray[np.bool_]
"""Which parts learn."""

WEIGHTS_MAX = 1 << 16
DEPTH_MAX = 127
HIDDEN_MAX = 16


class Rule(enum.StrEnum):
    """How a hidden unit that agrees with the common output learns; weights are then cut off at the depth."""

    HEBBIAN = "hebbian"
    """w + x tau."""
    ANTI_HEBBIAN = "anti-hebbian"
    """w - x tau."""
    RANDOM_WALK = "random-walk"
    """w + x."""

    def gain(self, output: int) -> int:
        """What the input is multiplied by before it is added, for an output of -1 or +1."""
        return {Rule.HEBBIAN: output, Rule.ANTI_HEBBIAN: -output, Rule.RANDOM_WALK: 1}[self]


@dataclass(frozen=True)
class TreeParity:
    """Parameters of two machines that are to synchronise.

    Attributes:
        hidden: K, hidden units.
        inputs: N, inputs of each.
        depth: L; weights are whole numbers from -L to L.
        rule: by which both learn.
    """

    hidden: int = 3
    inputs: int = 100
    depth: int = 3
    rule: Rule = Rule.RANDOM_WALK

    def __post_init__(self) -> None:
        require_range("hidden", self.hidden, 1, HIDDEN_MAX)
        require_range("inputs", self.inputs, 1, WEIGHTS_MAX)
        require_range("depth", self.depth, 1, DEPTH_MAX)
        if self.hidden * self.inputs > WEIGHTS_MAX:
            sentence = f"hidden x inputs is {self.hidden * self.inputs:,}; {WEIGHTS_MAX:,} is the most."
            raise Failure(Code.INVALID_INPUT, sentence, field="parameters")

    @property
    def weight_bits(self) -> float:
        """log2 of the number of weights' values together: KN log2(2L + 1)."""
        return self.hidden * self.inputs * math.log2(2 * self.depth + 1)

    @property
    def shape(self) -> tuple[int, int]:
        """Of one machine's weights."""
        return self.hidden, self.inputs

    @property
    def parts(self) -> int:
        """Outputs that a machine has."""
        return 1

    def learning(self, ours: Outputs, theirs: Outputs) -> Learning:
        """Which parts learn when the parties have given these outputs: those that gave the same."""
        same: Learning = ours == theirs
        return same

    @property
    def numbers(self) -> tuple[Item, ...]:
        """The parameters as a greeting has them, in the order of the fields."""
        return self.hidden, self.inputs, self.depth, self.rule

    @classmethod
    def of_numbers(cls, numbers: Sequence[bytes]) -> Self:
        """Read what :attr:`numbers` became.

        Raises:
            ValueError: there are more or fewer, or a rule that is none.
            Failure: ``MALFORMED`` or ``INVALID_INPUT`` for a number that is none, or out of range.
        """
        hidden, inputs, depth, rule = numbers
        return cls(integer(hidden), integer(inputs), integer(depth), Rule(rule.decode()))
