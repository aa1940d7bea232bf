"""Why a test says nothing of a sequence: outcomes with a reason in place of a p-value."""

from __future__ import annotations

from collections.abc import Sequence

from lab.batteries.outcome import Outcome
from lab.batteries.sp800_22.bit_sequence import BitSequence
from lab.batteries.sp800_22.parameters import Parameters

ONE = ("",)
"""The variants of a test with a single p-value."""


def not_applicable(test: str, reason: str, variants: Sequence[str] = ONE) -> list[Outcome]:
    """An outcome with this reason for every p-value of a test."""
    return [Outcome(test, variant, reason=reason) for variant in variants]


def too_short(
    test: str,
    sequence: BitSequence,
    recommended: int,
    parameters: Parameters,
    possible: int,
    variants: Sequence[str] = ONE,
) -> list[Outcome]:
    """Outcomes that refuse a sequence for its length; none when it is long enough.

    Args:
        test: its name.
        sequence: under test.
        recommended: bits that the document asks for.
        parameters: whether that is insisted on.
        possible: bits without which nothing can be computed.
        variants: of the test.
    """
    least = max(recommended, possible) if parameters.recommended_lengths else possible
    n = len(sequence)
    if n >= least:
        return []
    return not_applicable(test, f"It needs {least:,} bits and there are {n:,}.", variants)
