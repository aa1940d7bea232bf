"""ResNet-18 in plain torch, its parameters named and shaped as torchvision's (He et al. 2016)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

IMAGENET_CLASSES = 1000
_WIDTHS = (64, 128, 256, 512)


class BasicBlock(nn.Module):
    """Two 3 x 3 convolutions beside a shortcut.

    Args:
        inputs: channels that come in.
        outputs: channels that go out.
        stride: of the first convolution; the shortcut is a 1 x 1 convolution where shapes change.
    """

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        changes = stride != 1 or inputs != outputs
        shortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
        self.downsample = nn.Sequential(shortcut, nn.BatchNorm2d(outputs)) if changes else None

    def forward(self, signal: Tensor) -> Tensor:
        """The block's output, ``[batch, outputs, height / stride, width / stride]``."""
        residual = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(signal)))))
        return torch.relu(residual + (signal if self.downsample is None else self.downsample(signal)))


class ResNet18(nn.Module):
    """Eighteen layers of weights: 11,689,512 parameters with 1,000 outputs.

    Args:
        outputs: of the last layer.
    """

    def __init__(self, outputs: int = IMAGENET_CLASSES) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, _WIDTHS[0], 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(_WIDTHS[0])
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = _layer(_WIDTHS[0], _WIDTHS[0], 1)
        self.layer2 = _layer(_WIDTHS[0], _WIDTHS[1], 2)
        self.layer3 = _layer(_WIDTHS[1], _WIDTHS[2], 2)
        self.layer4 = _layer(_WIDTHS[2], _WIDTHS[3], 2)
        self.fc = nn.Linear(_WIDTHS[3], outputs)

    def forward(self, signal: Tensor) -> Tensor:
        """Scores ``[batch, outputs]`` of pictures ``[batch, 3, 224, 224]``."""
        signal = self.maxpool(torch.relu(self.bn1(self.conv1(signal))))
        signal = self.layer4(self.layer3(self.layer2(self.layer1(signal))))
        return self.fc(signal.mean((2, 3)))


def _layer(inputs: int, outputs: int, stride: int) -> nn.Sequential:
    return nn.Sequential(BasicBlock(inputs, outputs, stride), BasicBlock(outputs, outputs, 1))
