"""Runs tests over the words of one source, and judges all p-values together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lab.batteries.diehard.diehard_test import DiehardTest, examine
from lab.batteries.diehard.words import WORD_BYTES, WordOrder, words_from_bytes
from lab.batteries.family import holm
from lab.batteries.outcome import Outcome
from lab.batteries.sources.source import BitSource
from lab.batteries.sources.taking import take_bytes

LEVEL = 0.01
"""At which something must be left, after correction for the number of p-values, to be a finding."""

Tell = Callable[[int, int], object]
"""Takes what is done, and what there is in all."""


@dataclass(frozen=True)
class Examined:
    """All outcomes of a source.

    Attributes:
        given: bytes that were looked at.
        outcomes: of every test in order.
        adjusted: of each outcome with a p-value, in order: the chance of one as near to 0 or to 1 as the
            p-value, corrected for the number of them by Holm, float64.
    """

    given: int
    outcomes: list[Outcome]
    adjusted: list[float]

    @property
    def applicable(self) -> list[Outcome]:
        """Those with a p-value."""
        return [outcome for outcome in self.outcomes if outcome.applicable]

    @property
    def findings(self) -> list[Outcome]:
        """What an ideal source would hardly have given."""
        return [one for one, level in zip(self.applicable, self.adjusted, strict=True) if level <= LEVEL]


def bytes_needed(tests: Sequence[DiehardTest]) -> int:
    """How many bytes of a source the tests look at: as many as the one that needs most."""
    return max(test.words for test in tests) * WORD_BYTES


def read_words(source: BitSource, tests: Sequence[DiehardTest], tell: Tell) -> bytes:
    """The bytes that the tests look at, or all that there are."""
    return take_bytes(source, bytes_needed(tests), tell)


def run_tests(data: bytes, order: WordOrder, tests: Sequence[DiehardTest], tell: Tell) -> Examined:
    """Run tests, each on the same words from the first on, as Diehard does.

    Args:
        data: of the source.
        order: how four bytes make a word.
        tests: to run.
        tell: called after each.
    """
    words = words_from_bytes(data, order)
    outcomes: list[Outcome] = []
    for done, test in enumerate(tests, 1):
        outcomes += examine(test, words)
        tell(done, len(tests))
    return Examined(len(data), outcomes, _adjusted(outcomes))


def _adjusted(outcomes: Sequence[Outcome]) -> list[float]:
    values = np.array([one.p_value for one in outcomes if one.p_value is not None], np.float64)
    # Too good a fit is as suspicious as a bad one: Diehard's p near 1 is a failure too.
    return holm(np.minimum(1.0, 2 * np.minimum(values, 1 - values))).tolist() if values.size else []
