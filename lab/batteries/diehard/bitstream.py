"""Bitstream: 20-bit words of a stream of bits that do not appear in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from lab.batteries.diehard.diehard_test import DiehardTest
from lab.batteries.diehard.fitting import two_sided
from lab.batteries.diehard.missing_words import CODE_BITS, POSITIONS, missing_words
from lab.batteries.diehard.words import WORD_BITS, Words
from lab.batteries.outcome import Outcome

MEAN = 141_909.11
DEVIATION = 428.0

_STREAM_BITS = POSITIONS + CODE_BITS - 1
_STREAM_WORDS = -(-_STREAM_BITS // WORD_BITS)


@dataclass(frozen=True)
class Bitstream(DiehardTest):
    """Missing words among 2^21 overlapping 20-bit words, for 20 streams; no word of one is in another."""

    samples: int = 20
    name: ClassVar[str] = "bitstream"
    title: ClassVar[str] = "Bitstream"
    unit: ClassVar[str] = "streams of 2^21 words"
    full: ClassVar[int] = 20
    fewest: ClassVar[int] = 1

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return self.samples * _STREAM_WORDS

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        return [self._stream(part, number) for number, part in enumerate(words.reshape(self.samples, -1), 1)]

    def _stream(self, part: Words, number: int) -> Outcome:
        bits = np.unpackbits(part.astype(">u4").view(np.uint8), count=_STREAM_BITS)
        missing = missing_words(bits.astype(np.uint32), 1)
        deviate = (missing - MEAN) / DEVIATION
        statistics = {"missing": missing, "z": deviate}
        return Outcome(self.name, str(number), two_sided(deviate), statistics=statistics)
