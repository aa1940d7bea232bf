"""Convolutions as products of matrices."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Pointwise(nn.Module):
    """A 1 x 1 convolution as a product of matrices.

    Args:
        convolution: with a kernel of one place.
    """

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self.weight = convolution.weight.detach()[:, :, 0, 0]
        bias = convolution.bias
        self.bias = None if bias is None else bias.detach()[:, None]
        self.stride = convolution.stride[0]

    def forward(self, signal: Tensor) -> Tensor:
        """Scores of every place, ``[batch, outputs, …]``."""
        places = signal[:, :, :: self.stride, :: self.stride]
        return _product(self.weight, places.flatten(2), self.bias).unflatten(2, places.shape[2:])


class Windows(nn.Module):
    """Any convolution as one product with a picture's windows, a row each.

    A window's rows are copied whole where channels lie next to each other. torch's own unfolding makes
    columns of the windows instead, value by value, and the product with few long columns is slower too.

    Args:
        convolution: without groups, padding modes or dilation.
    """

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self.weight = convolution.weight.detach().permute(0, 2, 3, 1).flatten(1).contiguous()
        bias = convolution.bias
        self.bias = None if bias is None else bias.detach()[:, None]
        self.kernel, self.stride = convolution.kernel_size[0], convolution.stride[0]
        self.padding = int(convolution.padding[0])

    def forward(self, signal: Tensor) -> Tensor:
        """Scores of every window, ``[batch, outputs, …]``."""
        border = (0, 0, *[self.padding] * 4)
        padded = nn.functional.pad(signal.permute(0, 2, 3, 1), border).contiguous()
        batch, *sides, channels = padded.shape
        height, width = ((size - self.kernel) // self.stride + 1 for size in sides)
        picture, row, place, _ = padded.stride()
        windows = padded.as_strided(
            (batch, height, width, self.kernel, self.kernel * channels),
            (picture, self.stride * row, self.stride * place, row, 1),
        )
        flat = windows.reshape(batch, height * width, -1)
        return _product(self.weight, flat.transpose(1, 2), self.bias).unflatten(2, (height, width))


def _product(weight: Tensor, columns: Tensor, bias: Tensor | None) -> Tensor:
    if bias is None:
        return weight @ columns
    # Added where the product is made: another walk through it takes as long as half of that.
    return torch.baddbmm(bias, weight.expand(len(columns), -1, -1), columns)
