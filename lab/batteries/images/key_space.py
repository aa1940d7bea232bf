"""Key spaces as papers count them, beside what an attacker has to try.

The claimed space is the product of the ranges of all parameters (the review's eq. 1). The effective entropy
is the logarithm of how many inputs there are for somebody who knows code, model and public data: a key made
of one of 6,000 prints has 12.6 bits, however long it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shared.errors import Code, Failure

ENOUGH_BITS = 100
"""What the papers take for enough against trying all keys."""


@dataclass(frozen=True)
class KeySpace:
    """A claim and what is behind it.

    Attributes:
        claimed_bits: log2 of the product of all ranges.
        effective_bits: log2 of the number of inputs to try.
        inputs: what these are, in words.
    """

    claimed_bits: float
    effective_bits: float
    inputs: str

    @property
    def enough(self) -> bool:
        """Whether the effective entropy, not the claim, reaches :data:`ENOUGH_BITS`."""
        return self.effective_bits >= ENOUGH_BITS


def key_space(ranges: Sequence[int], inputs: int, of_what: str) -> KeySpace:
    """Count a key space twice.

    Args:
        ranges: how many values each parameter may take, such as 1,024 times 256.
        inputs: how many different inputs lead to a key; never more than the claim counts.
        of_what: what the inputs are, such as ``prints of the public data set``.

    Raises:
        Failure: ``INVALID_INPUT`` for no parameters, or counts below one.
    """
    if not ranges or min(ranges) < 1 or inputs < 1:
        sentence = "A key space has parameters with at least one value each, and at least one input."
        raise Failure(Code.INVALID_INPUT, sentence, field="ranges")
    claimed = math.fsum(math.log2(values) for values in ranges)
    return KeySpace(claimed, min(math.log2(inputs), claimed), of_what)
