"""Count the ones in a stream of bytes: five-letter words by the number of ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from lab.batteries.diehard.diehard_test import DiehardTest
from lab.batteries.diehard.ones_letters import DEGREES, WORD, letters_of, words_statistic
from lab.batteries.diehard.words import WORD_BYTES, Words
from lab.batteries.outcome import Outcome

_RUNS = 2


@dataclass(frozen=True)
class CountOnesStream(DiehardTest):
    """2,560,000 overlapping five-letter words of successive bytes, twice; a word's high byte comes first."""

    samples: int = 2_560_000
    name: ClassVar[str] = "count-ones-stream"
    title: ClassVar[str] = "Count the 1s (stream)"
    unit: ClassVar[str] = "overlapping words, twice"
    full: ClassVar[int] = 2_560_000
    fewest: ClassVar[int] = 256_000

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return _RUNS * -(-(self.samples + WORD - 1) // WORD_BYTES)

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        return [self._run(part, run) for run, part in enumerate(words.reshape(_RUNS, -1), 1)]

    def _run(self, part: Words, run: int) -> Outcome:
        stream = part.astype(">u4").view(np.uint8)[: self.samples + WORD - 1]
        statistic, p_value = words_statistic(letters_of(stream))
        statistics = {"chi_square": statistic, "degrees": DEGREES}
        return Outcome(self.name, str(run), p_value, statistics=statistics)
