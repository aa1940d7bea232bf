"""What every layer reads, measured on prints: what range a byte must cover, mean and mean square."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from lab.export.folding import FloatLayer
from lab.training.batches import to_tensor

_HALVINGS = 12
"""Ranges tried below the largest value, each smaller by the fourth root of two: down to an eighth."""

_SILENT = 1e-3
"""The range of a channel that is never on, relative to the median channel: what it says later is small."""

_HEADROOM = 1.25
"""Other prints go a little further than those that calibrate; coarser steps cost less than cut-off values."""

_BATCH = 100
_SAMPLES = 50_000
"""Values of a channel that its range is judged by; more change nothing that can be measured."""


@dataclass(frozen=True)
class LayerInput:
    """What a layer reads.

    Attributes:
        steps: the value of one step of a byte, ``[channels]``, above 0.
        means: ``[channels, height, width]``, in the same unit as the values.
        squares: mean squares, likewise.
    """

    steps: NDArray[np.float64]
    means: NDArray[np.float64]
    squares: NDArray[np.float64]


@torch.inference_mode()
def layer_inputs(layers: list[FloatLayer], images: NDArray[np.uint8]) -> list[LayerInput]:
    """What each layer reads when the network is shown ``images``.

    Args:
        layers: folded convolutions, then the dense layer.
        images: prepared prints, uint8 ``[n, side, side]``.

    Returns:
        One for each layer. The first layer's input are the images over 255, whose range is known.
    """
    signal = to_tensor(images)
    inputs = [_input(signal, np.full(1, 1 / 255))]
    for layer in layers[:-1]:
        weight, bias = torch.from_numpy(layer.weight).float(), torch.from_numpy(layer.bias).float()
        signal = torch.cat([_rectified(part, weight, bias) for part in signal.split(_BATCH)])
        inputs.append(_input(signal, _ranges(signal) / 255))
    return inputs


def best_range(values: NDArray[np.float32]) -> float:
    """The range that rounds and cuts off with the least squared error.

    Args:
        values: at least 0, at least one.

    Returns:
        What 255 steps cover; 0 when every value is 0.
    """
    largest = float(values.max())
    if largest <= 0:
        return 0.0
    ranges = [largest * 2 ** (-place / 4) for place in range(_HALVINGS + 1)]
    return min(ranges, key=lambda covered: _squared_error(values, covered / 255))


def _squared_error(values: NDArray[np.float32], step: float) -> float:
    held = np.minimum(np.rint(values / step), 255) * step
    return float(np.square(values - held, dtype=np.float64).mean())


def _input(signal: Tensor, steps: NDArray[np.float64]) -> LayerInput:
    squares = torch.stack([part.square().sum(0) for part in signal.split(_BATCH)]).sum(0) / len(signal)
    return LayerInput(steps, signal.mean(0).double().numpy(), squares.double().numpy())


def _rectified(signal: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return functional.max_pool2d(torch.relu(functional.conv2d(signal, weight, bias)), 2)


def _ranges(signal: Tensor) -> NDArray[np.float64]:
    """The best range of every channel of ``[n, channels, height, width]``."""
    sampled = [channel.reshape(-1) for channel in signal.unbind(1)]
    stride = max(len(sampled[0]) // _SAMPLES, 1)
    ranges = np.array([best_range(channel[::stride].numpy()) for channel in sampled])
    return _HEADROOM * np.where(ranges > 0, ranges, _SILENT * max(float(np.median(ranges)), 1e-6))
