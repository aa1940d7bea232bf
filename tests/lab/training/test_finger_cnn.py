"""The network of paper 003, table 2: every count and shape of it."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from lab.training.feature_cnn import GAIN_MIN
from lab.training.finger_cnn import FingerCnn


def parameters(module: nn.Module) -> int:
    """All numbers of a module, the statistics of a batch norm among them, as Keras counts."""
    statistics = (2 * child.num_features for child in module.modules() if isinstance(child, nn.BatchNorm2d))
    return sum(tensor.numel() for tensor in module.parameters()) + sum(statistics)


@pytest.mark.parametrize(
    ("part", "count"),
    [
        pytest.param("convolutions.0", 832, id="conv 5x5, 32"),
        pytest.param("norms.0", 128, id="batch norm 32"),
        pytest.param("convolutions.1", 51_264, id="conv 5x5, 64"),
        pytest.param("norms.1", 256, id="batch norm 64"),
        pytest.param("convolutions.2", 73_856, id="conv 3x3, 128"),
        pytest.param("norms.2", 512, id="batch norm 128"),
        pytest.param("dense_1", 10_617_856, id="dense_1"),
        pytest.param("dense_2", 10_250, id="dense_2"),
    ],
)
def test_a_layer_has_the_table_s_count(network: FingerCnn, part: str, count: int) -> None:
    assert parameters(network.get_submodule(part)) == count


@pytest.mark.parametrize(
    ("classes", "total"),
    [pytest.param(10, 10_754_954, id="finger"), pytest.param(600, 11_359_704, id="subject")],
)
def test_the_totals_are_the_paper_s(classes: int, total: int) -> None:
    assert parameters(FingerCnn(classes)) == total


def test_shapes(network: FingerCnn) -> None:
    with torch.inference_mode():
        features = network.features(torch.rand(2, 1, 96, 96))
        assert features.shape == (2, 1024)
        assert network.classify(features).shape == (2, 10)


def test_gains_are_put_back_above_zero() -> None:
    network = FingerCnn()
    with torch.no_grad():
        network.norms[1].weight[3] = -2.0
    network.keep_gains_positive()
    gains = network.norms[1].weight.detach().numpy()
    assert gains[3] == pytest.approx(GAIN_MIN)
    assert gains[4] == 1.0


def test_the_penalty_counts_the_kernels_only() -> None:
    network = FingerCnn()
    expected = sum((kernel.weight**2).sum().item() for kernel in network.convolutions)
    assert network.kernel_penalty().item() == pytest.approx(expected, rel=1e-5)


def test_the_first_batches_count_alike() -> None:
    network, batches = FingerCnn(features=8).train(), torch.rand(3, 4, 1, 96, 96)
    with torch.no_grad():
        seen = torch.stack([torch.relu(network.convolutions[0](batch)).mean((0, 2, 3)) for batch in batches])
        for batch in batches:
            network(batch)
    assert torch.allclose(network.norms[0].running_mean, seen.mean(0), rtol=1e-4, atol=1e-6)
