"""OQSO: overlapping fours of 5-bit letters, sparsely occupied."""

from __future__ import annotations

from typing import ClassVar

from lab.batteries.diehard.missing_words import FieldText


class Oqso(FieldText):
    """Fours of letters of five bits, for the 28 fields bits 1-5 to 28-32."""

    name: ClassVar[str] = "oqso"
    title: ClassVar[str] = "OQSO"
    letter_bits: ClassVar[int] = 5
    mean: ClassVar[float] = 141_909.19
    deviation: ClassVar[float] = 294.66
