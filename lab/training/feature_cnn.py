"""The family of networks that the exact network can compute: convolutions, then one dense layer of tanh.

A block is a valid convolution, a ReLU, a batch norm and a max-pool of two. The ReLU belongs to the
convolution and so comes before the batch norm, as Keras writes it. ``features`` gives dense_1 before its
tanh, which the exact network computes too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from lab.training.window_products import window_products

BATCH_NORM_EPSILON = 1e-3
BATCH_NORM_MOMENTUM = 0.01
"""What Keras calls momentum 0.99."""

GAIN_MIN = 0.05
"""Smallest batch-norm gain kept in training: a positive gain may pass the max-pool, as export needs."""


@dataclass(frozen=True)
class Block:
    """One convolution: its output channels and the side of its square kernel."""

    width: int
    kernel: int


class FeatureCnn(nn.Module):
    """Blocks of convolutions and a dense layer.

    Args:
        side: rows and columns of the input.
        blocks: from the input on.
        features: units of dense_1.
        dropout: the part of dense_1's inputs that is left out in training.
    """

    def __init__(self, side: int, blocks: Sequence[Block], features: int, dropout: float) -> None:
        super().__init__()
        inputs = [1, *(block.width for block in blocks[:-1])]
        self.side = side
        self.convolutions = nn.ModuleList(
            [nn.Conv2d(depth, block.width, block.kernel) for depth, block in zip(inputs, blocks, strict=True)]
        )
        self.norms = nn.ModuleList(
            [nn.BatchNorm2d(block.width, BATCH_NORM_EPSILON, BATCH_NORM_MOMENTUM) for block in blocks]
        )
        self.dropout = nn.Dropout(dropout)
        self.dense_1 = nn.Linear(_flat(side, blocks), features)
        initialise(self)

    def features(self, images: Tensor) -> Tensor:
        """dense_1 before its tanh.

        Args:
            images: float ``[n, 1, side, side]``, preprocessed and divided by 255.

        Returns:
            ``[n, features]``.
        """
        if self.training:
            self._settle_statistics()
        signal = images
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            signal = nn.functional.max_pool2d(norm(torch.relu(self._convolved(convolution, signal))), 2)
        return self.dense_1(self.dropout(signal.flatten(1)))

    def _convolved(self, convolution: nn.Conv2d, signal: Tensor) -> Tensor:
        if self.training and convolution.in_channels == 1 and signal.device.type == "cpu":
            return window_products(signal, convolution)
        return convolution(signal)

    def _settle_statistics(self) -> None:
        """Let the first batches count alike, until as many were shown as the momentum remembers.

        With the momentum from the start, a training of a few hundred steps would end with statistics that are
        half those of an untrained network, and tell nothing right that it learned.
        """
        for norm in self.norms:
            norm.momentum = max(BATCH_NORM_MOMENTUM, 1 / (int(norm.num_batches_tracked) + 1))

    def kernel_penalty(self) -> Tensor:
        """The sum of the squares of the convolution kernels, for Keras' L2 (papers §1.3)."""
        return torch.stack([convolution.weight.square().sum() for convolution in self.convolutions]).sum()

    @torch.no_grad()
    def keep_gains_positive(self) -> None:
        """Put every batch-norm gain back above ``GAIN_MIN``; called after each step."""
        for norm in self.norms:
            norm.weight.clamp_(min=GAIN_MIN)


def initialise(module: nn.Module) -> None:
    """Keras' own start for every layer inside: Glorot's uniform weights and no bias."""
    for layer in module.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)


def _flat(side: int, blocks: Sequence[Block]) -> int:
    """Inputs of dense_1, in torch's order: channel, row, column (Keras has row, column, channel)."""
    for block in blocks:
        side = (side - block.kernel + 1) // 2
    return blocks[-1].width * side * side
