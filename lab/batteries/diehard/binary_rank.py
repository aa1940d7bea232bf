"""Binary ranks of square matrices: as many words as bits, 31 or 32."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from lab.batteries.diehard.bit_matrices import matrix_ranks, rank_probabilities
from lab.batteries.diehard.diehard_test import DiehardTest
from lab.batteries.diehard.fitting import chi_square
from lab.batteries.diehard.words import Words, bit_field
from lab.batteries.outcome import Outcome

_CELLS = 4
"""Full rank, one and two less, and all that is lower, as in Diehard."""


@dataclass(frozen=True)
class _SquareRank(DiehardTest):
    samples: int = 40_000
    unit: ClassVar[str] = "matrices"
    full: ClassVar[int] = 40_000
    fewest: ClassVar[int] = 1_000
    size: ClassVar[int]

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return self.samples * self.size

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        rows = bit_field(words, 1, self.size).reshape(self.samples, self.size)
        missing = np.minimum(self.size - matrix_ranks(rows), _CELLS - 1)
        observed = np.bincount(missing, minlength=_CELLS)[::-1]
        exact = rank_probabilities(self.size, self.size)
        cells = np.array([exact[: 1 - _CELLS].sum(), *exact[1 - _CELLS :]])
        statistic, degrees, p_value = chi_square(observed, cells)
        statistics = {"full_rank": int(observed[-1]), "chi_square": statistic, "degrees": degrees}
        return [Outcome(self.name, "", p_value, statistics=statistics)]


class Rank31(_SquareRank):
    """Ranks of 40,000 matrices of the leftmost 31 bits of 31 words, with exact probabilities."""

    name: ClassVar[str] = "rank-31x31"
    title: ClassVar[str] = "Binary rank 31x31"
    size: ClassVar[int] = 31


class Rank32(_SquareRank):
    """Ranks of 40,000 matrices of 32 words, with exact probabilities."""

    name: ClassVar[str] = "rank-32x32"
    title: ClassVar[str] = "Binary rank 32x32"
    size: ClassVar[int] = 32
