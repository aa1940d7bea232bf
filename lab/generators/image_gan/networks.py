"""The two networks: one makes a key picture of a picture, the other tells it from a uniform one.

c7s1-w, d2w, d4w, residual blocks of 4w, u2w, uw, c7s1-3 and tanh, all with instance norm; against it a
PatchGAN C2w-C4w-C8w-1 with leaky ReLU of slope .2, whose every output sees a part of the picture alone.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from lab.generators.image_gan.parameters import CHANNELS

_SLOPE = 0.2
_INITIAL_DEVIATION = 0.02


class Residual(nn.Module):
    """Two convolutions beside a straight way.

    Args:
        channels: in and out.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.way = nn.Sequential(
            *_convolution(channels, channels, 3),
            nn.ReLU(),
            *_convolution(channels, channels, 3),
        )

    def forward(self, images: Tensor) -> Tensor:
        """The same shape as ``images``, ``[n, channels, rows, columns]``."""
        straight: Tensor = images + self.way(images)
        return straight


def key_network(width: int, blocks: int) -> nn.Sequential:
    """The network that makes keys: ``[n, 3, side, side]`` of -1 to 1 in and out.

    Args:
        width: channels of its first layer.
        blocks: residual ones.
    """
    return nn.Sequential(
        *_convolution(CHANNELS, width, 7),
        nn.ReLU(),
        *_halved(width, 2 * width),
        *_halved(2 * width, 4 * width),
        *(Residual(4 * width) for _ in range(blocks)),
        *_doubled(4 * width, 2 * width),
        *_doubled(2 * width, width),
        nn.ReflectionPad2d(3),
        nn.Conv2d(width, CHANNELS, 7),
        nn.Tanh(),
    )


def patch_network(width: int) -> nn.Sequential:
    """The network that tells: ``[n, 3, side, side]`` in, a map of scores out, 1 for uniform, 0 for made.

    Args:
        width: half the channels of its first layer.
    """
    first, second, third = 2 * width, 4 * width, 8 * width
    return nn.Sequential(
        nn.Conv2d(CHANNELS, first, 4, stride=2, padding=1),
        nn.LeakyReLU(_SLOPE),
        nn.Conv2d(first, second, 4, stride=2, padding=1),
        nn.InstanceNorm2d(second),
        nn.LeakyReLU(_SLOPE),
        nn.Conv2d(second, third, 4, padding=1),
        nn.InstanceNorm2d(third),
        nn.LeakyReLU(_SLOPE),
        nn.Conv2d(third, 1, 4, padding=1),
    )


def initialise(network: nn.Module, random: np.random.Generator) -> None:
    """Normal weights of deviation .02 from ``random`` and biases of 0, in the order of the layers."""
    with torch.no_grad():
        for name, tensor in network.named_parameters():
            if name.endswith("bias"):
                tensor.zero_()
            else:
                drawn = random.normal(0.0, _INITIAL_DEVIATION, tuple(tensor.shape)).astype(np.float32)
                tensor.copy_(torch.from_numpy(drawn))


def _convolution(before: int, after: int, size: int) -> list[nn.Module]:
    return [nn.ReflectionPad2d(size // 2), nn.Conv2d(before, after, size), nn.InstanceNorm2d(after)]


def _halved(before: int, after: int) -> list[nn.Module]:
    halving = nn.Conv2d(before, after, 3, stride=2, padding=1)
    return [halving, nn.InstanceNorm2d(after), nn.ReLU()]


def _doubled(before: int, after: int) -> list[nn.Module]:
    doubling = nn.ConvTranspose2d(before, after, 3, stride=2, padding=1, output_padding=1)
    return [doubling, nn.InstanceNorm2d(after), nn.ReLU()]
