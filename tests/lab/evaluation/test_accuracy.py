"""Accuracy, its baseline, and key quality."""

from __future__ import annotations

import numpy as np
import pytest

from lab.datasets.print_set import PrintSet
from lab.evaluation.accuracy import baseline_accuracy, finger_accuracy
from lab.evaluation.key_quality import measure_keys
from lab.export.finger_export import export_finger
from lab.training.batches import Examples, prepare, prepare_set
from lab.training.finger_cnn import FingerCnn
from shared.biometrics.prints import Print
from shared.exact.network import Network
from shared.identifiers import Finger


@pytest.fixture(scope="module")
def exact(network: FingerCnn, person: PrintSet) -> Network:
    return export_finger(network, prepare(person.pixels[:30]))


def test_the_baseline_finds_a_print_it_has_seen(person: PrintSet) -> None:
    everything = prepare_set(person)
    assert baseline_accuracy(everything, everything) == 1.0


def test_the_baseline_knows_only_what_is_near(person: PrintSet) -> None:
    tested = prepare_set(person.enrolled())
    wrong = Examples(tested.images, (tested.fingers + 1) % 10)
    assert baseline_accuracy(wrong, tested) == 0.0


def test_accuracy_counts_right_fingers(network: FingerCnn, exact: Network, person: PrintSet) -> None:
    tested = prepare_set(person.enrolled())
    told = finger_accuracy(network, exact, tested)
    assert 0 <= told <= 1
    swapped = [
        finger_accuracy(network, exact, Examples(tested.images, np.full(10, finger))) for finger in range(10)
    ]
    assert sum(swapped) == pytest.approx(1)


def test_key_quality_counts_every_print(exact: Network, person: PrintSet) -> None:
    enrolled = person.enrolled()
    prints = [(1, Finger(finger), Print(enrolled.pixels[finger])) for finger in (0, 7)]
    quality = measure_keys(prints, exact)
    assert quality.prints == 2
    assert 0 <= quality.at_once <= quality.usable <= 1
