"""Everything that a model card states, measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lab.datasets.print_set import PrintSet
from lab.evaluation.accuracy import baseline_accuracy, finger_accuracy
from lab.evaluation.key_quality import KeyQuality, measure_keys
from lab.export.agreement import Agreement, measure_agreement
from lab.training.batches import Examples, prepare, prepare_set
from lab.training.finger_cnn import FingerCnn
from shared.biometrics.prints import Print, load_print
from shared.biometrics.socofing import parse_name
from shared.errors import Code, Failure
from shared.exact.network import Network
from shared.identifiers import Finger

CALIBRATION_PRINTS = 500
TESTED_PRINTS = 1500
KEY_PRINTS = 200


@dataclass(frozen=True)
class RealFigures:
    """What was measured on real prints.

    Attributes:
        accuracy: of the finger.
        agreement: floats against integers.
        keys: their quality.
    """

    accuracy: float
    agreement: Agreement
    keys: KeyQuality


@dataclass(frozen=True)
class Figures:
    """What was measured.

    Attributes:
        known_accuracy: of the finger on enrolled prints, never learned, of people that were learned from.
        unseen_accuracy: of the finger on enrolled prints of other people.
        known_baseline: the nearest print of 24 x 24 pixels on the first.
        unseen_baseline: the same on the second.
        agreement: floats against integers, on unseen people.
        keys: of unseen people.
        real: real prints, if there were any to measure on; nothing was learned from them.
    """

    known_accuracy: float
    unseen_accuracy: float
    known_baseline: float
    unseen_baseline: float
    agreement: Agreement
    keys: KeyQuality
    real: RealFigures | None = None

    def summary(self) -> dict[str, float]:
        """The figures that a person wants to see first."""
        return {
            "accuracy_unseen": round(self.unseen_accuracy, 4),
            "accuracy_known": round(self.known_accuracy, 4),
            "same_class": round(self.agreement.same_class, 4),
            "same_sign": round(self.agreement.same_sign, 4),
            "usable_keys": round(self.keys.usable, 4),
        }


def calibration_prints(known: PrintSet) -> NDArray[np.uint8]:
    """Prepared prints, evenly picked from those that were learned: uint8 ``[500, 96, 96]`` or fewer."""
    return prepare(_evenly(known.to_learn_from(), CALIBRATION_PRINTS).pixels)


def measure(network: FingerCnn, exact: Network, known: PrintSet, unseen: PrintSet) -> Figures:
    """Measure an exact network beside the floats it came from.

    Args:
        network: the floats, in evaluation mode.
        exact: what was exported.
        known: the set that was learned from; its enrolled prints were not.
        unseen: a set of other people.
    """
    seen_test = prepare_set(_evenly(known.enrolled(), TESTED_PRINTS))
    unseen_test = prepare_set(_evenly(unseen.enrolled(), TESTED_PRINTS))
    learned = prepare_set(known.to_learn_from())
    return Figures(
        known_accuracy=finger_accuracy(network, exact, seen_test),
        unseen_accuracy=finger_accuracy(network, exact, unseen_test),
        known_baseline=baseline_accuracy(learned, seen_test),
        unseen_baseline=baseline_accuracy(learned, unseen_test),
        agreement=measure_agreement(network, exact, unseen_test.images),
        keys=measure_keys(_enrolments(_evenly(unseen.enrolled(), KEY_PRINTS)), exact),
    )


def measure_real(network: FingerCnn, exact: Network, folder: Path) -> RealFigures:
    """Measure on the unaltered prints of a folder with SOCOFing's names, at most ``KEY_PRINTS`` of them.

    Raises:
        Failure: ``INVALID_INPUT`` when the folder has none.
    """
    named = [(parse_name(path.name), path) for path in sorted(folder.iterdir())]
    found = [(name, path) for name, path in named if name is not None and name.alteration is None]
    if not found:
        raise Failure(
            Code.INVALID_INPUT, f"{folder.name} has no prints with SOCOFing's names; name the one that has."
        )
    places = np.linspace(0, len(found) - 1, min(KEY_PRINTS, len(found))).round().astype(int)
    prints = [
        (name.subject, name.finger, load_print(path)) for name, path in (found[place] for place in places)
    ]
    images = np.concatenate([prepare(print_.pixels[np.newaxis]) for _, _, print_ in prints])
    tested = Examples(images, np.array([int(finger) for _, finger, _ in prints]))
    return RealFigures(
        accuracy=finger_accuracy(network, exact, tested),
        agreement=measure_agreement(network, exact, images),
        keys=measure_keys(prints, exact),
    )


def _evenly(prints: PrintSet, count: int) -> PrintSet:
    """At most ``count`` prints, evenly spread and with every finger among them."""
    chosen = np.zeros(len(prints), bool)
    chosen[np.linspace(0, len(prints) - 1, min(count, len(prints))).round().astype(int)] = True
    return prints.where(chosen)


def _enrolments(prints: PrintSet) -> Iterator[tuple[int, Finger, Print]]:
    for pixels, subject, finger in zip(prints.pixels, prints.subjects, prints.fingers, strict=True):
        yield int(subject), Finger(int(finger)), Print(pixels)
