"""What a training does in one step and at the end of an epoch, whichever network it trains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from torch import Generator, Tensor, nn


@dataclass(frozen=True)
class StepFigures:
    """Of one batch; scalars on the device, so that nothing waits for them.

    Attributes:
        loss: what is to be made smaller, all its terms together (Keras reports it so too).
        correct: how many prints of the batch were told right.
    """

    loss: Tensor
    correct: Tensor


@dataclass(frozen=True)
class Validation:
    """Measured on prints that are not learned from: the loss, and the part that was told right."""

    loss: float
    accuracy: float


class Task(Protocol):
    """A network with what it learns from."""

    @property
    def module(self) -> nn.Module:
        """Everything that learns; a checkpoint holds its state."""
        ...

    def __len__(self) -> int:
        """How many prints an epoch shows."""
        ...

    def digest(self) -> str:
        """SHA-256 of what is learned from."""
        ...

    def step(self, chosen: Tensor, random: Generator) -> StepFigures:
        """The figures of one batch.

        Args:
            chosen: int64, places in the material.
            random: for whatever the task varies; on the device.
        """
        ...

    def after_step(self) -> None:
        """Called when the weights have moved."""
        ...

    def validate(self) -> Validation:
        """Measure on the prints kept apart."""
        ...
