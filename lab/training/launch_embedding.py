"""From fingers to a training of the embedding."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from lab.datasets.canvases import Canvases, join_canvases
from lab.datasets.identical import identical_groups
from lab.datasets.print_canvases import print_canvases
from lab.datasets.print_set import PrintSet
from lab.datasets.splits import subject_disjoint
from lab.training.checkpoint import DataRecord
from lab.training.embedding import EmbeddingTask, Fingers
from lab.training.impressions import Handling
from lab.training.plans import TrainingPlan
from lab.training.training import Training
from shared.biometrics.prints import Print
from shared.exact.image import resize

HELD_OUT = 0.1
"""The part of the people, synthetic and real alike, that an embedding never sees."""

SOCOFING_HEIGHT, SOCOFING_WIDTH = 103, 96
"""A set holds its prints resized to a square; the ridges are counted at the shape they were scanned in."""


@dataclass(frozen=True)
class People:
    """Fingers to learn from, and those of other people, on whom nothing depends."""

    learned: Canvases
    held_out: Canvases


def split_people(canvases: Canvases, seed: int) -> People:
    """Hold ``HELD_OUT`` of the people back.

    Args:
        canvases: of two people at least.
        seed: of the drawing.
    """
    people = np.unique(canvases.people)
    count = max(round(HELD_OUT * len(people)), 1)
    held = np.isin(canvases.people, np.random.default_rng(seed).permutation(people)[:count])
    return People(canvases.where(~held), canvases.where(held))


def real_fingers(prints: PrintSet, seed: int) -> Canvases:
    """The enrolled prints of nine people in ten; pictures that stand for several people are left out.

    Args:
        prints: a set of real prints; :func:`lab.datasets.splits.subject_disjoint` with the same seed gives
            the people held out.
        seed: of the drawing.
    """
    kept, _ = subject_disjoint(prints, seed, HELD_OUT)
    enrolled = kept.enrolled()
    doubtful = {place for group in identical_groups(enrolled) for place in group}
    clear = [place for place in range(len(enrolled)) if place not in doubtful]
    scanned = [
        (
            int(enrolled.subjects[place]),
            Print(resize(enrolled.pixels[place], SOCOFING_HEIGHT, SOCOFING_WIDTH)),
        )
        for place in clear
    ]
    return print_canvases(scanned, prints.origin, prints.redistributable)


def prepare_embedding(
    plan: TrainingPlan,
    synthetic: Canvases,
    real: PrintSet | None,
    folder: Path,
    device: torch.device,
) -> Training:
    """A training of the embedding.

    Args:
        plan: how; its split seed says who is held out.
        synthetic: fingers of synthetic people.
        real: prints of real people to learn from too.
        folder: where checkpoint and journal go; a training that is there goes on.
        device: where to train.

    Raises:
        Failure: ``CONFLICT`` as :class:`Training` does.
    """
    people = split_people(synthetic, plan.split_seed)
    learned = people.learned
    if real is not None:
        learned = join_canvases(learned, real_fingers(real, plan.split_seed))
    task = EmbeddingTask(plan, Fingers.on(device, learned), Fingers.on(device, people.held_out), Handling())
    record = DataRecord(
        learned.origin,
        learned.redistributable,
        task.digest(),
        len(learned),
        len(people.held_out),
        sorted(set(learned.people.tolist())),
        len(learned),
    )
    return Training(plan, task, record, folder)
