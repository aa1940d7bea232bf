"""Which prints are compared with which, and which of the comparisons are between prints of one finger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab.datasets.fvc import Pairs

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Comparisons:
    """Comparisons of ``n`` enrolled with ``m`` live prints; what is in neither mask is not compared.

    Attributes:
        genuine: bool ``[n, m]``, of one finger.
        impostor: bool ``[n, m]``, of different fingers.
    """

    genuine: Mask
    impostor: Mask

    def __post_init__(self) -> None:
        """Check the masks.

        Raises:
            ValueError: their shapes differ, or a comparison is in both.
        """
        if self.genuine.shape != self.impostor.shape or (self.genuine & self.impostor).any():
            raise ValueError("a comparison is either genuine or impostor")

    def split(self, scores: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The genuine and the impostor ones of scores ``[n, m]``, each as a row."""
        return scores[self.genuine], scores[self.impostor]


def all_against_all(enrolled: NDArray[np.integer], live: NDArray[np.integer]) -> Comparisons:
    """Every enrolled print with every live one.

    Args:
        enrolled: which finger each print shows, ``[n]``; one number a finger of a person.
        live: likewise, ``[m]``.
    """
    genuine = enrolled[:, None] == live[None, :]
    return Comparisons(genuine, ~genuine)


def within_one_set(pairs: Pairs, count: int) -> Comparisons:
    """Chosen pairs of one set of ``count`` prints, the first of a pair as the enrolled one."""
    genuine, impostor = np.zeros((2, count, count), bool)
    genuine[pairs.first[pairs.genuine], pairs.second[pairs.genuine]] = True
    impostor[pairs.first[~pairs.genuine], pairs.second[~pairs.genuine]] = True
    return Comparisons(genuine, impostor)


def without_mistakes(
    comparisons: Comparisons, groups: Sequence[Sequence[int]], live_of: NDArray[np.integer]
) -> Comparisons:
    """Leave out impostor pairs of prints that a data set gives to two people by mistake.

    Args:
        comparisons: of ``n`` enrolled with ``m`` live prints.
        groups: places of enrolled prints that are the same picture.
        live_of: for each live print the place of the enrolled print of its finger, ``[m]``.
    """
    impostor = comparisons.impostor.copy()
    for group in groups:
        impostor[np.ix_(np.array(group), np.isin(live_of, group))] = False
    return Comparisons(comparisons.genuine, impostor)


def thinned(comparisons: Comparisons, impostors: int, seed: int) -> Comparisons:
    """Keep so many impostor comparisons of each live print at most; all genuine ones stay.

    Args:
        comparisons: of ``n`` enrolled with ``m`` live prints.
        impostors: at most, of each live print.
        seed: of the drawing; every comparison is as likely to be kept.
    """
    drawn = np.where(comparisons.impostor, np.random.default_rng(seed).random(comparisons.impostor.shape), 2)
    ranks = drawn.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    return Comparisons(comparisons.genuine, comparisons.impostor & (ranks < impostors))
