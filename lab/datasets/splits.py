"""Which prints are learned from and which are measured on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lab.datasets.print_set import Alteration, PrintSet, View
from shared.errors import Code, Failure

PAPER_SEED = 2
"""The seed of the split in the notebook that paper 003 follows."""


def paper_split(prints: PrintSet, seed: int = PAPER_SEED) -> tuple[PrintSet, PrintSet, PrintSet]:
    """Paper 003's: altered prints 80/20 for training and validation, the enrolled prints for the test.

    All three show the same fingers: this is no test on unseen fingers. Further impressions are in none.

    Args:
        prints: a set with altered and enrolled prints.
        seed: of the drawing.

    Returns:
        Training, validation and test; of SOCOFing 39,416, 9,854 and 6,000 prints.
    """
    altered = np.flatnonzero(prints.views == View.ALTERED)
    validated = -(-len(altered) // 5)
    drawn = np.random.default_rng(seed).permutation(altered)
    validation, training = np.sort(drawn[:validated]), np.sort(drawn[validated:])
    return prints.where(training), prints.where(validation), prints.enrolled()


def subject_disjoint(prints: PrintSet, seed: int, held_out: float) -> tuple[PrintSet, PrintSet]:
    """Split by people, so that nobody is on both sides.

    Args:
        prints: any set.
        seed: of the drawing.
        held_out: the part of the people that is held out, between 0 and 1.

    Returns:
        The prints to learn from, and those held out: at least one person in each.

    Raises:
        Failure: ``INVALID_INPUT`` when there are fewer than two people.
        ValueError: ``held_out`` is not between 0 and 1.
    """
    if not 0 < held_out < 1:
        raise ValueError("the part held out lies between 0 and 1")
    people = np.unique(prints.subjects)
    if len(people) < 2:
        raise Failure(Code.INVALID_INPUT, "A split by people needs prints of two people at least.")
    count = min(max(round(held_out * len(people)), 1), len(people) - 1)
    chosen = np.random.default_rng(seed).permutation(people)[:count]
    held: NDArray[np.bool_] = np.isin(prints.subjects, chosen)
    return prints.where(~held), prints.where(held)


def leave_out(prints: PrintSet, seed: int, held_out: float, without: Alteration | None) -> PrintSet:
    """What is left to train with when people and a kind of alteration are kept for honest figures.

    Args:
        prints: a whole set.
        seed: of the drawing of people.
        held_out: the part of the people to leave out; 0 leaves out none.
        without: the kind of altered prints to leave out; None leaves out none.

    Raises:
        Failure: as :func:`subject_disjoint`.
    """
    kept = subject_disjoint(prints, seed, held_out)[0] if held_out else prints
    return kept.where(kept.alterations != without) if without else kept


def alteration_disjoint(prints: PrintSet, held_out_kind: Alteration) -> tuple[PrintSet, PrintSet]:
    """Split the altered prints by kind: how well is a kind recognised that was never learned?

    Returns:
        The altered prints of the other kinds, and those of the kind held out.
    """
    held: NDArray[np.bool_] = prints.alterations == held_out_kind
    return prints.where((prints.views == View.ALTERED) & ~held), prints.where(held)
