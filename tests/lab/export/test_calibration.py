"""Ranges are those of the least squared error, and what layers read is what they read."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from lab.export.calibration import best_range, layer_inputs
from lab.export.folding import fold
from lab.training.batches import to_tensor
from lab.training.feature_cnn import FeatureCnn
from tests.lab.export.conftest import pictures


def test_even_values_need_their_whole_range() -> None:
    assert best_range(np.linspace(0, 3, 1000, dtype=np.float32)) == pytest.approx(3)


def test_a_single_outlier_is_cut_off() -> None:
    values = np.append(np.linspace(0, 1, 200_000, dtype=np.float32), np.float32(5))
    assert 0.9 < best_range(values) < 5


def test_a_channel_that_is_never_on_has_no_range() -> None:
    assert best_range(np.zeros(10, np.float32)) == 0


def test_means_and_squares_are_those_of_the_signal(deep: FeatureCnn) -> None:
    images = pictures(6, 40)
    layers = fold(deep)
    first, second, *_ = layer_inputs(layers, images)
    assert first.steps.tolist() == [1 / 255]
    assert first.means == pytest.approx((images / 255).mean(axis=0)[None], abs=1e-6)
    weight, bias = (torch.from_numpy(array).float() for array in (layers[0].weight, layers[0].bias))
    signal = functional.max_pool2d(torch.relu(functional.conv2d(to_tensor(images), weight, bias)), 2)
    assert second.means == pytest.approx(signal.mean(0).numpy(), abs=1e-5)
    assert second.squares == pytest.approx(signal.square().mean(0).numpy(), abs=1e-4)
    assert (second.steps > 0).all()
