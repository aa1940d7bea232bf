"""DNA: overlapping tens of 2-bit letters."""

from __future__ import annotations

from typing import ClassVar

from lab.batteries.diehard.missing_words import FieldText


class Dna(FieldText):
    """Tens of letters of two bits, for the 31 fields bits 1-2 to 31-32."""

    name: ClassVar[str] = "dna"
    title: ClassVar[str] = "DNA"
    letter_bits: ClassVar[int] = 2
    mean: ClassVar[float] = 141_909.19
    deviation: ClassVar[float] = 337.29
