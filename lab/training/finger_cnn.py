"""The convolutional network of paper 003, table 2, in torch.

Every parameter count of the table comes out: "filter size 3x3, 5x5" means 5 x 5, 5 x 5, 3 x 3. The ReLU
belongs to the convolution and so comes before the batch norm, as Keras writes it. ``features`` gives dense_1
before its tanh, which the exact network computes too.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

FINGER_CLASSES = 10
FEATURES = 1024
FLAT = 128 * 9 * 9
"""Inputs of dense_1, in torch's order: channel, row, column (Keras has row, column, channel)."""

BATCH_NORM_EPSILON = 1e-3
BATCH_NORM_MOMENTUM = 0.01
"""What Keras calls momentum 0.99."""

GAIN_MIN = 0.05
"""Smallest batch-norm gain kept in training: a positive gain may pass the max-pool, as export needs."""


class FingerCnn(nn.Module):
    """Three convolutions, a dense layer of 1,024 tanh units and a classifier (paper 003, table 2).

    Args:
        classes: 10 fingers, or 600 subjects for the paper's other network.
    """

    def __init__(self, classes: int = FINGER_CLASSES) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList([nn.Conv2d(1, 32, 5), nn.Conv2d(32, 64, 5), nn.Conv2d(64, 128, 3)])
        self.norms = nn.ModuleList(
            [nn.BatchNorm2d(width, BATCH_NORM_EPSILON, BATCH_NORM_MOMENTUM) for width in (32, 64, 128)]
        )
        self.dense_1 = nn.Linear(FLAT, FEATURES)
        self.dense_2 = nn.Linear(FEATURES, classes)
        self.dropouts = nn.ModuleList([nn.Dropout(0.3), nn.Dropout(0.4)])
        self._initialise()

    def _initialise(self) -> None:
        """Keras' own start: Glorot's uniform weights and no bias."""
        for module in self.modules():
            if isinstance(module, nn.Conv2d | nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                nn.init.zeros_(module.bias)

    def features(self, images: Tensor) -> Tensor:
        """dense_1 before its tanh.

        Args:
            images: float ``[n, 1, 96, 96]``, preprocessed and divided by 255.

        Returns:
            ``[n, 1024]``.
        """
        signal = images
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            signal = nn.functional.max_pool2d(norm(torch.relu(convolution(signal))), 2)
        return self.dense_1(self.dropouts[0](signal.flatten(1)))

    def classify(self, features: Tensor) -> Tensor:
        """Class scores ``[n, classes]`` from what :meth:`features` gives."""
        return self.dense_2(self.dropouts[1](torch.tanh(features)))

    def forward(self, images: Tensor) -> Tensor:
        """Class scores ``[n, classes]`` of images as :meth:`features` takes them."""
        return self.classify(self.features(images))

    def kernel_penalty(self) -> Tensor:
        """The sum of the squares of the convolution kernels, for Keras' L2 (papers §1.3)."""
        return torch.stack([convolution.weight.square().sum() for convolution in self.convolutions]).sum()

    @torch.no_grad()
    def keep_gains_positive(self) -> None:
        """Put every batch-norm gain back above ``GAIN_MIN``; called after each step."""
        for norm in self.norms:
            norm.weight.clamp_(min=GAIN_MIN)
