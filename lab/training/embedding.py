"""Training of the embedding: fingers of many people as classes, other people's for the figures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import torch
from torch import Generator, Tensor

from lab.datasets.canvases import Canvases
from lab.training.device import half_precision
from lab.training.embedding_cnn import EmbeddingCnn
from lab.training.impressions import Handling, impressions
from lab.training.margin import margin_loss, told_right
from lab.training.material import seeded_start
from lab.training.plans import TrainingPlan
from lab.training.task import StepFigures, Validation

_VALIDATION_SEED = 1
_BATCH = 250


@dataclass(frozen=True)
class Fingers:
    """Canvases on one device: uint8 ``[n, C, C]`` and float ``[n]``."""

    canvases: Tensor
    periods: Tensor

    @classmethod
    def on(cls, device: torch.device, canvases: Canvases) -> Fingers:
        """Move canvases to a device."""
        return cls(
            torch.from_numpy(canvases.pixels).to(device), torch.from_numpy(canvases.periods).to(device)
        )

    def __len__(self) -> int:
        """The number of fingers."""
        return len(self.periods)


class EmbeddingTask:
    """An embedding that learns from fingers.

    Args:
        plan: how.
        train: fingers to learn from.
        validation: fingers of other people.
        handling: how differently the fingers are put on the sensor.
    """

    def __init__(self, plan: TrainingPlan, train: Fingers, validation: Fingers, handling: Handling) -> None:
        self._plan = plan
        self._train = train
        self._validation = validation
        self._handling = handling
        self._device = train.periods.device
        self._half = half_precision(self._device, plan.precision)
        with seeded_start(plan.seed):
            network = EmbeddingCnn(plan.features, plan.dropouts[0])
        self.module = network.to(self._device, memory_format=torch.channels_last)

    def __len__(self) -> int:
        """Fingers an epoch; two impressions of each are shown."""
        return len(self._train)

    def digest(self) -> str:
        """SHA-256 of what is learned from."""
        return hashlib.sha256(self._train.canvases.cpu().numpy().data).hexdigest()

    def step(self, chosen: Tensor, random: Generator) -> StepFigures:
        """The margin loss of two impressions of every finger of a batch."""
        canvases, periods = self._train.canvases[chosen], self._train.periods[chosen]
        # The mirror image of a finger is a finger that nobody has.
        mirrored = torch.rand(len(chosen), 1, 1, generator=random, device=self._device) < 0.5
        canvases = torch.where(mirrored, canvases.flip(2), canvases)
        first, second = self._embed(canvases.repeat(2, 1, 1), periods.repeat(2), random).chunk(2)
        loss = margin_loss(first, second) + self._plan.kernel_l2 * self.module.kernel_penalty()
        return StepFigures(loss, told_right(first, second))

    def after_step(self) -> None:
        """Keep the network exportable."""
        self.module.keep_gains_positive()

    @torch.inference_mode()
    def validate(self) -> Validation:
        """Of two impressions of every finger of other people: 1 - rank-one rate is the loss."""
        self.module.eval()
        random = torch.Generator(self._device).manual_seed(_VALIDATION_SEED)
        first, second = (self._gallery(random) for _ in range(2))
        self.module.train()
        found = (first @ second.T).argmax(1).cpu().numpy()
        accuracy = float((found == np.arange(len(found))).mean())
        return Validation(1 - accuracy, accuracy)

    def _gallery(self, random: Generator) -> Tensor:
        parts = torch.arange(len(self._validation), device=self._device).split(_BATCH)
        return torch.cat(
            [
                self._embed(self._validation.canvases[part], self._validation.periods[part], random)
                for part in parts
            ]
        )

    def _embed(self, canvases: Tensor, periods: Tensor, random: Generator) -> Tensor:
        images = impressions(canvases, periods, self.module.side, self._handling, random)
        images = images.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._half):
            return self.module(images)
