"""How closely the exact network follows the floats it was made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from lab.evaluation.features import dense_features, exact_features
from lab.training.feature_cnn import FeatureCnn
from lab.training.finger_cnn import FingerCnn
from shared.exact.network import Network

SAME_CLASS_MIN, SAME_SIGN_MIN = 0.999, 0.99
"""What is asked of an exact network (biometrics §1)."""

_COMPARED = 1000
_TANH_ONE = 32767


@dataclass(frozen=True)
class Agreement:
    """Measured over the same prints.

    Attributes:
        prints: how many.
        same_class: the part of them whose best class is the same; None for a network without classes.
        same_sign: the part of all dense_1 values whose sign is the same.
        tanh_error: root mean square difference of the tanh outputs.
        cosine_error: root mean square difference of the cosines between prints, of 1,000 at most.
        largest_cosine_error: the largest of these differences.
    """

    prints: int
    same_class: float | None
    same_sign: float
    tanh_error: float
    cosine_error: float
    largest_cosine_error: float

    @property
    def reached(self) -> bool:
        """Whether it is what is asked of an exact network."""
        return (
            self.same_class is None or self.same_class >= SAME_CLASS_MIN
        ) and self.same_sign >= SAME_SIGN_MIN


@torch.inference_mode()
def measure_agreement(network: FeatureCnn, exact: Network, images: NDArray[np.uint8]) -> Agreement:
    """Compare floats and integers on prepared prints, uint8 ``[n, side, side]``.

    The classes of the integers are those of the exact network's own classes record; where it has none, those
    that the floats' dense_2 tells from the exact features.
    """
    floats, integers = torch.tanh(dense_features(network, images)), exact_features(exact, images)
    differences = _cosines(floats[:_COMPARED]) - _cosines(integers[:_COMPARED])
    return Agreement(
        len(images),
        _same_class(network, exact, floats, integers),
        float(((floats >= 0) == (integers >= 0)).float().mean()),
        float((floats - integers).square().mean().sqrt()),
        float(differences.square().mean().sqrt()),
        float(differences.abs().max()),
    )


def exact_classes(network: FingerCnn, exact: Network, integers: Tensor) -> Tensor:
    """The class of each print by its exact features ``[n, features]`` in -1..1, int64 ``[n]``."""
    if not exact.class_count:
        return network.dense_2(integers).argmax(1)
    features = (integers * _TANH_ONE).round().short().numpy()
    return torch.from_numpy(exact.classes(features).argmax(axis=1))


def _same_class(network: FeatureCnn, exact: Network, floats: Tensor, integers: Tensor) -> float | None:
    if not isinstance(network, FingerCnn):
        return None
    same = network.dense_2(floats).argmax(1) == exact_classes(network, exact, integers)
    return float(same.float().mean())


def _cosines(vectors: Tensor) -> Tensor:
    directions = functional.normalize(vectors, dim=1)
    return directions @ directions.T
