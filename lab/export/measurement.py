"""Everything that a model card states, measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from lab.datasets.print_set import PrintSet
from lab.evaluation.baseline import nearest, small_vectors
from lab.evaluation.features import dense_features, exact_features
from lab.evaluation.key_quality import KeyQuality, measure_keys
from lab.export.agreement import Agreement, exact_classes, measure_agreement
from lab.export.pictures import Pictures, evenly, images_of
from lab.training.feature_cnn import FeatureCnn
from lab.training.finger_cnn import FingerCnn
from lab.training.launch import class_labels
from lab.training.trained import Trained
from shared.biometrics.prints import Print
from shared.exact.network import Network
from shared.identifiers import Finger
from shared.keygen.assessment import KEY_BYTES

KEY_PRINTS = 100


@dataclass(frozen=True)
class Accuracy:
    """The part of the enrolled prints whose class is told right.

    Attributes:
        floats: by the network that was trained.
        integers: by the exact network.
        baseline: by the nearest learned print of 24 x 24 pixels, with no network at all.
    """

    floats: float
    integers: float
    baseline: float


@dataclass(frozen=True)
class Figures:
    """What was measured on enrolled prints, which were not learned from.

    Attributes:
        agreement: floats against integers.
        accuracy: of a network that tells classes.
        keys: of a network that keys can be made with.
    """

    agreement: Agreement
    accuracy: Accuracy | None
    keys: KeyQuality | None

    def summary(self) -> dict[str, float]:
        """The figures that a person wants to see first."""
        found = {"same_sign": self.agreement.same_sign, "tanh_error": self.agreement.tanh_error}
        if self.agreement.same_class is not None:
            found["same_class"] = self.agreement.same_class
        if self.accuracy is not None:
            found |= {"accuracy": self.accuracy.integers, "accuracy_in_floats": self.accuracy.floats}
            found["accuracy_of_nearest_neighbour"] = self.accuracy.baseline
        if self.keys is not None:
            found["usable_keys"] = self.keys.usable
        return {name: round(value, 5) for name, value in found.items()}


def measure(trained: Trained, network: FeatureCnn, exact: Network, pictures: Pictures) -> Figures:
    """Measure an exact network beside the floats it came from.

    Args:
        trained: the training that the network is of.
        network: the floats that were exported, in evaluation mode.
        exact: what was exported.
        pictures: what to measure on, and what was learned from.
    """
    images = images_of(trained.kind, pictures.tested)
    accuracy = None
    if isinstance(network, FingerCnn) and pictures.labels is not None:
        accuracy = _accuracy(trained, network, exact, pictures, images)
    keys = None
    if exact.outputs == KEY_BYTES and not exact.class_count:
        keys = measure_keys(_enrolments(evenly(pictures.tested, KEY_PRINTS)), exact)
    return Figures(measure_agreement(network, exact, images), accuracy, keys)


@torch.inference_mode()
def _accuracy(
    trained: Trained, network: FingerCnn, exact: Network, pictures: Pictures, images: NDArray[np.uint8]
) -> Accuracy:
    labels = pictures.labels
    floats = network.classify(dense_features(network, images)).argmax(1).numpy()
    integers = exact_classes(network, exact, exact_features(exact, images)).numpy()
    found = nearest(small_vectors(images_of(trained.kind, pictures.learned)), small_vectors(images))
    learned = class_labels(trained.kind, pictures.learned, trained.data.subjects)
    told = (floats, integers, learned[found])
    return Accuracy(*(float((classes == labels).mean()) for classes in told))


def _enrolments(prints: PrintSet) -> Iterator[tuple[int, Finger, Print]]:
    for pixels, subject, finger in zip(prints.pixels, prints.subjects, prints.fingers, strict=True):
        yield int(subject), Finger(int(finger)), Print(pixels)
