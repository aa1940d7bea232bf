"""The paper's protocol: learn from altered prints, test on the very prints that they were made of.

It is no test on unseen fingers (papers §1.1): every tested print is in the training, altered. So the nearest
altered print on 24 x 24 pixels stands beside every figure.
"""

from __future__ import annotations

import numpy as np
import torch

from lab.datasets.print_set import PrintSet, Severity
from lab.datasets.splits import paper_split
from lab.evaluation.class_testing import Tested, run_class_test
from lab.evaluation.class_tests import ClassTest
from lab.evaluation.gallery import Gallery
from lab.evaluation.stages import Stages
from lab.training.launch import class_labels
from lab.training.material import Material
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.errors import Code, Failure

REAL, VALIDATION = "real", "validation"
"""The two tests."""


def run_paper_protocol(trained: Trained, prints: PrintSet, stages: Stages) -> list[ClassTest]:
    """Test a classifier on the enrolled prints, and on the altered ones kept for validation.

    Args:
        trained: of the kind subject or finger.
        prints: the set that it was trained on, whole.
        stages: told how far it is.

    Raises:
        Failure: ``INVALID_INPUT`` when the set lacks enrolled or altered prints, or has people whom a subject
            network never learned.
    """
    check_testable(trained, prints)
    train, kept, enrolled = paper_split(prints, trained.plan.split_seed)
    with stages("Preparing prints") as progress:
        learned = Tested.of("", "", train)
        progress(1, 3)
        about = f"{len(kept):,} altered prints kept from the training, of the same fingers"
        validation = Tested.of(VALIDATION, about, kept)
        progress(2, 3)
        about = f"{len(enrolled):,} enrolled prints; what was learned are alterations of them"
        real = Tested.of(REAL, about, enrolled)
        progress(3, 3)
    gallery = Gallery.of("the prints that the network learned from", train, learned.vectors)
    galleries = [*_altered_galleries(gallery, train, validation), gallery]
    return [
        run_class_test(trained, real, galleries, stages),
        run_class_test(trained, validation, [gallery], stages),
    ]


def check_testable(trained: Trained, prints: PrintSet) -> None:
    """See that a set has what the protocol tests with.

    Raises:
        Failure: ``INVALID_INPUT`` otherwise.
    """
    if not len(prints.enrolled()) or len(prints.altered()) < 2:
        sentence = "The paper's protocol needs enrolled and altered prints; name a set that has both."
        raise Failure(Code.INVALID_INPUT, sentence, field="prints")
    strangers = set(prints.subjects.tolist()) - set(trained.data.subjects)
    if strangers and trained.kind is Kind.SUBJECT:
        sentence = (
            f"The network never learned {len(strangers):,} of these people and cannot name them; "
            f"name the set that it was trained on ({trained.data.origin})."
        )
        raise Failure(Code.INVALID_INPUT, sentence, field="prints")


def learned_here(trained: Trained, prints: PrintSet) -> bool:
    """Whether the network learned from this set's altered prints, the same to the bit."""
    train, _, _ = paper_split(prints, trained.plan.split_seed)
    if trained.kind is Kind.SUBJECT and not set(prints.subjects.tolist()) <= set(trained.data.subjects):
        return False
    labels = class_labels(trained.kind, train, trained.data.subjects)
    return Material.on(torch.device("cpu"), train.pixels, labels).digest() == trained.data.digest


def _altered_galleries(learned: Gallery, train: PrintSet, validation: Tested) -> list[Gallery]:
    """All altered prints, and the severest ones alone."""
    kept = Gallery.of("", validation.prints, validation.vectors)
    whole = learned.joined("all altered prints", kept)
    hard = np.concatenate([train.severities, validation.prints.severities]) == Severity.HARD
    alone = [whole.where("the severest alterations alone", hard)] if hard.any() else []
    return [whole, *alone]
