"""Says beside every count of rejections how many chance alone would give."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

from scipy.special import bdtr, bdtrc

_USUAL = 0.99
"""The part of ideal sources that lie in the usual range, at least."""


class Standing(enum.StrEnum):
    """Where a count lies beside what chance gives; none of them says that anything is secret."""

    FEWER = "fewer than chance gives"
    USUAL = "as many as chance gives"
    MORE = "more than chance gives"


@dataclass(frozen=True)
class Rejections:
    """How many of some tests reject an ideal source.

    Attributes:
        what: the things that were tested, such as ``p-values``.
        outside: what the rejected ones are, such as ``below .01``.
        found: how many were rejected.
        tried: how many were tested.
        level: probability that one of an ideal source is rejected.
        least: the smallest p-value of all, where there are any.
    """

    what: str
    outside: str
    found: int
    tried: int
    level: float
    least: float | None = None

    @property
    def expected(self) -> float:
        """How many of an ideal source are rejected on average."""
        return self.tried * self.level

    @property
    def usual(self) -> tuple[int, int]:
        """The fewest and the most that 99 of 100 ideal sources have, were the tests independent."""
        tail = (1 - _USUAL) / 2
        counts = range(self.tried + 1)
        fewest = next(count for count in counts if bdtr(count, self.tried, self.level) > tail)
        most = next(count for count in counts if bdtrc(count, self.tried, self.level) <= tail)
        return fewest, most

    @property
    def so_small(self) -> float:
        """Probability that the smallest of so many p-values of an ideal source is as small (Šidák, 1967)."""
        return 1.0 if self.least is None else -math.expm1(self.tried * _log_rest(self.least))

    @property
    def standing(self) -> Standing:
        """Where the count lies beside the usual range; one p-value that is too small for chance is more."""
        fewest, most = self.usual
        if self.found > most or self.so_small < 1 - _USUAL:
            return Standing.MORE
        return Standing.FEWER if self.found < fewest else Standing.USUAL

    def sentence(self) -> str:
        """Count and chance in words."""
        if not self.tried:
            return f"No {self.what} could be tested, so nothing is said."
        fewest, most = self.usual
        usual = f"{fewest:,}" if fewest == most else f"{fewest:,} to {most:,}"
        return (
            f"{self.found:,} of {self.tried:,} {self.what} are {self.outside}. "
            f"Chance alone gives {_mean(self.expected)} on average; 99 of 100 ideal sources have {usual}, "
            f"were all of them independent.{self._smallest()}"
        )

    def _smallest(self) -> str:
        """The smallest p-value in words, where it is worth a sentence."""
        if self.least is None or self.so_small > _OFTEN:
            return ""
        often = "practically never" if self.so_small < _NEVER else f"once in {1 / self.so_small:,.0f} cases"
        found = f" The smallest p-value is {self.least:.2g};"
        return f"{found} among {self.tried:,} ideal ones one so small occurs {often}."


_OFTEN, _NEVER = 0.1, 1e-9


def _log_rest(p_value: float) -> float:
    """log(1 - p), also of a p-value of 1."""
    return math.log1p(-min(p_value, 1 - 1e-16))


def _mean(value: float) -> str:
    return f"{value:,.2g}" if value < 1 else f"{value:,.1f}"
