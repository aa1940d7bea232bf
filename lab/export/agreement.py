"""How closely the exact network follows the floats it was made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from lab.evaluation.features import dense_features, exact_features
from lab.training.finger_cnn import FingerCnn
from shared.exact.network import Network


@dataclass(frozen=True)
class Agreement:
    """Measured over the same prints.

    Attributes:
        prints: how many.
        same_class: the part of them whose best class is the same.
        same_sign: the part of all dense_1 values whose sign is the same.
        tanh_error: root mean square difference of the tanh outputs.
    """

    prints: int
    same_class: float
    same_sign: float
    tanh_error: float


@torch.inference_mode()
def measure_agreement(network: FingerCnn, exact: Network, images: NDArray[np.uint8]) -> Agreement:
    """Compare floats and integers on prepared prints, uint8 ``[n, 96, 96]``."""
    floats = torch.tanh(dense_features(network, images))
    integers = exact_features(exact, images)
    same_class = network.dense_2(floats).argmax(1) == network.dense_2(integers).argmax(1)
    same_sign = (floats >= 0) == (integers >= 0)
    return Agreement(
        len(images),
        float(same_class.float().mean()),
        float(same_sign.float().mean()),
        float((floats - integers).square().mean().sqrt()),
    )
