"""Training of the embedding: places on fingers of many people as classes, other people's for the figures."""

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
from lab.training.places import Places, draw_places
from lab.training.plans import TrainingPlan
from lab.training.task import StepFigures, Validation

PLACES = 16
"""Places of every finger that an epoch shows."""

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
        handling: how differently a place is seen each time.
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
        """Places an epoch; two impressions of each are shown."""
        return PLACES * len(self._train)

    def digest(self) -> str:
        """SHA-256 of what is learned from."""
        return hashlib.sha256(self._train.canvases.cpu().numpy().data).hexdigest()

    def step(self, chosen: Tensor, random: Generator) -> StepFigures:
        """The margin loss of two impressions of every place of a batch."""
        fingers = chosen % len(self._train)
        canvases, periods = self._train.canvases[fingers], self._train.periods[fingers]
        # The mirror image of a finger is a finger that nobody has.
        mirrored = torch.rand(len(chosen), 1, 1, generator=random, device=self._device) < 0.5
        canvases = torch.where(mirrored, canvases.flip(2), canvases)
        places = draw_places(len(chosen), canvases.shape[-1], random)
        shown = [self._impressions(canvases, periods, places, random) for _ in range(2)]
        first, second = self._embed(torch.cat(shown)).chunk(2)
        loss = margin_loss(first, second) + self._plan.kernel_l2 * self.module.kernel_penalty()
        return StepFigures(loss, told_right(first, second))

    def after_step(self) -> None:
        """Keep the network exportable."""
        self.module.keep_gains_positive()

    @torch.inference_mode()
    def validate(self) -> Validation:
        """Of two impressions of a place on every finger of other people: 1 - rank-one rate is the loss."""
        self.module.eval()
        random = torch.Generator(self._device).manual_seed(_VALIDATION_SEED)
        places = draw_places(len(self._validation), self._validation.canvases.shape[-1], random)
        first, second = (self._gallery(places, random) for _ in range(2))
        self.module.train()
        found = (first @ second.T).argmax(1).cpu().numpy()
        accuracy = float((found == np.arange(len(found))).mean())
        return Validation(1 - accuracy, accuracy)

    def _gallery(self, places: Places, random: Generator) -> Tensor:
        canvases, periods = self._validation.canvases, self._validation.periods
        shown = self._impressions(canvases, periods, places, random)
        return torch.cat([self._embed(part) for part in shown.split(_BATCH)])

    def _impressions(self, canvases: Tensor, periods: Tensor, places: Places, random: Generator) -> Tensor:
        return impressions(canvases, periods, places, self.module.side, self._handling, random)

    def _embed(self, images: Tensor) -> Tensor:
        images = images.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._half):
            return self.module(images)
