"""A small set of prints and untrained networks in checkpoints: enough to evaluate, quickly made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from lab.datasets.print_set import Alteration, PrintSet, Severity, View
from lab.datasets.splits import paper_split
from lab.training.checkpoint import DataRecord, Position, checkpoint_path, save_checkpoint
from lab.training.embedding_cnn import EmbeddingCnn
from lab.training.finger_cnn import FingerCnn
from lab.training.launch import class_labels
from lab.training.material import Material, seeded_start
from lab.training.plans import Kind, TrainingPlan

PEOPLE = (3, 5, 8)
HISTORY = [
    {"epoch": 1.0, "loss": 2.5, "accuracy": 0.1, "validation_loss": 2.4, "validation_accuracy": 0.2},
    {"epoch": 2.0, "loss": 2.0, "accuracy": 0.3, "validation_loss": 2.1, "validation_accuracy": 0.4},
]


def ridges(random: np.random.Generator) -> np.ndarray:
    """A picture with stripes and blots of its own, uint8 ``[96, 96]``."""
    rows, columns = np.mgrid[:96, :96]
    angle, period = random.uniform(0, np.pi), random.uniform(7, 11)
    stripes = np.sin(2 * np.pi * (rows * np.cos(angle) + columns * np.sin(angle)) / period)
    blots = np.kron(random.normal(size=(8, 8)), np.ones((12, 12)))
    return np.clip(128 + 70 * stripes + 40 * blots, 0, 255).astype(np.uint8)


def altered(picture: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The picture with a square of it painted over."""
    changed = picture.copy()
    row, column = random.integers(0, 66, 2)
    changed[row : row + 30, column : column + 30] = 255
    return changed


def make_prints(origin: str = "drawn stripes") -> PrintSet:
    """Three people's ten fingers: enrolled, altered three ways, and once more."""
    random = np.random.default_rng(11)
    pixels, labels = [], []
    for person in PEOPLE:
        for finger in range(10):
            enrolled = ridges(random)
            pixels += [enrolled, *(altered(enrolled, random) for _ in range(4))]
            labels += [(person, finger, View.ENROLLED, Alteration.NONE, Severity.NONE)]
            for kind in (Alteration.OBL, Alteration.CR, Alteration.ZCUT):
                labels.append((person, finger, View.ALTERED, kind, Severity(int(kind))))
            labels.append((person, finger, View.REPEATED, Alteration.NONE, Severity.NONE))
    columns = np.array(labels).T
    return PrintSet(
        np.stack(pixels),
        columns[0].astype(np.int32),
        columns[1].astype(np.int64),
        *(column.astype(np.uint8) for column in columns[2:]),
        origin=origin,
        redistributable=True,
    )


def write_checkpoint(folder: Path, kind: Kind, prints: PrintSet) -> Path:
    """Write an untrained network of a kind, said to have learned from ``prints``."""
    plan = TrainingPlan(kind=kind, epochs=2, features=8)
    train, validation, _ = paper_split(prints, plan.split_seed)
    classes = len(PEOPLE) if kind is Kind.SUBJECT else 10
    with seeded_start(1):
        network = EmbeddingCnn(8) if kind is Kind.EMBEDDING else FingerCnn(classes, 8)
    learned = Material.on(torch.device("cpu"), train.pixels, class_labels(kind, train, list(PEOPLE)))
    data = DataRecord(
        prints.origin, True, learned.digest(), len(train), len(validation), list(PEOPLE), classes
    )
    path = checkpoint_path(folder, kind)
    position = Position(epoch=2, step=4, history=HISTORY)
    states = {"module": network.state_dict(), "adam": {}, "schedule": {}}
    save_checkpoint(path, plan, data, position, states)
    return path
