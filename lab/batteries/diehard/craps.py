"""Craps: games won, and throws that they took."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from lab.batteries.diehard.diehard_test import DiehardTest
from lab.batteries.diehard.fitting import NEVER, chi_square, two_sided
from lab.batteries.diehard.words import Float64, Int64, Words
from lab.batteries.loops import compiled
from lab.batteries.outcome import Outcome

WINNING = 244 / 495
MOST_THROWS = 21
"""The last cell holds these and more."""

WINS, THROWS = "wins", "throws"
_RESERVE = 8
"""Standard deviations that the need of words is above its mean."""
_POINTS = {4: 3, 5: 4, 6: 5, 8: 5, 9: 4, 10: 3}
"""Ways to throw each point, of 36; 6 throw a seven."""


@compiled
def played(words: Words, games: int) -> tuple[int, Int64]:
    """Play games with dice 1 + floor(6 w / 2^32).

    Args:
        words: uint32 [n], one for each die.
        games: how many are wanted; fewer are finished if the words run out.

    Returns:
        Games won, and how many took 1, 2, … 21 or more throws, int64 [22] with 0 first.
    """
    counts = np.zeros(MOST_THROWS + 1, np.int64)
    wins = 0
    place = 0
    for _ in range(games):
        point = 0
        throws = 0
        while True:
            if place + 2 > words.size:
                return wins, counts
            total = 2 + ((6 * int(words[place])) >> 32) + ((6 * int(words[place + 1])) >> 32)
            place += 2
            throws += 1
            if point == 0:
                if total in (7, 11):
                    wins += 1
                    break
                if total in (2, 3, 12):
                    break
                point = total
            elif total == point:
                wins += 1
                break
            elif total == 7:
                break
        counts[min(throws, MOST_THROWS)] += 1
    return wins, counts


@functools.cache
def throw_probabilities() -> Float64:
    """How probable it is that a game takes 1, 2, … 21 or more throws, float64 [22] with 0 first."""
    shares = np.zeros(MOST_THROWS + 1)
    shares[1] = 12 / 36
    for throws in range(2, MOST_THROWS):
        later = throws - 2
        shares[throws] = sum(
            ways / 36 * (1 - (ways + 6) / 36) ** later * (ways + 6) / 36 for ways in _POINTS.values()
        )
    shares[MOST_THROWS] = 1 - shares.sum()
    return shares


@functools.cache
def throw_moments() -> tuple[float, float]:
    """Mean and standard deviation of the throws of a game."""
    mean, square = 12 / 36, 12 / 36
    for ways in _POINTS.values():
        ending = (ways + 6) / 36
        mean += ways / 36 * (1 + 1 / ending)
        square += ways / 36 * (1 + 2 / ending + (2 - ending) / ending**2)
    return mean, math.sqrt(square - mean**2)


@dataclass(frozen=True)
class Craps(DiehardTest):
    """200,000 games: wins are normal, throws are compared with their exact distribution."""

    samples: int = 200_000
    name: ClassVar[str] = "craps"
    title: ClassVar[str] = "Craps"
    unit: ClassVar[str] = "games"
    full: ClassVar[int] = 200_000
    fewest: ClassVar[int] = 2_000

    @property
    def words(self) -> int:
        """How many words the test takes, with a reserve that an ideal source never uses up."""
        mean, deviation = throw_moments()
        return 2 * math.ceil(self.samples * mean + _RESERVE * math.sqrt(self.samples) * deviation)

    def outcomes(self, words: Words) -> list[Outcome]:
        """The test's p-values; see :class:`DiehardTest`."""
        wins, observed = played(words, self.samples)
        finished = int(observed.sum())
        if finished < self.samples:
            statistics = {"games": float(finished)}
            return [Outcome(self.name, variant, NEVER, statistics=statistics) for variant in (WINS, THROWS)]
        expected = self.samples * WINNING
        deviate = (wins - expected) / math.sqrt(expected * (1 - WINNING))
        statistic, degrees, p_value = chi_square(observed[1:], throw_probabilities()[1:])
        throws = {"chi_square": statistic, "degrees": degrees}
        return [
            Outcome(self.name, WINS, two_sided(deviate), statistics={"wins": wins, "z": deviate}),
            Outcome(self.name, THROWS, p_value, statistics=throws),
        ]
