"""The bytes that an integer convolution hands on, for many prints at once, to calibrate what follows."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from shared.exact.layers import Convolution
from shared.exact.products import ACTIVATION_MAX

_BATCH = 100


@torch.inference_mode()
def handed_on(layer: Convolution, read: Tensor) -> Tensor:
    """What a layer makes of bytes.

    Args:
        layer: a proven convolution; its sums are exact in float32 as long as torch only adds products.
        read: float ``[n, in, H, W]`` holding bytes.

    Returns:
        float ``[n, out, H', W']`` holding bytes.
    """
    return torch.cat([_of_batch(layer, part) for part in read.split(_BATCH)])


def _of_batch(layer: Convolution, read: Tensor) -> Tensor:
    bias, multiplier, shift = (
        torch.from_numpy(vector).long().view(-1, 1, 1)
        for vector in (layer.bias, layer.multiplier, layer.shift)
    )
    sums = functional.conv2d(read, torch.from_numpy(layer.weight).float())
    pooled = functional.max_pool2d(sums, layer.pool).round().long()
    scaled = ((pooled + bias) * multiplier + (1 << (shift - 1))) >> shift
    return scaled.clamp(0, ACTIVATION_MAX).float()
