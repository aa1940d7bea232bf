"""From a set of prints to a training of one of the paper's two networks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from lab.datasets.print_set import PrintSet
from lab.datasets.splits import paper_split
from lab.training.checkpoint import DataRecord
from lab.training.classification import Classification
from lab.training.finger_cnn import FINGER_CLASSES
from lab.training.material import Material
from lab.training.plans import Kind, TrainingPlan
from lab.training.training import CHECKPOINT_EVERY, Training
from shared.errors import Code, Failure

_FEWEST_CLASSES = 2


def prepare_training(
    plan: TrainingPlan,
    prints: PrintSet,
    folder: Path,
    device: torch.device,
    checkpoint_every: int = CHECKPOINT_EVERY,
) -> Training:
    """A training of the subject or the finger network on the altered prints, 80 % of them (papers §1.1).

    Args:
        plan: how; its kind says which network.
        prints: enrolled prints, which are left for the test, and altered ones.
        folder: where checkpoint and journal go; a training that is there goes on.
        device: where to train.
        checkpoint_every: steps between two checkpoints.

    Raises:
        Failure: ``INVALID_INPUT`` when the set has no altered prints, or one person to tell
            from nobody; ``CONFLICT`` as :class:`Training` does.
    """
    train, validation, _ = paper_split(prints, plan.split_seed)
    if not len(train) or not len(validation):
        sentence = (
            "The set has too few altered prints to learn from; make one with `ridgekey-lab data collect`."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="prints")
    subjects = sorted(set(prints.subjects.tolist()))
    classes = FINGER_CLASSES if plan.kind is Kind.FINGER else len(subjects)
    if classes < _FEWEST_CLASSES:
        sentence = "Who it is can be learned from two people or more; leave fewer out (`--held-out`)."
        raise Failure(Code.INVALID_INPUT, sentence, field="prints")
    learned = Material.on(device, train.pixels, class_labels(plan.kind, train, subjects))
    kept = Material.on(device, validation.pixels, class_labels(plan.kind, validation, subjects))
    record = DataRecord(
        prints.origin,
        prints.redistributable,
        learned.digest(),
        len(learned),
        len(kept),
        subjects,
        classes,
        sorted(set(train.alterations.tolist())),
    )
    return Training(plan, Classification(plan, learned, kept, classes), record, folder, checkpoint_every)


def class_labels(kind: Kind, prints: PrintSet, subjects: list[int]) -> NDArray[np.int64]:
    """The class of each print, int64 ``[n]``: its finger, or its person's place among ``subjects``."""
    if kind is Kind.FINGER:
        return prints.fingers
    return np.searchsorted(np.array(subjects), prints.subjects)
