"""What all tests of the battery have: a size that can be scaled, a need of words, and outcomes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Self

from lab.batteries.diehard.words import WORD_BYTES, Words
from lab.batteries.outcome import Outcome

COMBINED = "KS"
"""The variant of a p-value that says whether a test's other p-values, or its samples', are uniform."""


@dataclass(frozen=True)
class DiehardTest(ABC):
    """One test with a number of samples.

    Only the number of samples is scaled, never what a sample is: so the distribution that its p-values are
    computed from is that of the full test.

    Attributes:
        samples: how many units are examined.
        name: the test's name on a command line.
        title: its name in Diehard.
        unit: what one sample is, in the plural.
        full: how many samples Diehard examines.
        fewest: how many are needed for the null distribution to hold.
    """

    samples: int
    name: ClassVar[str]
    title: ClassVar[str]
    unit: ClassVar[str]
    full: ClassVar[int]
    fewest: ClassVar[int]

    def __post_init__(self) -> None:
        if self.samples < self.fewest:
            raise ValueError(f"{self.name} needs at least {self.fewest} {self.unit}")

    @classmethod
    def at_scale(cls, scale: float = 1.0) -> Self:
        """The test with this share of Diehard's samples, or with the fewest that it needs if that is more."""
        return cls(max(cls.fewest, round(cls.full * scale)))

    @property
    @abstractmethod
    def words(self) -> int:
        """How many words the test takes."""

    @abstractmethod
    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values.

        Args:
            words: uint32 [``self.words``].
        """


def examine(test: DiehardTest, words: Words) -> list[Outcome]:
    """Run a test on the first words of a sequence.

    Args:
        test: which, and how large.
        words: uint32 [n].

    Returns:
        Its outcomes; a single one without a p-value if the sequence is too short.
    """
    if words.size < test.words:
        needed, given = test.words * WORD_BYTES, words.size * WORD_BYTES
        return [
            Outcome(
                test.name, reason=f"Needs {needed:,} bytes for {test.samples:,} {test.unit}; has {given:,}."
            )
        ]
    return test.outcomes(words[: test.words])
