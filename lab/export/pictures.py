"""Prints of a set as each kind of network takes them, and which of them calibrate and which measure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from lab.datasets.print_set import PrintSet
from lab.datasets.splits import paper_split
from lab.evaluation.comparers import SEARCH
from lab.training.embedding_cnn import EMBEDDING_SIDE
from lab.training.equalise import equalise_batch
from lab.training.launch import class_labels
from lab.training.launch_embedding import SOCOFING_HEIGHT, SOCOFING_WIDTH
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.biometrics.prints import Print
from shared.biometrics.verification import PatchReader
from shared.errors import Code, Failure
from shared.exact.image import resize

Pixels = NDArray[np.uint8]

CALIBRATION_PRINTS = 500

PATCHES = 4
"""Of one print, where an embedding is calibrated and measured."""


@dataclass(frozen=True)
class Pictures:
    """What an export needs of a set of prints.

    Attributes:
        learned: the prints that were learned from.
        tested: enrolled prints, which were not.
        labels: their classes by the network, int64; none of a network without classes.
    """

    learned: PrintSet
    tested: PrintSet
    labels: NDArray[np.int64] | None


def choose_pictures(trained: Trained, prints: PrintSet, tested: int) -> Pictures:
    """Divide a set as the training did.

    Args:
        trained: the network.
        prints: what it learned from; for an embedding any set to calibrate and measure on.
        tested: how many enrolled prints are measured on at most.

    Raises:
        Failure: ``INVALID_INPUT`` when these are not its prints, or there is nothing to measure on.
    """
    enrolled = evenly(prints.enrolled(), tested)
    if trained.kind is Kind.EMBEDDING:
        learned, labels = prints.to_learn_from(), None
    else:
        _check_people(trained, prints)
        learned = paper_split(prints, trained.plan.split_seed)[0]
        labels = class_labels(trained.kind, enrolled, trained.data.subjects)
    if not len(enrolled) or not len(learned):
        sentence = "The set needs enrolled prints to measure on and altered ones to calibrate with."
        raise Failure(Code.INVALID_INPUT, sentence, field="prints")
    return Pictures(learned, enrolled, labels)


def images_of(kind: Kind, prints: PrintSet) -> Pixels:
    """Prints as a network of this kind takes them, uint8 ``[n, side, side]``.

    An embedding takes patches, of which each print gives ``PATCHES`` at most; prints without ridges give
    none. A set holds its prints resized to squares; ridges are counted in the shape that SOCOFing's sensor
    gives.
    """
    if kind is not Kind.EMBEDDING:
        return equalise_batch(torch.from_numpy(prints.pixels)).numpy()
    shaped = (Print(resize(one, SOCOFING_HEIGHT, SOCOFING_WIDTH)) for one in prints.pixels)
    return np.concatenate([_patches(print_) for print_ in shaped])


def evenly(prints: PrintSet, count: int) -> PrintSet:
    """At most ``count`` prints, evenly spread and with every finger among them."""
    places = np.linspace(0, max(len(prints) - 1, 0), min(count, len(prints))).round().astype(np.int64)
    return prints.where(np.unique(places))


def _patches(print_: Print) -> Pixels:
    """Patches of a print, evenly spread over those that show the finger; none of a print without ridges."""
    seen: list[Pixels] = []

    def look(patches: Pixels) -> NDArray[np.int16]:
        seen.append(patches)
        return np.zeros((len(patches), 1), np.int16)

    try:
        PatchReader(SEARCH, EMBEDDING_SIDE, look).enrolled(print_)
    except Failure as failure:
        if failure.code is not Code.INVALID_INPUT:
            raise
        return np.empty((0, EMBEDDING_SIDE, EMBEDDING_SIDE), np.uint8)
    return seen[0][np.unique(np.linspace(0, len(seen[0]) - 1, PATCHES).round().astype(int))]


def _check_people(trained: Trained, prints: PrintSet) -> None:
    if trained.data.subjects != sorted(set(prints.subjects.tolist())):
        sentence = f"These are not the people that the network learned from ({trained.data.origin})."
        raise Failure(Code.INVALID_INPUT, sentence, field="prints")
