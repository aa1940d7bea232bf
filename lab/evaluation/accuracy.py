"""How often the finger is told right: by the exact network, and by the nearest print of 24 x 24 pixels.

The second is the plain baseline that every report shows beside the first (biometrics §3): where the tested
people are among those learned from, it does about as well.
"""

from __future__ import annotations

import torch

from lab.evaluation.baseline import nearest, small_vectors
from lab.evaluation.features import exact_features
from lab.training.batches import Examples
from lab.training.finger_cnn import FingerCnn
from shared.exact.network import Network


@torch.inference_mode()
def finger_accuracy(network: FingerCnn, exact: Network, tested: Examples) -> float:
    """The part of the prints whose finger dense_2 tells right from the exact features."""
    scores = network.dense_2(exact_features(exact, tested.images))
    return float((scores.argmax(1) == torch.from_numpy(tested.fingers)).float().mean())


def baseline_accuracy(learned: Examples, tested: Examples) -> float:
    """The part of the prints whose most similar learned print shows the same finger.

    Similar means the largest correlation of the pictures made 24 x 24 pixels small.
    """
    found = nearest(small_vectors(learned.images), small_vectors(tested.images))
    return float((learned.fingers[found] == tested.fingers).mean())
