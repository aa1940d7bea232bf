"""The largest of each window, rows before columns: four comparisons of whole rows, not eight a place."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class LargestOfThree(nn.Module):
    """A max-pool of 3 x 3 with stride 2 and a border of 1."""

    def forward(self, signal: Tensor) -> Tensor:
        """The same as torch's, ``[batch, channels, ⌈height / 2⌉, ⌈width / 2⌉]``."""
        padded = nn.functional.pad(signal, [1] * 4, value=-torch.inf)
        return _largest(_largest(padded, 2), 3)


def _largest(signal: Tensor, dimension: int) -> Tensor:
    """Of each three neighbours along a dimension, every second three."""
    count = (signal.shape[dimension] - 1) // 2
    index = [slice(None)] * signal.dim()
    thirds = []
    for first in range(3):
        index[dimension] = slice(first, first + 2 * count - 1, 2)
        thirds.append(signal[tuple(index)])
    return torch.maximum(torch.maximum(thirds[0], thirds[1]), thirds[2])
