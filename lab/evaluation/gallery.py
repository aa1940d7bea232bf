"""Learned prints as the plain baseline holds them, and what their nearest one tells of a tested print."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab.datasets.print_set import PrintSet
from lab.evaluation.baseline import nearest
from lab.evaluation.class_tests import BaselineFigure
from lab.evaluation.stages import Progress, unseen
from lab.training.plans import Kind


@dataclass(frozen=True, eq=False)
class Gallery:
    """Small vectors with the person and the finger of each.

    Attributes:
        learned_from: which prints these are, for people.
        subjects: ``[n]``.
        fingers: ``[n]``.
        vectors: float32 ``[n, 576]``.
    """

    learned_from: str
    subjects: NDArray[np.int32]
    fingers: NDArray[np.int64]
    vectors: NDArray[np.float32]

    @classmethod
    def of(cls, learned_from: str, prints: PrintSet, vectors: NDArray[np.float32]) -> Gallery:
        """The gallery of a set of prints whose small vectors are known."""
        return cls(learned_from, prints.subjects, prints.fingers, vectors)

    def joined(self, learned_from: str, other: Gallery) -> Gallery:
        """This gallery and another one as one."""
        return Gallery(
            learned_from,
            np.concatenate([self.subjects, other.subjects]),
            np.concatenate([self.fingers, other.fingers]),
            np.concatenate([self.vectors, other.vectors]),
        )

    def where(self, learned_from: str, chosen: NDArray[np.bool_]) -> Gallery:
        """The part that a mask chooses."""
        return Gallery(learned_from, self.subjects[chosen], self.fingers[chosen], self.vectors[chosen])


def search(
    gallery: Gallery,
    kind: Kind,
    tested: PrintSet,
    vectors: NDArray[np.float32],
    progress: Progress = unseen,
) -> BaselineFigure:
    """Tell person and finger of each tested print by the nearest one of the gallery.

    Args:
        gallery: at least one print.
        kind: whether persons or fingers are counted.
        tested: n prints.
        vectors: their small vectors, ``[n, 576]``.
        progress: called with how many are done, and how many there are.
    """
    found = nearest(gallery.vectors, vectors, progress)
    person, finger = gallery.subjects[found] == tested.subjects, gallery.fingers[found] == tested.fingers
    right = finger if kind is Kind.FINGER else person
    return BaselineFigure(
        learned_from=gallery.learned_from,
        prints=len(gallery.vectors),
        errors=int((~right).sum()),
        accuracy=float(right.mean()),
        both_right=float((person & finger).mean()),
    )
