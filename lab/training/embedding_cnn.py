"""The network that says what a patch of a print looks like, whoever's it is (biometrics §3, verification).

The same family as the paper's, so that it is exported and computed alike; small, since a branch computes it
for every patch of a live scan in every turn.
"""

from __future__ import annotations

import torch
from torch import Tensor

from lab.training.feature_cnn import Block, FeatureCnn

EMBEDDING_SIDE = 48
"""Ten ridges and a half: a patch shows one to three places where a ridge ends or forks."""

EMBEDDING_FEATURES = 128
EMBEDDING_BLOCKS = (Block(24, 5), Block(48, 3), Block(96, 3))
EMBEDDING_DROPOUT = 0.1


class EmbeddingCnn(FeatureCnn):
    """Three convolutions and a dense layer; the embedding is the direction of its tanh outputs."""

    def __init__(self, features: int = EMBEDDING_FEATURES, dropout: float = EMBEDDING_DROPOUT) -> None:
        super().__init__(EMBEDDING_SIDE, EMBEDDING_BLOCKS, features, dropout)

    def forward(self, images: Tensor) -> Tensor:
        """Embeddings ``[n, features]`` of length 1.

        Args:
            images: float ``[n, 1, 48, 48]``, normalised and divided by 255.
        """
        return torch.nn.functional.normalize(torch.tanh(self.features(images).float()), dim=1)
