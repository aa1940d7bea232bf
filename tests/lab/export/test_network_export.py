"""Exact networks of any member of the family stand close to their floats."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lab.datasets.print_set import PrintSet
from lab.export.agreement import measure_agreement
from lab.export.network_export import export_network
from lab.export.pictures import images_of
from lab.export.simulation import handed_on
from lab.training.feature_cnn import FeatureCnn
from lab.training.plans import Kind
from lab.training.trained import Trained
from shared.exact.network import Network, parse_network
from shared.exact.tables.tanh import tanh_table
from tests.lab.export.conftest import FEATURES, pictures
from tests.seeded_networks import seeded_network


def test_any_number_of_blocks_is_exported(deep: FeatureCnn) -> None:
    exact = export_network(deep, pictures(40, 40))
    assert [layer.weight.shape for layer in exact.convolutions] == [
        (6, 1, 5, 5),
        (10, 6, 3, 3),
        (12, 10, 3, 3),
    ]
    assert (exact.height, exact.outputs, exact.class_count) == (40, FEATURES, 0)
    assert parse_network(exact.encode()).digest == exact.digest
    agreement = measure_agreement(deep, exact, pictures(30, 40, seed=6))
    assert agreement.same_class is None
    assert agreement.same_sign > 0.98
    assert agreement.tanh_error < 0.03
    assert agreement.cosine_error < 0.015


def test_classes_are_exported_too(trained: Trained, prints: PrintSet) -> None:
    images = images_of(Kind.FINGER, prints)
    exact = export_network(trained.network, images[:40], classes=True)
    assert exact.class_count == 10
    agreement = measure_agreement(trained.network, exact, images[40:])
    assert agreement.same_class is not None
    assert agreement.same_class >= 0.9  # of twenty prints that an untrained network hardly tells apart
    assert agreement.same_sign > 0.97


def test_what_is_handed_on_is_what_the_network_computes() -> None:
    network = seeded_network(((4, 5, 5, 2), (6, 3, 3, 2)), 16)
    images = pictures(3, 24)
    read = torch.from_numpy(images).float().unsqueeze(1)
    for layer in network.convolutions:
        read = handed_on(layer, read)
    assert np.array_equal(_features(network, read.flatten(1).numpy()), network.features(images))


def _features(network: Network, inputs: np.ndarray) -> np.ndarray:
    dense = network.dense
    sums = inputs.astype(np.int64) @ dense.weight.T.astype(np.int64) + dense.bias
    index = (sums * dense.multiplier + (1 << (dense.shift.astype(np.int64) - 1))) >> dense.shift
    return tanh_table()[np.clip(index, -2048, 2047) + 2048]


@pytest.mark.parametrize("classes", [False, True])
def test_a_network_without_classes_has_no_record_of_them(deep: FeatureCnn, classes: bool) -> None:
    assert export_network(deep, pictures(8, 40), classes=classes).class_count == 0
