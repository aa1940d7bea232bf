"""Parameters of machines with several outputs: a reconstruction of the CVTPM and the VVTPM.

The review names both and defines neither (paper 001, table 1, rows 2 and 6). What is built here is the
reading that fits what is known of them: V tree parity machines side by side, each with weights and inputs of
its own, that share an exchange and give one key. Two of them stand for the real and the imaginary part of the
complex-valued machine. It is to be checked against the original texts.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from lab.generators.parameters import require_range
from lab.generators.tree_parity.parameters import WEIGHTS_MAX, Learning, Outputs, Rule, TreeParity
from shared.encoding import Item, integer
from shared.errors import Code, Failure

COMPONENTS_MAX = 16


class Agreement(enum.StrEnum):
    """When a component learns."""

    EACH = "each"
    """When its own outputs are equal."""
    ALL = "all"
    """When those of all components are."""


@dataclass(frozen=True)
class VectorTreeParity(TreeParity):
    """Parameters of two machines of several components; hidden, inputs, depth and rule are each one's.

    Attributes:
        components: V, outputs of a machine.
        agreement: when a component learns.
    """

    components: int = 2
    agreement: Agreement = Agreement.EACH

    def __post_init__(self) -> None:
        super().__post_init__()
        require_range("components", self.components, 1, COMPONENTS_MAX)
        weights = self.components * self.hidden * self.inputs
        if weights > WEIGHTS_MAX:
            sentence = f"components x hidden x inputs is {weights:,}; {WEIGHTS_MAX:,} is the most."
            raise Failure(Code.INVALID_INPUT, sentence, field="parameters")

    @property
    def weight_bits(self) -> float:
        """log2 of the number of all components' weights together."""
        return self.components * super().weight_bits

    @property
    def shape(self) -> tuple[int, int]:
        """Of one machine's weights: the components' hidden units one behind the other."""
        return self.components * self.hidden, self.inputs

    @property
    def parts(self) -> int:
        """Outputs that a machine has."""
        return self.components

    def learning(self, ours: Outputs, theirs: Outputs) -> Learning:
        """Which components learn when the parties have given these outputs."""
        same = super().learning(ours, theirs)
        return same if self.agreement is Agreement.EACH else np.full_like(same, same.all())

    @property
    def numbers(self) -> tuple[Item, ...]:
        """The parameters as a greeting has them, in the order of the fields."""
        return *super().numbers, self.components, self.agreement

    @classmethod
    def of_numbers(cls, numbers: Sequence[bytes]) -> Self:
        """Read what :attr:`numbers` became; see :meth:`TreeParity.of_numbers`."""
        hidden, inputs, depth, rule, components, agreement = numbers
        sizes = (integer(hidden), integer(inputs), integer(depth))
        return cls(*sizes, Rule(rule.decode()), integer(components), Agreement(agreement.decode()))
