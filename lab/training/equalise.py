"""Histogram equalisation of a batch where it lies, bit for bit as :func:`shared.exact.image.equalise`."""

from __future__ import annotations

import torch
from torch import Tensor

_LEVELS = 256


def equalise_batch(images: Tensor) -> Tensor:
    """Equalise every image by its own histogram.

    Args:
        images: uint8 ``[n, height, width]`` on any device.

    Returns:
        uint8 of the same shape; an image of one single grey level is returned as it is.
    """
    pixels = images.flatten(1).long()
    ones = torch.ones(1, dtype=torch.int64, device=images.device).expand_as(pixels)
    counts = torch.zeros(len(images), _LEVELS, dtype=torch.int64, device=images.device)
    cdf = counts.scatter_add_(1, pixels, ones).cumsum(1)
    lowest = cdf.gather(1, pixels.amin(1, keepdim=True))
    above = pixels.shape[1] - lowest
    table = (cdf - lowest).clamp(min=0) * (_LEVELS - 1) // above.clamp(min=1)
    equalised = torch.where(above == 0, pixels, table.gather(1, pixels))
    return equalised.to(torch.uint8).reshape(images.shape)
