"""Identity classification with a margin: what makes an embedding tell fingers apart that it never saw.

Every finger of a batch is a class, and one impression of it is the class's direction: another impression must
lie nearer to it than to any other finger's by a margin (the large-margin cosine loss, CosFace: Wang et al.,
CVPR 2018, eq. 4). Directions that are learned, one for each finger of the whole set, would have to be found
before anything else is: with thousands of fingers, each seen once an epoch, that takes most of a training.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

SCALE = 20.0
MARGIN = 0.15


def margin_loss(first: Tensor, second: Tensor, margin: float = MARGIN, scale: float = SCALE) -> Tensor:
    """The loss of two impressions of each finger, each told by the other, a scalar.

    Args:
        first: embeddings of length 1, ``[n, features]``.
        second: of the same fingers in the same order.
        margin: by how much the right cosine has to exceed every other.
        scale: of the cosines in the softmax.
    """
    cosines = first @ second.T
    lowered = scale * (cosines - margin * torch.eye(len(first), device=first.device))
    labels = torch.arange(len(first), device=first.device)
    return (functional.cross_entropy(lowered, labels) + functional.cross_entropy(lowered.T, labels)) / 2


def told_right(first: Tensor, second: Tensor) -> Tensor:
    """How many of ``first`` lie nearest to their own finger's ``second``; a scalar."""
    labels = torch.arange(len(first), device=first.device)
    return ((first @ second.T).argmax(1) == labels).sum()
