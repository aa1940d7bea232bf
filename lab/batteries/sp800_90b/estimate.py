"""What one estimator says of the samples, and the bound that most of them share."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

Z = 2.576
"""Of a 99 % confidence interval, as the document prints it; NIST's tool takes 2.5758293."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A min-entropy, or the reason why there is none.

    Attributes:
        name: of the estimator.
        entropy: bits of a sample; None if the estimator does not apply.
        reason: why it does not apply, as a sentence; empty if it does.
        statistics: named intermediate values, for whoever checks the computation.
    """

    name: str
    entropy: float | None = None
    reason: str = ""
    statistics: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.entropy is None) == (not self.reason):
            raise ValueError("an estimate has an entropy or a reason, not both")


def upper_bound(probability: float, samples: int, z: float = Z) -> float:
    """p_u of §6.3: the upper end of the confidence interval of a probability, at most 1.

    Args:
        probability: as it was observed.
        samples: L, how many there were, at least 2.
        z: of the interval.
    """
    return min(1.0, probability + z * math.sqrt(probability * (1 - probability) / (samples - 1)))


def bits_of(probability: float) -> float:
    """-log2 of a probability, without a negative zero."""
    return max(0.0, -math.log2(probability))
