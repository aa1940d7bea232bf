"""Trains a network of a plan: Adam, shuffled batches, figures after every epoch (paper 004, section 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor, nn

from lab.generators.derivation import derive
from lab.generators.labels import Label
from lab.generators.network_keys.bit_rows import Bits
from lab.generators.network_keys.measures import Figures, loss_of, measure
from lab.generators.network_keys.networks import make_network
from lab.generators.network_keys.plan import TrainingPlan
from lab.generators.network_keys.samples import Samples, draw_samples
from lab.generators.one_thread import one_thread

LEARNING_RATE = 1e-3
BATCH = 128
_EPSILON = 1e-7
"""Keras' of Adam."""

_PIECE = 1 << 11
"""Samples that run through a network at once, always as many, so that sums have one order."""

_KEPT_NETWORKS = 8

Tell = Callable[[int, int], object]
"""Takes epochs done, and epochs in all."""


@dataclass(frozen=True)
class Epoch:
    """One epoch's figures, both measured at its end."""

    learned: Figures
    kept: Figures


@dataclass(frozen=True, eq=False)
class Trained:
    """A network and how it became so.

    Attributes:
        plan: of its training.
        network: in evaluation mode.
        epochs: a row each.
        seen: share of the inputs kept for validation that were learned from, too.
    """

    plan: TrainingPlan
    network: nn.Module
    epochs: tuple[Epoch, ...]
    seen: float


def train(plan: TrainingPlan, tell: Tell = lambda _done, _total: None) -> Trained:
    """Train a network; the same plan gives the same weights with the same build of torch.

    Args:
        plan: of the training.
        tell: is called after each epoch.
    """
    with one_thread():
        split = draw_samples(plan)
        network = make_network(plan.network, plan.bits, _number(plan, "weights"))
        learned, kept = _tensors(split.learned), _tensors(split.kept)
        order = torch.Generator().manual_seed(_number(plan, "order"))
        adam = torch.optim.Adam(network.parameters(), LEARNING_RATE, eps=_EPSILON, fused=True)
        epochs = []
        for done in range(plan.epochs):
            _epoch(network, adam, *learned, order, plan)
            epochs.append(Epoch(*(_figures(network, *part, plan) for part in (learned, kept))))
            tell(done + 1, plan.epochs)
        return Trained(plan, network.eval(), tuple(epochs), split.seen)


@lru_cache(maxsize=_KEPT_NETWORKS)
def trained(plan: TrainingPlan) -> Trained:
    """The network of a plan, trained when it is first asked for."""
    return train(plan)


def keys_of(network: nn.Module, inputs: Bits) -> Bits:
    """The keys of inputs: where a sigmoid is above one half.

    Args:
        network: from :func:`train`.
        inputs: uint8 [n, bits] of 0 and 1.

    Returns:
        uint8 of the same shape.
    """
    with one_thread():
        logits = _logits(network, torch.from_numpy(inputs.astype(np.float32)))
    return (logits > 0).numpy().astype(np.uint8)


def _epoch(
    network: nn.Module,
    adam: torch.optim.Adam,
    inputs: Tensor,
    labels: Tensor,
    order: torch.Generator,
    plan: TrainingPlan,
) -> None:
    for chosen in torch.split(torch.randperm(len(inputs), generator=order), BATCH):
        adam.zero_grad()
        loss_of(network(inputs[chosen]), labels[chosen], plan.loss).backward()  # type: ignore[no-untyped-call]
        adam.step()


def _figures(network: nn.Module, inputs: Tensor, labels: Tensor, plan: TrainingPlan) -> Figures:
    return measure(_logits(network, inputs), labels, plan.loss)


@torch.no_grad()
def _logits(network: nn.Module, inputs: Tensor) -> Tensor:
    """Logits of inputs [n, bits], piece by piece; the last one is filled up to the same size."""
    missing = -len(inputs) % _PIECE
    filled = torch.cat([inputs, inputs.new_zeros(missing, inputs.shape[1])])
    return torch.cat([network(piece) for piece in torch.split(filled, _PIECE)])[: len(inputs)]


def _tensors(samples: Samples) -> tuple[Tensor, Tensor]:
    inputs, labels = (torch.from_numpy(part.astype(np.float32)) for part in (samples.inputs, samples.labels))
    return inputs, labels


def _number(plan: TrainingPlan, what: str) -> int:
    return int.from_bytes(derive(plan.seed, Label.NETWORK_TRAINING, what, length=8), "big") >> 1
