"""OPSO: overlapping pairs of 10-bit letters, sparsely occupied."""

from __future__ import annotations

from typing import ClassVar

from lab.batteries.diehard.missing_words import FieldText


class Opso(FieldText):
    """Pairs of letters of ten bits, for the 23 fields bits 1-10 to 23-32."""

    name: ClassVar[str] = "opso"
    title: ClassVar[str] = "OPSO"
    letter_bits: ClassVar[int] = 10
    mean: ClassVar[float] = 141_909.19
    deviation: ClassVar[float] = 290.46
