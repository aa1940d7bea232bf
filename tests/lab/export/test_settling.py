"""dense_1 is scaled, and nothing else changes."""

from __future__ import annotations

import pytest
import torch

from lab.datasets.print_set import PrintSet
from lab.evaluation.features import dense_features
from lab.export.settling import FEATURE_RMS, settle
from lab.training.batches import prepare
from lab.training.finger_cnn import FingerCnn


def test_features_get_the_wanted_size_and_keep_their_order(network: FingerCnn, person: PrintSet) -> None:
    images = prepare(person.pixels[:12])
    before = dense_features(network, images)
    settled = settle(network, images)
    after = dense_features(settled.network, images)
    assert after.square().mean().sqrt().item() == pytest.approx(FEATURE_RMS, rel=1e-4)
    assert after.numpy() == pytest.approx((before * settled.scale).numpy(), abs=1e-4)
    assert torch.equal(network.convolutions[2].weight, settled.network.convolutions[2].weight)


def test_the_trained_network_is_left_as_it_is(network: FingerCnn, person: PrintSet) -> None:
    weight = network.dense_1.weight.clone()
    settle(network, prepare(person.pixels[:2]))
    assert torch.equal(network.dense_1.weight, weight)
