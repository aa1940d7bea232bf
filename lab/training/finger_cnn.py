"""The convolutional network of paper 003, table 2, in torch.

Every parameter count of the table comes out: "filter size 3x3, 5x5" means 5 x 5, 5 x 5, 3 x 3.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lab.training.feature_cnn import Block, FeatureCnn, initialise

INPUT_SIDE = 96
FINGER_CLASSES = 10
FEATURES = 1024
BLOCKS = (Block(32, 5), Block(64, 5), Block(128, 3))
DROPOUTS = (0.3, 0.4)
"""Before dense_1 and before dense_2 (table 3)."""


class FingerCnn(FeatureCnn):
    """Three convolutions, a dense layer of 1,024 tanh units and a classifier (paper 003, table 2).

    Args:
        classes: 10 fingers, or 600 subjects for the paper's other network.
        features: units of dense_1; fewer only for trials.
        dropouts: before dense_1 and before dense_2.
    """

    def __init__(
        self,
        classes: int = FINGER_CLASSES,
        features: int = FEATURES,
        dropouts: tuple[float, float] = DROPOUTS,
    ) -> None:
        super().__init__(INPUT_SIDE, BLOCKS, features, dropouts[0])
        self.class_dropout = nn.Dropout(dropouts[1])
        self.dense_2 = nn.Linear(features, classes)
        initialise(self.dense_2)

    def classify(self, features: Tensor) -> Tensor:
        """Class scores ``[n, classes]`` from what :meth:`features` gives."""
        return self.dense_2(self.class_dropout(torch.tanh(features)))

    def forward(self, images: Tensor) -> Tensor:
        """Class scores ``[n, classes]`` of images as :meth:`features` takes them."""
        return self.classify(self.features(images))
