"""SqueezeNet 1.0 and 1.1 (Iandola and others, 2016), in torch.

Names and shapes of all tensors are torchvision's, so that a published state loads as it is. Pooling rounds
its output's size up, as torchvision's does: 224 pixels become 109, 54, 27 and 13 in version 1.0. The paper's
own table has 111 after the first convolution, from an input of 227.
"""

from __future__ import annotations

import enum
from typing import cast

import torch
from torch import Tensor, nn

INPUT_SIDE = 224
CLASSES = 1000
FEATURES = 512 * 13 * 13
"""Values that ``features`` gives for a picture of 224 x 224, 86,528."""


class Version(enum.StrEnum):
    """Which of the two; 1.1 needs fewer than half of the operations."""

    V1_0 = "squeezenet1_0"
    V1_1 = "squeezenet1_1"


class Fire(nn.Module):
    """A squeeze layer of 1 x 1, then an expand layer half of 1 x 1 and half of 3 x 3, a ReLU after each.

    Args:
        inputs: channels that come in.
        squeezed: channels between.
        expanded: channels of each half of what goes out.
    """

    def __init__(self, inputs: int, squeezed: int, expanded: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(inputs, squeezed, 1)
        self.expand1x1 = nn.Conv2d(squeezed, expanded, 1)
        self.expand3x3 = nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, x_nchw: Tensor) -> Tensor:
        """float32 ``[n, 2 * expanded, h, w]`` of ``[n, inputs, h, w]``."""
        squeezed = torch.relu(self.squeeze(x_nchw))
        halves = [torch.relu(self.expand1x1(squeezed)), torch.relu(self.expand3x3(squeezed))]
        return torch.cat(halves, 1)


class SqueezeNet(nn.Module):
    """The network with its classifier: 1,248,424 parameters in version 1.0, 1,235,496 in 1.1.

    Args:
        version: which.
    """

    def __init__(self, version: Version = Version.V1_0) -> None:
        super().__init__()
        self.version = version
        self.features = _features_1_0() if version is Version.V1_0 else _features_1_1()
        final = nn.Conv2d(512, CLASSES, 1)
        self.classifier = nn.Sequential(nn.Dropout(), final, nn.ReLU(), nn.AdaptiveAvgPool2d(1))

    def forward(self, x_nchw: Tensor) -> Tensor:
        """Class scores ``[n, 1000]`` of normalised pictures, float32 ``[n, 3, 224, 224]``."""
        return cast(Tensor, self.classifier(self.features(x_nchw))).flatten(1)


def _features_1_0() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(3, 96, 7, stride=2),
        nn.ReLU(),
        _pool(),
        Fire(96, 16, 64),
        Fire(128, 16, 64),
        Fire(128, 32, 128),
        _pool(),
        Fire(256, 32, 128),
        Fire(256, 48, 192),
        Fire(384, 48, 192),
        Fire(384, 64, 256),
        _pool(),
        Fire(512, 64, 256),
    )


def _features_1_1() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(3, 64, 3, stride=2),
        nn.ReLU(),
        _pool(),
        Fire(64, 16, 64),
        Fire(128, 16, 64),
        _pool(),
        Fire(128, 32, 128),
        Fire(256, 32, 128),
        _pool(),
        Fire(256, 48, 192),
        Fire(384, 48, 192),
        Fire(384, 64, 256),
        Fire(512, 64, 256),
    )


def _pool() -> nn.MaxPool2d:
    return nn.MaxPool2d(3, stride=2, ceil_mode=True)
