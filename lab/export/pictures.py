"""Prints of a set as each kind of network takes them, and which of them calibrate and which measure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from lab.datasets.print_set import PrintSet
from lab.datasets.splits import paper_split
from lab.training.equalise import equalise_batch
from lab.training.launch import class_labels
from lab.training.launch_embedding import SOCOFING_HEIGHT, SOCOFING_WIDTH
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.biometrics.normalisation import normalise
from shared.biometrics.prints import Print
from shared.errors import Code, Failure
from shared.exact.image import resize

Pixels = NDArray[np.uint8]

CALIBRATION_PRINTS = 500


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
    """Prints as a network of this kind takes them, uint8 ``[n, 96, 96]``; prints without ridges are left out.

    A set holds its prints resized to squares; ridges are counted in the shape that SOCOFing's sensor gives.
    """
    if kind is not Kind.EMBEDDING:
        return equalise_batch(torch.from_numpy(prints.pixels)).numpy()
    shaped = (Print(resize(one, SOCOFING_HEIGHT, SOCOFING_WIDTH)) for one in prints.pixels)
    found = [normalised for print_ in shaped if (normalised := _normalised(print_)) is not None]
    return np.stack(found)


def evenly(prints: PrintSet, count: int) -> PrintSet:
    """At most ``count`` prints, evenly spread and with every finger among them."""
    places = np.linspace(0, max(len(prints) - 1, 0), min(count, len(prints))).round().astype(np.int64)
    return prints.where(np.unique(places))


def _normalised(print_: Print) -> Pixels | None:
    try:
        return normalise(print_, SOCOFING_WIDTH)
    except Failure as failure:
        if failure.code is Code.INVALID_INPUT:
            return None
        raise


def _check_people(trained: Trained, prints: PrintSet) -> None:
    if trained.data.subjects != sorted(set(prints.subjects.tolist())):
        sentence = f"These are not the people that the network learned from ({trained.data.origin})."
        raise Failure(Code.INVALID_INPUT, sentence, field="prints")
