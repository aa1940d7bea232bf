"""dense_1 brought into the middle of its tanh, where the values differ that a key is made of.

Training lets features grow, and those of prints unlike the ones learned from, such as real ones, grow further
still. Saturated units give keys of few byte values, which the assessment refuses (biometrics §2.5). A factor
on dense_1 cures it: signs and order of the features stay, and so, nearly, does the finger told.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from lab.evaluation.features import dense_features
from lab.training.feature_cnn import FeatureCnn

FEATURE_RMS = 0.45
"""Root mean square of dense_1 before its tanh, over learned prints. Real prints of other sensors have three
times that, some eight."""


@dataclass(frozen=True)
class Settled:
    """A network whose dense_1, weights and biases, was multiplied by ``scale``."""

    network: FeatureCnn
    scale: float


@torch.no_grad()
def settle(network: FeatureCnn, images: NDArray[np.uint8]) -> Settled:
    """Scale dense_1 so that its root mean square over ``images`` is ``FEATURE_RMS``.

    Args:
        network: trained, in evaluation mode; left as it is.
        images: prepared prints, uint8 ``[n, 96, 96]``.
    """
    scale = FEATURE_RMS / dense_features(network, images).square().mean().sqrt().item()
    scaled = copy.deepcopy(network)
    scaled.dense_1.weight *= scale
    scaled.dense_1.bias *= scale
    return Settled(scaled, scale)
