"""Training of the finger network: Adam, cross-entropy, Keras' L2, checkpoints that can be resumed."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from lab.datasets.print_set import PrintSet
from lab.training.batches import endless_batches
from lab.training.checkpoint import CHECKPOINT, TrainingPlan, TrainingState
from lab.training.finger_cnn import FingerCnn


@dataclass(frozen=True)
class Progress:
    """Where a training stands; the figures are means since the last report."""

    step: int
    loss: float
    accuracy: float
    feature_spread: float


def train_finger(
    plan: TrainingPlan, prints: PrintSet, folder: Path, report: Callable[[Progress], None]
) -> FingerCnn:
    """Train, or go on from the checkpoint in ``folder``.

    Args:
        plan: how.
        prints: what to learn.
        folder: where the checkpoint lies and goes.
        report: called at every checkpoint.

    Returns:
        The trained network in evaluation mode.

    Raises:
        Failure: ``CONFLICT`` when the folder holds a checkpoint of another plan.
    """
    state = TrainingState(plan)
    if (folder / CHECKPOINT).exists():
        state.resume(folder / CHECKPOINT)
    state.network.train()
    batches = endless_batches(prints, plan.batch, plan.seed + state.step)
    figures: list[Tensor] = []
    for images, fingers in itertools.islice(batches, plan.steps - state.step):
        figures.append(_step(state, images, fingers))
        if state.step % plan.checkpoint_every == 0 or state.step == plan.steps:
            state.save(folder / CHECKPOINT)
            report(Progress(state.step, *torch.stack(figures).mean(0).tolist()))
            figures.clear()
    return state.network.eval()


def _step(state: TrainingState, images: Tensor, fingers: Tensor) -> Tensor:
    """Learn from one batch; returns its loss, its accuracy and the root mean square of dense_1."""
    network, plan = state.network, state.plan
    with torch.autocast("cpu", torch.bfloat16):
        features = network.features(images)
        scores = network.classify(features).float()
    energy = features.float().square().mean()
    loss = functional.cross_entropy(scores, fingers)
    total = loss + plan.kernel_l2 * network.kernel_penalty() + plan.feature_l2 * energy
    state.adam.zero_grad()
    total.backward()
    state.adam.step()
    network.keep_gains_positive()
    state.schedule.step()
    state.step += 1
    accuracy = (scores.argmax(1) == fingers).float().mean()
    return torch.stack([loss, accuracy, energy.sqrt()]).detach()
