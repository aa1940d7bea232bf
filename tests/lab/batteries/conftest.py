"""The constants whose p-values are known, made once."""

from __future__ import annotations

import pytest

from lab.batteries.sources.constants import DIGITS, leading_bits
from lab.batteries.sp800_22.bit_sequence import BitSequence

MILLION = 1_000_000


@pytest.fixture(scope="session")
def constants() -> dict[str, BitSequence]:
    """The first million binary digits of pi, e and the square root of 2."""
    return {name: BitSequence(leading_bits(DIGITS[name], MILLION)) for name in ("pi", "e", "sqrt2")}
