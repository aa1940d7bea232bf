"""Loss and accuracies of a network: by the bit, by the whole key, and by the largest output."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor
from torch.nn import functional

from lab.generators.network_keys.plan import Loss

_CLIPPED = 1e-7
"""Keras keeps probabilities so far from 0 and 1."""


@dataclass(frozen=True)
class Figures:
    """Of some samples.

    Attributes:
        loss: as it is trained with.
        bit_accuracy: bits told right; 0.5 of guessed ones.
        key_accuracy: keys of which every bit is right.
        argmax_accuracy: samples whose largest output stands where the label's first one stands. Keras calls
            this accuracy where the loss is categorical.
    """

    loss: float
    bit_accuracy: float
    key_accuracy: float
    argmax_accuracy: float

    def accuracy(self, loss: Loss) -> float:
        """What Keras shows as accuracy beside a loss."""
        return self.argmax_accuracy if loss is Loss.CCE else self.bit_accuracy

    def record(self) -> dict[str, float]:
        """By name."""
        return asdict(self)


def loss_of(logits: Tensor, labels: Tensor, loss: Loss) -> Tensor:
    """The mean loss of a batch, as Keras computes it behind sigmoids.

    Args:
        logits: float32 [batch, bits].
        labels: float32 of the same shape, 0 or 1.
        loss: which.
    """
    if loss is Loss.BCE:
        return functional.binary_cross_entropy_with_logits(logits, labels)
    outputs = torch.sigmoid(logits)
    shares = outputs / outputs.sum(1, keepdim=True)
    return -(labels * shares.clamp(_CLIPPED, 1 - _CLIPPED).log()).sum(1).mean()


@torch.no_grad()
def measure(logits: Tensor, labels: Tensor, loss: Loss) -> Figures:
    """The figures of all samples at once; shapes as in :func:`loss_of`.

    A sigmoid is above one half where its logit is above zero.
    """
    right = (logits > 0) == (labels > 0)
    largest = logits.argmax(1) == labels.argmax(1)
    value = float(loss_of(logits, labels, loss))
    if not math.isfinite(value):
        raise ArithmeticError("the loss is no finite number")
    shares = (part.double().mean().item() for part in (right, right.all(1), largest))
    return Figures(value, *shares)
