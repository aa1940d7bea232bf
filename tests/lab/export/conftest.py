"""Small trained networks and prints of noise: exports need ridges no more than other arithmetic does."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lab.datasets.print_set import PrintSet, View
from lab.training.batches import to_tensor
from lab.training.checkpoint import DataRecord
from lab.training.feature_cnn import Block, FeatureCnn
from lab.training.finger_cnn import FINGER_CLASSES, FingerCnn
from lab.training.plans import Kind, TrainingPlan
from lab.training.trained import Trained

FEATURES = 24
PEOPLE = (1, 2)
SIDE = 96


def pictures(count: int, side: int, seed: int = 5) -> np.ndarray:
    """Blots, uint8 ``[count, side, side]``: noise that neighbours share."""
    coarse = np.random.default_rng(seed).integers(0, 256, (count, side // 4, side // 4))
    return coarse.repeat(4, axis=1).repeat(4, axis=2).astype(np.uint8)


def lived_in(network: FeatureCnn, images: np.ndarray) -> FeatureCnn:
    """A network whose batch norms have seen images and have gains and offsets of their own."""
    with torch.no_grad():
        for norm in network.norms:
            norm.momentum = None
            torch.nn.init.uniform_(norm.weight, 0.5, 1.5)
            torch.nn.init.uniform_(norm.bias, -0.5, 0.5)
        network.train().features(to_tensor(images))
    return network.eval()


@pytest.fixture(scope="session")
def deep() -> FeatureCnn:
    """A network of the family with three blocks and other widths than the paper's."""
    with torch.random.fork_rng([]):
        torch.manual_seed(2)
        made = FeatureCnn(40, (Block(6, 5), Block(10, 3), Block(12, 3)), FEATURES, 0.2)
        return lived_in(made, pictures(12, 40))


@pytest.fixture(scope="session")
def prints() -> PrintSet:
    """Two people, ten fingers each, an enrolled and two altered prints of every finger."""
    fingers = np.tile(np.arange(10), len(PEOPLE) * 3)
    subjects = np.repeat(np.array(PEOPLE, np.int32), 30)
    views = np.tile(np.repeat([View.ENROLLED, View.ALTERED, View.ALTERED], 10), len(PEOPLE)).astype(np.uint8)
    count = len(fingers)
    return PrintSet(
        pictures(count, SIDE),
        subjects,
        fingers.astype(np.int64),
        views,
        (views == View.ALTERED).astype(np.uint8),
        (views == View.ALTERED).astype(np.uint8),
        "noise",
        True,
    )


@pytest.fixture(scope="session")
def trained(prints: PrintSet) -> Trained:
    """The paper's finger network with few features, as if it had been trained."""
    with torch.random.fork_rng([]):
        torch.manual_seed(4)
        network = FingerCnn(FINGER_CLASSES, FEATURES)
        lived_in(network, prints.pixels[:8])
    plan = TrainingPlan(kind=Kind.FINGER, features=FEATURES)
    data = DataRecord("noise", True, "0" * 64, 32, 8, list(PEOPLE), FINGER_CLASSES)
    return Trained(network, plan, data, 1, 9, [])
