"""Training of the finger network: Adam, cross-entropy, Keras' L2, checkpoints that can be resumed."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from lab.training.batches import endless_batches, to_tensor
from lab.training.finger_cnn import FingerCnn

CHECKPOINT = "finger.pt"


@dataclass(frozen=True)
class TrainingPlan:
    """How to train.

    Attributes:
        steps: batches in all.
        batch: images a batch; 64 in the paper.
        learning_rate: at the start; it falls to a hundredth along half a cosine. The paper: 1e-4 throughout.
        kernel_l2: weight of the kernels' squares in the loss (papers §1.3).
        feature_l2: weight of the mean square of dense_1 before its tanh. Not in the paper: it keeps the units
            from saturating, and a key is made of their values.
        seed: of the start and of the order.
        checkpoint_every: batches between checkpoints.
    """

    steps: int = 4_000
    batch: int = 64
    learning_rate: float = 1e-3
    kernel_l2: float = 1e-3
    feature_l2: float = 1e-2
    seed: int = 1
    checkpoint_every: int = 250


@dataclass(frozen=True)
class Progress:
    """Where a training stands; the figures are means since the last report."""

    step: int
    loss: float
    accuracy: float
    feature_spread: float


@dataclass(frozen=True)
class Examples:
    """Prepared images uint8 ``[n, 96, 96]`` and their fingers int64 ``[n]``."""

    images: NDArray[np.uint8]
    fingers: NDArray[np.int64]


def train_finger(
    plan: TrainingPlan, examples: Examples, folder: Path, report: Callable[[Progress], None]
) -> FingerCnn:
    """Train, or go on from the checkpoint in ``folder``.

    Args:
        plan: how.
        examples: what to learn.
        folder: where the checkpoint lies and goes.
        report: called at every checkpoint.

    Returns:
        The trained network in evaluation mode.
    """
    torch.manual_seed(plan.seed)
    network = FingerCnn().to(memory_format=torch.channels_last)
    adam = torch.optim.Adam(network.parameters(), plan.learning_rate, fused=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(adam, plan.steps, plan.learning_rate / 100)
    done = _resume(folder / CHECKPOINT, network, adam, schedule)
    network.train()
    batches = endless_batches(examples.images, examples.fingers, plan.batch, plan.seed + done)
    figures: list[Tensor] = []
    for step, (images, fingers) in enumerate(itertools.islice(batches, plan.steps - done), done + 1):
        figures.append(_step(plan, network, adam, images, fingers))
        schedule.step()
        if step % plan.checkpoint_every == 0 or step == plan.steps:
            _save(folder / CHECKPOINT, step, network, adam, schedule)
            report(Progress(step, *torch.stack(figures).mean(0).tolist()))
            figures.clear()
    return network.eval()


def load_finger(path: Path) -> FingerCnn:
    """The network of a checkpoint, in evaluation mode."""
    network = FingerCnn()
    network.load_state_dict(torch.load(path, weights_only=True)["network"])
    return network.eval()


@torch.inference_mode()
def dense_features(network: FingerCnn, images: NDArray[np.uint8], batch: int = 250) -> Tensor:
    """dense_1 before its tanh, in float32, of prepared images: ``[n, 1024]``."""
    parts = [images[start : start + batch] for start in range(0, len(images), batch)]
    return torch.cat([network.features(to_tensor(part)) for part in parts])


def _step(
    plan: TrainingPlan, network: FingerCnn, adam: torch.optim.Adam, images: Tensor, fingers: Tensor
) -> Tensor:
    """One batch; returns its loss, accuracy and root mean square of dense_1."""
    with torch.autocast("cpu", torch.bfloat16):
        features = network.features(images)
        scores = network.classify(features).float()
    energy = features.float().square().mean()
    loss = functional.cross_entropy(scores, fingers)
    total = loss + plan.kernel_l2 * network.kernel_penalty() + plan.feature_l2 * energy
    adam.zero_grad()
    total.backward()
    adam.step()
    network.keep_gains_positive()
    accuracy = (scores.argmax(1) == fingers).float().mean()
    return torch.stack([loss, accuracy, energy.sqrt()]).detach()


def _save(
    path: Path,
    step: int,
    network: FingerCnn,
    adam: torch.optim.Adam,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> None:
    """Write a checkpoint beside the old one, then put it in its place."""
    fresh = path.with_suffix(".new")
    state = {
        "step": step,
        "network": network.state_dict(),
        "adam": adam.state_dict(),
        "schedule": schedule.state_dict(),
    }
    torch.save(state, fresh)
    fresh.replace(path)


def _resume(
    path: Path,
    network: FingerCnn,
    adam: torch.optim.Adam,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> int:
    """Load the checkpoint if there is one; returns the batches it has seen."""
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    adam.load_state_dict(state["adam"])
    schedule.load_state_dict(state["schedule"])
    return int(state["step"])
