"""The range of every activation channel, measured on prints, so that a byte covers it."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from lab.export.folding import FloatLayer
from lab.training.batches import to_tensor

COVERED = 0.9999
"""The part of a channel's values that a byte can hold; the rest is cut off at 255."""

_BATCH = 100


@torch.inference_mode()
def activation_ranges(layers: list[FloatLayer], images: NDArray[np.uint8]) -> list[NDArray[np.float64]]:
    """The largest value worth keeping of every channel of every convolution.

    Args:
        layers: folded convolutions, then the dense layer.
        images: prepared prints, uint8 ``[n, 96, 96]``.

    Returns:
        Per convolution ``[out]``, above 0, in the convolution's own unit.
    """
    signal = to_tensor(images)
    ranges = []
    for layer in layers[:-1]:
        weight, bias = torch.from_numpy(layer.weight).float(), torch.from_numpy(layer.bias).float()
        signal = torch.cat(
            [
                functional.max_pool2d(torch.relu(functional.conv2d(part, weight, bias)), 2)
                for part in signal.split(_BATCH)
            ]
        )
        ranges.append(_channel_ranges(signal))
    return ranges


def _channel_ranges(signal: torch.Tensor) -> NDArray[np.float64]:
    """The ``COVERED`` quantile of every channel of ``[n, channels, height, width]``."""
    ranges = [np.quantile(channel.numpy(), COVERED) for channel in signal.transpose(0, 1).flatten(1)]
    # A channel that is always off gets an arbitrary unit: no value of it is ever above 0.
    return np.array([limit if limit > 0 else 1.0 for limit in ranges], np.float64)
