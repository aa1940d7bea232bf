"""Count the ones in specific bytes: the same byte of successive words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lab.batteries.diehard.diehard_test import DiehardTest
from lab.batteries.diehard.ones_letters import DEGREES, WORD, letters_of, words_statistic
from lab.batteries.diehard.words import Words, bit_field, disjoint_passes, field_name
from lab.batteries.outcome import Outcome

_BYTE_BITS = 8
_PASSES = disjoint_passes(_BYTE_BITS)


@dataclass(frozen=True)
class CountOnesBytes(DiehardTest):
    """256,000 overlapping five-letter words for each of the 25 bytes of a word.

    Fields that overlap have words of their own, so that the 25 p-values are independent; Diehard reads the
    same words 25 times.
    """

    samples: int = 256_000
    name: ClassVar[str] = "count-ones-bytes"
    title: ClassVar[str] = "Count the 1s (specific bytes)"
    unit: ClassVar[str] = "overlapping words in each of 8 passes"
    full: ClassVar[int] = 256_000
    fewest: ClassVar[int] = 256_000

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return len(_PASSES) * (self.samples + WORD - 1)

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        parts = words.reshape(len(_PASSES), -1)
        by_field = {
            first: self._field(part, first)
            for fields, part in zip(_PASSES, parts, strict=True)
            for first in fields
        }
        return [by_field[first] for first in sorted(by_field)]

    def _field(self, part: Words, first: int) -> Outcome:
        statistic, p_value = words_statistic(letters_of(bit_field(part, first, _BYTE_BITS)))
        statistics = {"chi_square": statistic, "degrees": DEGREES}
        return Outcome(self.name, field_name(first, _BYTE_BITS), p_value, statistics=statistics)
