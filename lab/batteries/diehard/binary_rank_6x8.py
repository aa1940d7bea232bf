"""Binary ranks of 6x8 matrices: the same byte of six words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from lab.batteries.diehard.bit_matrices import matrix_ranks, rank_probabilities
from lab.batteries.diehard.diehard_test import COMBINED, DiehardTest
from lab.batteries.diehard.fitting import chi_square, uniform
from lab.batteries.diehard.words import Words, bit_field, disjoint_passes, field_name
from lab.batteries.outcome import Outcome

ROWS, COLUMNS = 6, 8

_PASSES = disjoint_passes(COLUMNS)
_CELLS = 3
"""Rank 6, 5, and all that is lower, as in Diehard."""


@dataclass(frozen=True)
class Rank6x8(DiehardTest):
    """Ranks of 100,000 matrices of one byte of six words, for each of the 25 bytes of a word.

    A p-value for each of the fields bits 1-8 to 25-32, and one of their uniformity. Fields that overlap have
    words of their own, so that the 25 are independent; Diehard reads the same words 25 times.
    """

    samples: int = 100_000
    name: ClassVar[str] = "rank-6x8"
    title: ClassVar[str] = "Binary rank 6x8"
    unit: ClassVar[str] = "matrices in each of 8 passes"
    full: ClassVar[int] = 100_000
    fewest: ClassVar[int] = 1_000

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return len(_PASSES) * self.samples * ROWS

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        parts = words.reshape(len(_PASSES), self.samples, ROWS)
        by_field = {
            first: self._field(part, first)
            for fields, part in zip(_PASSES, parts, strict=True)
            for first in fields
        }
        found = [by_field[first] for first in sorted(by_field)]
        together = uniform([p for outcome in found if (p := outcome.p_value) is not None])
        return [*found, Outcome(self.name, COMBINED, together)]

    def _field(self, part: Words, first: int) -> Outcome:
        ranks = matrix_ranks(bit_field(part, first, COLUMNS).astype(np.uint8))
        observed = np.bincount(np.minimum(ROWS - ranks, _CELLS - 1), minlength=_CELLS)[::-1]
        exact = rank_probabilities(ROWS, COLUMNS)
        cells = np.array([exact[: 1 - _CELLS].sum(), *exact[1 - _CELLS :]])
        statistic, degrees, p_value = chi_square(observed, cells)
        statistics = {"chi_square": statistic, "degrees": degrees}
        return Outcome(self.name, field_name(first, COLUMNS), p_value, statistics=statistics)
