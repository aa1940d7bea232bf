"""The network that says how alike two prints are, whoever's they are (biometrics §3, 1:1 verification).

The same family as the paper's, so that it is exported and computed alike; smaller, since a branch computes it
for every pose of a live scan.
"""

from __future__ import annotations

import torch
from torch import Tensor

from lab.training.feature_cnn import Block, FeatureCnn

EMBEDDING_SIDE = 96
EMBEDDING_FEATURES = 256
EMBEDDING_BLOCKS = (Block(24, 5), Block(48, 3), Block(96, 3), Block(128, 3))
EMBEDDING_DROPOUT = 0.2


class EmbeddingCnn(FeatureCnn):
    """Four convolutions and a dense layer; the embedding is the direction of its tanh outputs."""

    def __init__(self, features: int = EMBEDDING_FEATURES, dropout: float = EMBEDDING_DROPOUT) -> None:
        super().__init__(EMBEDDING_SIDE, EMBEDDING_BLOCKS, features, dropout)

    def forward(self, images: Tensor) -> Tensor:
        """Embeddings ``[n, features]`` of length 1.

        Args:
            images: float ``[n, 1, 96, 96]``, normalised and divided by 255.
        """
        return torch.nn.functional.normalize(torch.tanh(self.features(images).float()), dim=1)
