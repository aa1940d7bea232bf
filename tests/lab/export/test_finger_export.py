"""The whole way from a network to a model file and its card."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lab.datasets.print_set import PrintSet
from lab.evaluation.key_quality import KeyQuality
from lab.export.agreement import measure_agreement
from lab.export.finger_export import export_finger
from lab.export.measurement import Figures, calibration_prints, measure_real
from lab.export.model_card import model_card, write_model
from lab.training.batches import prepare
from lab.training.checkpoint import TrainedFinger, TrainingPlan
from lab.training.finger_cnn import FingerCnn
from shared.biometrics.synthetic import person_seed, write_subject
from shared.errors import Failure
from shared.exact.network import Network, parse_network


@pytest.fixture(scope="module")
def exact(network: FingerCnn, person: PrintSet) -> Network:
    return export_finger(network, prepare(person.pixels[:30]))


def test_the_model_reads_back_and_is_small_enough(exact: Network) -> None:
    data = exact.encode()
    assert len(data) < 12_000_000
    assert parse_network(data).digest == exact.digest
    assert [layer.weight.shape for layer in exact.convolutions] == [
        (32, 1, 5, 5),
        (64, 32, 5, 5),
        (128, 64, 3, 3),
    ]
    assert exact.dense.weight.shape == (1024, 10_368)


def test_integers_follow_the_floats(network: FingerCnn, exact: Network, person: PrintSet) -> None:
    agreement = measure_agreement(network, exact, prepare(person.pixels[30:50]))
    assert agreement.prints == 20
    assert agreement.same_sign > 0.98
    assert agreement.tanh_error < 0.03


def test_calibration_sees_only_what_was_learned(person: PrintSet) -> None:
    assert len(calibration_prints(person)) == 100
    first_learned = prepare(person.to_learn_from().pixels[:1])
    assert np.array_equal(calibration_prints(person)[:1], first_learned)


def test_the_card_names_the_model_and_only_measured_figures(
    network: FingerCnn, exact: Network, person: PrintSet, tmp_path: Path
) -> None:
    agreement = measure_agreement(network, exact, prepare(person.pixels[:2]))
    keys = KeyQuality(1, 1.0, 1.0, 7.80004, 7.8, 12)
    figures = Figures(0.5, 0.4, 0.3, 0.2, agreement, keys)
    trained = TrainedFinger(network, TrainingPlan(steps=9), 9)
    path = write_model(tmp_path, exact, model_card(trained, 0.5, exact, person, figures))
    card = json.loads((tmp_path / "finger.json").read_text(encoding="utf-8"))
    assert parse_network(path.read_bytes()).digest.hex() == card["sha256"]
    assert card["bytes"] == path.stat().st_size
    assert card["figures"]["keys"]["entropy"] == 7.8
    assert card["figures"]["unseen_accuracy"] == 0.4
    assert card["data"]["prints"] == 100
    assert card["training"]["steps"] == card["training"]["steps_done"] == 9
    assert card["training"]["dense_1_scaled_by"] == 0.5


def test_real_prints_are_measured_if_there_are_any(
    network: FingerCnn, exact: Network, tmp_path: Path
) -> None:
    with pytest.raises(Failure, match="no prints"):
        measure_real(network, exact, tmp_path)
    write_subject(tmp_path, 5, person_seed(4, 5))
    figures = measure_real(network, exact, tmp_path / "Real")
    assert figures.keys.prints == figures.agreement.prints == 10
    assert 0 <= figures.accuracy <= 1
