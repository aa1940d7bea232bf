"""Bytes as letters by their number of ones, and the words that overlapping letters make."""

from __future__ import annotations

import itertools
import math

import numpy as np
import numpy.typing as npt
from scipy import stats

from lab.batteries.diehard.words import Float64, Int64

LETTERS = 5
WORD = 5
DEGREES = LETTERS**WORD - LETTERS ** (WORD - 1)
"""2500: what a chi-square of fives adds to that of fours."""

_SHARES = [
    sum(math.comb(8, ones) for ones in group) / 256 for group in ((0, 1, 2), (3,), (4,), (5,), (6, 7, 8))
]
"""37, 56, 70, 56 and 37 of 256: at most two ones, three, four, five, at least six."""
_LETTER = np.clip(np.array([value.bit_count() for value in range(256)]) - 2, 0, LETTERS - 1)


def letters_of(values: npt.NDArray[np.integer]) -> Int64:
    """The letter 0..4 of each byte, int64 [n]."""
    return np.asarray(_LETTER[values], np.int64)


def words_statistic(letters: Int64) -> tuple[float, float]:
    """How far the counts of overlapping five-letter words are off.

    Pearson's sum for words of five less that for words of four is a chi-square with 2500 degrees of freedom,
    though the words overlap (Good, 1953; Marsaglia).

    Args:
        letters: int64 [n], of independent bytes under the null hypothesis.

    Returns:
        The difference and the upper tail's probability.
    """
    statistic = _pearson(letters, WORD) - _pearson(letters[:-1], WORD - 1)
    return statistic, float(stats.chi2.sf(statistic, DEGREES))


def _pearson(letters: Int64, length: int) -> float:
    words = letters.size - length + 1
    codes = np.zeros(words, np.int64)
    for place in range(length):
        codes = codes * LETTERS + letters[place : place + words]
    observed = np.bincount(codes, minlength=LETTERS**length)
    expected = words * _word_shares(length)
    return float(((observed - expected) ** 2 / expected).sum())


def _word_shares(length: int) -> Float64:
    return np.array([math.prod(word) for word in itertools.product(_SHARES, repeat=length)])
