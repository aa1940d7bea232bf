"""dense_1 of many prints, in floats and in exact integers."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lab.training.batches import to_tensor
from lab.training.feature_cnn import FeatureCnn
from shared.exact.network import Network

_TANH_ONE = 32767
_FLOAT_BATCH = 250
_EXACT_BATCH = 50


@torch.inference_mode()
def dense_features(network: FeatureCnn, images: NDArray[np.uint8]) -> Tensor:
    """dense_1 before its tanh, in float32.

    Args:
        network: in evaluation mode.
        images: prepared prints, uint8 ``[n, side, side]``.

    Returns:
        ``[n, features]``.
    """
    parts = [images[start : start + _FLOAT_BATCH] for start in range(0, len(images), _FLOAT_BATCH)]
    return torch.cat([network.features(to_tensor(part)) for part in parts])


def exact_features(exact: Network, images: NDArray[np.uint8]) -> Tensor:
    """The exact network's tanh outputs as float32 in -1..1, ``[n, features]``; images as above."""
    parts = [images[start : start + _EXACT_BATCH] for start in range(0, len(images), _EXACT_BATCH)]
    features = np.concatenate([exact.features(part) for part in parts])
    return torch.from_numpy(features).float() / _TANH_ONE
