"""What a trained classifier tells of prints, and its losses as training counts them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from lab.evaluation.stages import Progress, unseen
from lab.training.equalise import equalise_batch
from lab.training.trained import Trained

_BATCH = 250


@dataclass(frozen=True, eq=False)
class Told:
    """What a network told of prints.

    Attributes:
        classes: int64 ``[n]``, the one of the highest score.
        loss: mean cross-entropy with the true classes.
        penalty: the L2 terms of its plan, which training adds to the loss.
    """

    classes: NDArray[np.int64]
    loss: float
    penalty: float


@torch.inference_mode()
def tell(
    trained: Trained, images: NDArray[np.uint8], labels: NDArray[np.int64], progress: Progress = unseen
) -> Told:
    """Ask a classifier about prepared prints.

    Args:
        trained: of the kind subject or finger.
        images: prepared prints, uint8 ``[n, 96, 96]``, at least one.
        labels: their true classes, ``[n]``.
        progress: called with how many are done, and how many there are.
    """
    network, classes = trained.network, []
    loss = energy = 0.0
    for start in range(0, len(images), _BATCH):
        part = torch.from_numpy(images[start : start + _BATCH])
        features = network.features(part.float().div(255).unsqueeze(1))
        scores = network.classify(features)
        truth = torch.from_numpy(labels[start : start + _BATCH])
        loss += float(functional.cross_entropy(scores, truth, reduction="sum"))
        energy += float(features.square().mean(dim=1).sum())
        classes.append(scores.argmax(1).numpy())
        progress(start + len(part), len(images))
    return Told(np.concatenate(classes), loss / len(images), _penalty(trained, energy / len(images)))


def equalised(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Resized prints ``[n, 96, 96]`` of a set as the classifiers read them."""
    parts = [pixels[start : start + _BATCH] for start in range(0, len(pixels), _BATCH)]
    return np.concatenate([equalise_batch(torch.from_numpy(part)).numpy() for part in parts])


def _penalty(trained: Trained, energy: float) -> float:
    plan, network = trained.plan, trained.network
    penalty = plan.kernel_l2 * float(network.kernel_penalty()) + plan.feature_l2 * energy
    return penalty + plan.dense_l2 * float(network.dense_1.weight.square().sum())
