"""Birthday spacings: days of a long year, and how many of their spacings come more than once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import stats

from lab.batteries.diehard.diehard_test import COMBINED, DiehardTest
from lab.batteries.diehard.fitting import chi_square, uniform
from lab.batteries.diehard.words import WORD_BITS, Int64, Words, bit_field, field_name
from lab.batteries.outcome import Outcome

BIRTHDAYS = 512
YEAR_BITS = 24
REPEATS_MEAN = BIRTHDAYS**3 / 4 / 2**YEAR_BITS
"""m^3 / 4n = 2, of the Poisson distribution that the number of repeated spacings has in the limit."""

_FIELDS = range(1, WORD_BITS + 2 - YEAR_BITS)
_CELLS = 16


def repeated_spacings(days: Words) -> Int64:
    """How many spacings repeat another one.

    Args:
        days: birthdays of each sample, uint32 [samples, birthdays].

    Returns:
        Spacings less distinct spacings, int64 [samples]. The first birthday is itself a spacing, as in
        Diehard.
    """
    ordered = np.sort(days, axis=1).astype(np.int64)
    spacings = np.sort(np.diff(ordered, axis=1, prepend=0), axis=1)
    return np.asarray((np.diff(spacings, axis=1) == 0).sum(axis=1), np.int64)


@dataclass(frozen=True)
class BirthdaySpacings(DiehardTest):
    """512 birthdays in a year of 2^24 days: repeated spacings are Poisson with mean 2.

    A p-value for each of the fields bits 1-24 to 9-32, and one of their uniformity. Each field has words of
    its own, so that the nine are independent; Diehard reads the same words nine times.
    """

    samples: int = 500
    name: ClassVar[str] = "birthday-spacings"
    title: ClassVar[str] = "Birthday spacings"
    unit: ClassVar[str] = "sets of 512 birthdays for each of 9 fields"
    full: ClassVar[int] = 500
    fewest: ClassVar[int] = 50

    @property
    def words(self) -> int:
        """How many words the test takes."""
        return len(_FIELDS) * self.samples * BIRTHDAYS

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        parts = words.reshape(len(_FIELDS), self.samples, BIRTHDAYS)
        found = [self._field(part, first) for part, first in zip(parts, _FIELDS, strict=True)]
        together = uniform([p for outcome in found if (p := outcome.p_value) is not None])
        return [*found, Outcome(self.name, COMBINED, together)]

    def _field(self, part: Words, first: int) -> Outcome:
        repeats = repeated_spacings(bit_field(part, first, YEAR_BITS))
        observed = np.bincount(np.minimum(repeats, _CELLS - 1), minlength=_CELLS)
        cells = stats.poisson.pmf(np.arange(_CELLS), REPEATS_MEAN)
        cells[-1] = stats.poisson.sf(_CELLS - 2, REPEATS_MEAN)
        statistic, degrees, p_value = chi_square(observed, cells)
        statistics = {"mean": float(repeats.mean()), "chi_square": statistic, "degrees": degrees}
        return Outcome(self.name, field_name(first, YEAR_BITS), p_value, statistics=statistics)
