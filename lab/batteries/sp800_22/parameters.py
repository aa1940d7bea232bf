"""What the tests may be told, and by which reading of the document they go."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Reading(enum.StrEnum):
    """Where the suite's C code (sts-2.1.2) and exact mathematics disagree, which of them holds."""

    STS = "sts"
    """As the C code computes it, so that p-values can be compared with those of the suite."""
    CORRECTED = "corrected"
    """With exact probabilities, so that p-values of an ideal source are uniform; to judge by."""


@dataclass(frozen=True)
class Parameters:
    """The defaults are those of the suite for 1,000,000 bits.

    Attributes:
        reading: which of the two holds where they disagree.
        recommended_lengths: whether a sequence shorter than the document recommends for a test is refused;
            else only one on which the test cannot be computed is.
        block_frequency_bits: M of the frequency test within a block.
        template_bits: m of the non-overlapping templates, 2..16.
        overlapping_bits: m of the overlapping template of ones, 2..16.
        approximate_entropy_bits: m of the approximate entropy test, 1..16.
        serial_bits: m of the serial test, 3..16.
        linear_complexity_bits: M of the linear complexity test.
    """

    reading: Reading = Reading.CORRECTED
    recommended_lengths: bool = True
    block_frequency_bits: int = 128
    template_bits: int = 9
    overlapping_bits: int = 9
    approximate_entropy_bits: int = 10
    serial_bits: int = 16
    linear_complexity_bits: int = 500

    def __post_init__(self) -> None:
        ranges = {
            "block_frequency_bits": (1, None),
            "template_bits": (2, 16),
            "overlapping_bits": (2, 16),
            "approximate_entropy_bits": (1, 16),
            "serial_bits": (3, 16),
            "linear_complexity_bits": (8, None),
        }
        for name, (least, most) in ranges.items():
            value = getattr(self, name)
            if value < least or (most is not None and value > most):
                raise ValueError(f"{name} is {value}")
