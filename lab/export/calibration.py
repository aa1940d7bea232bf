"""What every activation is like, measured on prints: the range that a byte must cover, and the mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from lab.export.folding import FloatLayer
from lab.training.batches import to_tensor

COVERED = 0.9999
"""The part of a channel's values that a byte can hold; the rest is cut off at 255."""

_SILENT = 1e-3
"""The range of a channel that is never on, relative to the median channel: what it says later is small."""

_BATCH = 100


@dataclass(frozen=True)
class LayerInput:
    """What a layer reads.

    Attributes:
        steps: the value of one step of a byte, ``[channels]``, above 0.
        means: ``[channels, height, width]``, in the same unit as the values.
    """

    steps: NDArray[np.float64]
    means: NDArray[np.float64]


@torch.inference_mode()
def layer_inputs(layers: list[FloatLayer], images: NDArray[np.uint8]) -> list[LayerInput]:
    """What each layer reads when the network is shown ``images``.

    Args:
        layers: folded convolutions, then the dense layer.
        images: prepared prints, uint8 ``[n, 96, 96]``.

    Returns:
        One for each layer. The first layer's input are the images over 255, whose range is known.
    """
    signal = to_tensor(images)
    inputs = [LayerInput(np.full(1, 1 / 255), _means(signal))]
    for layer in layers[:-1]:
        weight, bias = torch.from_numpy(layer.weight).float(), torch.from_numpy(layer.bias).float()
        signal = torch.cat([_rectified(part, weight, bias) for part in signal.split(_BATCH)])
        inputs.append(LayerInput(_ranges(signal) / 255, _means(signal)))
    return inputs


def _rectified(signal: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return functional.max_pool2d(torch.relu(functional.conv2d(signal, weight, bias)), 2)


def _means(signal: Tensor) -> NDArray[np.float64]:
    return signal.mean(0).double().numpy()


def _ranges(signal: Tensor) -> NDArray[np.float64]:
    """The ``COVERED`` quantile of every channel of ``[n, channels, height, width]``."""
    ranges = np.array([np.quantile(channel.numpy(), COVERED) for channel in signal.unbind(1)])
    return np.where(ranges > 0, ranges, _SILENT * np.median(ranges))
