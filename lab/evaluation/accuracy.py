"""How often the finger is told right: by the exact network, and by the nearest print of 24 x 24 pixels.

The second is the plain baseline that every report shows beside the first (biometrics §3): where the tested
people are among those learned from, it does about as well.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from lab.evaluation.features import exact_features
from lab.training.batches import Examples
from lab.training.finger_cnn import FingerCnn
from shared.exact.image import resize
from shared.exact.network import Network

SMALL_SIDE = 24

_BATCH = 500


@torch.inference_mode()
def finger_accuracy(network: FingerCnn, exact: Network, tested: Examples) -> float:
    """The part of the prints whose finger dense_2 tells right from the exact features."""
    scores = network.dense_2(exact_features(exact, tested.images))
    return float((scores.argmax(1) == torch.from_numpy(tested.fingers)).float().mean())


def baseline_accuracy(learned: Examples, tested: Examples) -> float:
    """The part of the prints whose most similar learned print shows the same finger.

    Similar means the largest correlation of the pictures made 24 x 24 pixels small.
    """
    known, asked = _small(learned.images), _small(tested.images)
    right = 0
    for start in range(0, len(asked), _BATCH):
        nearest = (asked[start : start + _BATCH] @ known.T).argmax(axis=1)
        right += int((learned.fingers[nearest] == tested.fingers[start : start + _BATCH]).sum())
    return right / len(asked)


def _small(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Small pictures as vectors of mean 0 and length 1, ``[n, 576]``."""
    flat = np.stack([resize(image, SMALL_SIDE, SMALL_SIDE).ravel() for image in images]).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(flat, axis=1, keepdims=True)
    vectors: NDArray[np.float32] = flat / np.maximum(lengths, 1e-6)
    return vectors
