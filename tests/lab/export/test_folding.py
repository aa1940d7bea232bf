"""Folded layers compute what the network computes."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from lab.datasets.print_set import PrintSet
from lab.export.folding import fold
from lab.training.batches import prepare, to_tensor
from lab.training.finger_cnn import FingerCnn


def test_nothing_is_lost_by_folding(network: FingerCnn, person: PrintSet) -> None:
    images = to_tensor(prepare(person.pixels[30:34])).double()
    *convolutions, dense = fold(network)
    signal = images
    for layer in convolutions:
        folded = functional.conv2d(signal, torch.from_numpy(layer.weight), torch.from_numpy(layer.bias))
        signal = functional.max_pool2d(torch.relu(folded), 2)
    found = functional.linear(signal.flatten(1), torch.from_numpy(dense.weight), torch.from_numpy(dense.bias))
    with torch.inference_mode():
        expected = network.features(images.float())
    assert found.float().numpy() == pytest.approx(expected.numpy(), abs=1e-3)


def test_a_negative_gain_cannot_be_folded() -> None:
    network = FingerCnn()
    with torch.no_grad():
        network.norms[0].weight[5] = -1
    with pytest.raises(ValueError, match="not positive"):
        fold(network)
