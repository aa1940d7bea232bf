"""Training of the paper's two networks: which finger, and who (paper 003 §1.3)."""

from __future__ import annotations

import torch
from torch import Generator, Tensor
from torch.nn import functional

from lab.training.device import half_precision
from lab.training.equalise import equalise_batch
from lab.training.finger_cnn import FingerCnn
from lab.training.material import Material, seeded_start
from lab.training.plans import TrainingPlan
from lab.training.sensors import other_sensors
from lab.training.task import StepFigures, Validation

_HAND = 5
"""Fingers a hand; the mirror image of a left finger is one of the same finger of the right hand."""

_VALIDATION_BATCH = 256


class Classification:
    """A classifier that learns from prints.

    Args:
        plan: how.
        train: what to learn from, resized but not equalised.
        validation: what to measure on after every epoch, likewise.
        classes: how many there are.
    """

    def __init__(self, plan: TrainingPlan, train: Material, validation: Material, classes: int) -> None:
        self._plan = plan
        self._train = train
        self._validation = validation
        self._device = train.images.device
        self._half = half_precision(self._device, plan.precision)
        with seeded_start(plan.seed):
            network = FingerCnn(classes, plan.features, plan.dropouts)
        self.module = network.to(self._device, memory_format=torch.channels_last)

    def __len__(self) -> int:
        """The number of prints to learn from."""
        return len(self._train)

    def digest(self) -> str:
        """SHA-256 of what is learned from."""
        return self._train.digest()

    def step(self, chosen: Tensor, random: Generator) -> StepFigures:
        """Cross-entropy of one batch and the plan's penalties."""
        images, labels = self._train.images[chosen], self._train.labels[chosen]
        if self._plan.sensors:
            images = other_sensors(images, random, self._plan.sensors)
        images = equalise_batch(images)
        if self._plan.mirrored:
            images, labels = _mirrored(images, labels, random)
        features, scores = self._scores(images)
        loss = functional.cross_entropy(scores, labels) + self._penalty(features)
        return StepFigures(loss, (scores.argmax(1) == labels).sum())

    def after_step(self) -> None:
        """Keep the network exportable."""
        self.module.keep_gains_positive()

    @torch.inference_mode()
    def validate(self) -> Validation:
        """Loss, with the same penalties, and accuracy on the validation prints."""
        loss = correct = 0.0
        self.module.eval()
        for part in torch.arange(len(self._validation), device=self._device).split(_VALIDATION_BATCH):
            labels = self._validation.labels[part]
            features, scores = self._scores(equalise_batch(self._validation.images[part]))
            loss += float(functional.cross_entropy(scores, labels, reduction="sum"))
            loss += float(self._penalty(features)) * len(part)
            correct += float((scores.argmax(1) == labels).sum())
        self.module.train()
        return Validation(loss / len(self._validation), correct / len(self._validation))

    def _scores(self, images: Tensor) -> tuple[Tensor, Tensor]:
        inputs = images.float().div(255).unsqueeze(1).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._half):
            features = self.module.features(inputs)
            scores = self.module.classify(features)
        return features.float(), scores.float()

    def _penalty(self, features: Tensor) -> Tensor:
        plan = self._plan
        penalty = plan.kernel_l2 * self.module.kernel_penalty()
        if plan.dense_l2:
            penalty = penalty + plan.dense_l2 * self.module.dense_1.weight.square().sum()
        if plan.feature_l2:
            penalty = penalty + plan.feature_l2 * features.square().mean()
        return penalty


def _mirrored(images: Tensor, labels: Tensor, random: Generator) -> tuple[Tensor, Tensor]:
    """Half of the prints mirrored, as fingers of the other hand."""
    flipped = torch.rand(len(labels), generator=random, device=labels.device) < 0.5
    images = torch.where(flipped[:, None, None], images.flip(2), images)
    return images, torch.where(flipped, (labels + _HAND) % (2 * _HAND), labels)
