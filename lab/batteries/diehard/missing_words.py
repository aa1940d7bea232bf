"""Words that a long text of random letters does not hold: bitstream, OPSO, OQSO and DNA are made of this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from lab.batteries.diehard.diehard_test import DiehardTest
from lab.batteries.diehard.fitting import two_sided
from lab.batteries.diehard.words import WORD_BITS, Words, bit_field, field_name
from lab.batteries.outcome import Outcome

CODE_BITS = 20
POSITIONS = 1 << 21
"""Overlapping words in a text: twice as many as there are words."""


def overlapping_codes(letters: Words, letter_bits: int, length: int) -> Words:
    """Every run of ``length`` letters as a number, the first letter the most significant.

    Args:
        letters: numbers below 2^letter_bits, uint32 [n].
        letter_bits: bits of a letter.
        length: letters of a word; ``length * letter_bits`` is at most 32.

    Returns:
        uint32 [n - length + 1].
    """
    if length == 1:
        return letters
    half = length // 2
    halves = overlapping_codes(letters, letter_bits, half)
    codes = (halves[:-half] << np.uint32(half * letter_bits)) | halves[half:]
    if length % 2 == 0:
        return codes
    return (codes[:-1] << np.uint32(letter_bits)) | letters[length - 1 :]


def missing_words(letters: Words, letter_bits: int) -> int:
    """How many of the 2^20 words do not appear in a text.

    Args:
        letters: the text, uint32 [n]; a word has ``20 / letter_bits`` of them.
        letter_bits: bits of a letter.
    """
    seen = np.zeros(1 << CODE_BITS, np.bool_)
    seen[overlapping_codes(letters, letter_bits, CODE_BITS // letter_bits)] = True
    return int(seen.size - np.count_nonzero(seen))


@dataclass(frozen=True)
class FieldText(DiehardTest):
    """Missing words of the text whose letters are one field of each word, for every field.

    The deviations are those of Rivals and Rahmann (2003); Diehard has 290, 295 and 339, mostly simulated.

    All fields are taken from the same words, as in Diehard: their p-values are right one by one, but those of
    neighbours are not independent, so they are not combined.

    Attributes:
        letter_bits: bits of a letter; a word has ``20 / letter_bits`` letters.
        mean: expected missing words.
        deviation: their standard deviation.
    """

    samples: int = 1
    unit: ClassVar[str] = "text of 2^21 words"
    full: ClassVar[int] = 1
    fewest: ClassVar[int] = 1
    letter_bits: ClassVar[int]
    mean: ClassVar[float]
    deviation: ClassVar[float]

    @classmethod
    def at_scale(cls, scale: float = 1.0) -> Self:
        """One text, whatever the scale: its length decides the distribution."""
        del scale
        return cls(1)

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return POSITIONS + CODE_BITS // self.letter_bits - 1

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        return [self._field(words, first) for first in range(1, WORD_BITS + 2 - self.letter_bits)]

    def _field(self, words: Words, first: int) -> Outcome:
        missing = missing_words(bit_field(words, first, self.letter_bits), self.letter_bits)
        deviate = (missing - self.mean) / self.deviation
        statistics = {"missing": missing, "z": deviate}
        name = field_name(first, self.letter_bits)
        return Outcome(self.name, name, two_sided(deviate), statistics=statistics)
