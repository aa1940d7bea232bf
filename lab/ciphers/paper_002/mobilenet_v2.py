"""MobileNetV2 in plain torch, its parameters named and shaped as torchvision's (Sandler et al. 2018)."""

from __future__ import annotations

from torch import Tensor, nn

IMAGENET_CLASSES = 1000
DROPOUT = 0.2

_STEM, _TOP = 32, 1280
_STAGES = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
"""Expansion, channels, blocks and stride of the first block (table 2 of the network's paper)."""


class InvertedResidual(nn.Module):
    """Widen, convolve each channel by itself, narrow without a ReLU.

    Args:
        inputs: channels that come in.
        outputs: channels that go out.
        stride: of the middle convolution.
        expansion: how many times as many channels there are in the middle.
    """

    def __init__(self, inputs: int, outputs: int, stride: int, expansion: int) -> None:
        super().__init__()
        hidden = inputs * expansion
        widen = [_convolution(inputs, hidden, 1)] if expansion != 1 else []
        self.adds = stride == 1 and inputs == outputs
        self.conv = nn.Sequential(
            *widen,
            _convolution(hidden, hidden, 3, stride, hidden),
            nn.Conv2d(hidden, outputs, 1, bias=False),
            nn.BatchNorm2d(outputs),
        )

    def forward(self, signal: Tensor) -> Tensor:
        """The block's output, ``[batch, outputs, height / stride, width / stride]``."""
        return signal + self.conv(signal) if self.adds else self.conv(signal)


class MobileNetV2(nn.Module):
    """Seventeen inverted residuals: 3,504,872 parameters with 1,000 outputs.

    Args:
        outputs: of the last layer.
    """

    def __init__(self, outputs: int = IMAGENET_CLASSES) -> None:
        super().__init__()
        layers: list[nn.Module] = [_convolution(3, _STEM, 3, 2)]
        width = _STEM
        for expansion, channels, blocks, stride in _STAGES:
            for number in range(blocks):
                block = InvertedResidual(width, channels, stride if number == 0 else 1, expansion)
                layers.append(block)
                width = channels
        self.features = nn.Sequential(*layers, _convolution(width, _TOP, 1))
        self.classifier = nn.Sequential(nn.Dropout(DROPOUT), nn.Linear(_TOP, outputs))

    def forward(self, signal: Tensor) -> Tensor:
        """Scores ``[batch, outputs]`` of pictures ``[batch, 3, 224, 224]``."""
        return self.classifier(self.features(signal).mean((2, 3)))


def _convolution(inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU6())
