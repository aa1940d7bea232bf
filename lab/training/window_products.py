"""A convolution of one input channel as one matrix product, for training on a CPU.

Every window of the picture becomes a row. Convolution libraries are slow at the gradient of such a kernel:
there are too few input channels to fill a vector with. ``benchmarks/training.py`` measures both.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


def window_products(images: Tensor, convolution: nn.Conv2d) -> Tensor:
    """What ``convolution(images)`` gives.

    Args:
        images: float ``[n, 1, H, W]``; no gradient is asked of them.
        convolution: of one input channel, with a bias, a square kernel, stride 1 and no padding.

    Returns:
        ``[n, channels, H - kernel + 1, W - kernel + 1]``, channels last in memory.
    """
    kernel, channels = convolution.kernel_size[0], convolution.out_channels
    windows = images.squeeze(1).unfold(1, kernel, 1).unfold(2, kernel, 1)
    count, height, width = windows.shape[:3]
    rows = windows.reshape(count * height * width, kernel * kernel)
    products = torch.addmm(convolution.bias, rows, convolution.weight.view(channels, -1).T)
    return products.view(count, height, width, channels).permute(0, 3, 1, 2)
