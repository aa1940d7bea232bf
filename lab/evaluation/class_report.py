"""Precision, recall, F1 and false positives of every class, and their averages (paper 003, tables 6 and 7).

A class that was never told has precision 0, and one that no print shows has recall 0; F1 is 0 where both are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab.evaluation.confusion import Counts

Rates = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ClassReport:
    """The figures of each class, all arrays of length ``classes``.

    Attributes:
        precision: the part of the prints told to be of the class that are.
        recall: the part of the prints of the class that were told so.
        f1: the harmonic mean of the two.
        false_positive_rate: the part of the prints of other classes that were told to be of this one.
        support: prints of the class.
    """

    precision: Rates
    recall: Rates
    f1: Rates
    false_positive_rate: Rates
    support: NDArray[np.int64]

    def macro(self) -> dict[str, float]:
        """Precision, recall and F1 averaged over the classes that any print shows."""
        return self._average((self.support > 0).astype(np.float64))

    def weighted(self) -> dict[str, float]:
        """The same, every class weighted by its prints."""
        return self._average(self.support.astype(np.float64))

    def _average(self, weights: Rates) -> dict[str, float]:
        named = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {name: float(np.average(rates, weights=weights)) for name, rates in named.items()}


def class_report(matrix: Counts) -> ClassReport:
    """The figures of each class of a confusion matrix whose rows are what is.

    Raises:
        ValueError: the matrix counts no print.
    """
    total = matrix.sum()
    if not total:
        raise ValueError("there is no print to report on")
    right = np.diagonal(matrix)
    support, told = matrix.sum(axis=1), matrix.sum(axis=0)
    precision, recall = _ratio(right, told), _ratio(right, support)
    return ClassReport(
        precision=precision,
        recall=recall,
        f1=_ratio(2 * precision * recall, precision + recall),
        false_positive_rate=_ratio(told - right, total - support),
        support=support,
    )


def error_count(matrix: Counts) -> int:
    """Prints told wrong."""
    return int(matrix.sum() - np.trace(matrix))


def accuracy(matrix: Counts) -> float:
    """The part of the prints told right."""
    return float(np.trace(matrix) / matrix.sum())


def averaged_false_positive_rate(matrix: Counts) -> float:
    """Errors over all the chances of a false positive, as paper 003 has it (papers §1.9).

    Each of n prints can be told falsely to be of ``classes - 1`` others: the paper's .000185 is
    10 / (9 · 6,000). With equally many prints a class it is the mean of the classes' rates.

    Raises:
        ValueError: there is one class only, or no print.
    """
    chances = (len(matrix) - 1) * int(matrix.sum())
    if not chances:
        raise ValueError("false positives take two classes and a print")
    return error_count(matrix) / chances


def _ratio(part: NDArray, whole: NDArray) -> Rates:
    """``part / whole``, 0 where the whole is 0."""
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole != 0)
