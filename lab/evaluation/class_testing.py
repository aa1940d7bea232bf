"""One test of a classifier: the network is asked, then the plain baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab.datasets.print_set import PrintSet
from lab.evaluation.baseline import small_vectors
from lab.evaluation.class_tests import ClassTest
from lab.evaluation.classifying import equalised, tell
from lab.evaluation.confusion import confusion_matrix
from lab.evaluation.gallery import Gallery, search
from lab.evaluation.stages import Stages
from lab.training.launch import class_labels
from lab.training.trained import Trained


@dataclass(frozen=True, eq=False)
class Tested:
    """Prints to test with, ready for the network and for the baseline.

    Attributes:
        name: of the test.
        about: what is tested, for people.
        prints: n of them.
        images: the same prepared, uint8 ``[n, 96, 96]``.
        vectors: their small vectors, ``[n, 576]``.
    """

    name: str
    about: str
    prints: PrintSet
    images: NDArray[np.uint8]
    vectors: NDArray[np.float32]

    @classmethod
    def of(cls, name: str, about: str, prints: PrintSet) -> Tested:
        """Prepare a set for a test."""
        images = equalised(prints.pixels)
        return cls(name, about, prints, images, small_vectors(images))


def run_class_test(
    trained: Trained, tested: Tested, galleries: Sequence[Gallery], stages: Stages
) -> ClassTest:
    """Ask the network, then search the galleries; the first one is to be compared with."""
    labels = class_labels(trained.kind, tested.prints, trained.data.subjects)
    with stages(f"{tested.name}: the network") as progress:
        told = tell(trained, tested.images, labels, progress)
    figures = []
    for gallery in galleries:
        with stages(f"{tested.name}: the baseline") as progress:
            figures.append(search(gallery, trained.kind, tested.prints, tested.vectors, progress))
    matrix = confusion_matrix(labels, told.classes, trained.data.classes)
    return ClassTest(tested.name, tested.about, matrix, told.loss, told.penalty, figures)
