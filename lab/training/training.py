"""The training loop: Adam, epochs, checkpoints from which it goes on as if nothing had happened."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LRScheduler, ReduceLROnPlateau

from lab.training.checkpoint import (
    DataRecord,
    Position,
    check_same,
    checkpoint_path,
    read_checkpoint,
    save_checkpoint,
)
from lab.training.history import Journal, Row, journal
from lab.training.material import epoch_order, step_seed, steps_in_epoch
from lab.training.plans import Schedule, TrainingPlan
from lab.training.stopping import Stop
from lab.training.task import Task, Validation

CHECKPOINT_EVERY = 100
"""Steps between two checkpoints, when nothing else is asked for; what a kill can cost."""

_TOLD_EVERY = 20


@dataclass(frozen=True)
class Outcome:
    """How a training ended.

    Attributes:
        finished: whether it came to its end; otherwise it was stopped and can be resumed.
        position: how far it is.
    """

    finished: bool
    position: Position


class Training:
    """One training in one folder.

    Args:
        plan: how.
        task: what is trained on what.
        data: the record of what is learned from.
        folder: where the checkpoint and the journal go; made when missing.
        checkpoint_every: steps between two checkpoints; it changes no weight.

    Raises:
        Failure: ``CONFLICT`` when the folder holds a checkpoint of another plan or other prints.
    """

    def __init__(
        self,
        plan: TrainingPlan,
        task: Task,
        data: DataRecord,
        folder: Path,
        checkpoint_every: int = CHECKPOINT_EVERY,
    ) -> None:
        self._plan = plan
        self._task = task
        self._data = data
        self._folder = folder
        self._checkpoint_every = checkpoint_every
        self._position = Position()
        self._adam = torch.optim.Adam(task.module.parameters(), plan.learning_rate, fused=True)
        self._steps = steps_in_epoch(len(task), plan.batch)
        self._schedule = _schedule(plan, self._adam, self._steps * plan.epochs)
        folder.mkdir(parents=True, exist_ok=True)
        self._path = checkpoint_path(folder, plan.kind)
        if self._path.exists():
            self._resume()

    def run(self, stop: Stop, progress: Callable[[int, int], None], tell: Callable[[Row], None]) -> Outcome:
        """Train to the end of the plan, or until asked to stop.

        Args:
            stop: asks for an early end.
            progress: called with steps done and steps in all.
            tell: called with the row of every epoch.
        """
        self._task.module.train()
        with journal(self._folder, self._position.step) as told:
            while not stop.asked and not self._ended():
                self._epoch(stop, progress, told)
                if not stop.asked:
                    self._close_epoch(told)
                    tell(self._position.history[-1])
                self._save()
        self._task.module.eval()
        return Outcome(self._ended(), self._position)

    def _epoch(self, stop: Stop, progress: Callable[[int, int], None], told: Journal) -> None:
        """The steps that are left of the current epoch."""
        position = self._position
        order = torch.from_numpy(epoch_order(len(self._task), self._plan.seed, position.epoch))
        done = position.step - position.epoch * self._steps
        for chosen in order.split(self._plan.batch)[done:]:
            self._step(chosen)
            progress(position.step, self._steps * self._plan.epochs)
            if position.step % _TOLD_EVERY == 0:
                told.step(position.step, position.loss / position.shown, position.correct / position.shown)
            if position.step % self._checkpoint_every == 0 and not stop.asked:
                self._save()
            if stop.asked:
                return

    def _step(self, chosen: torch.Tensor) -> None:
        started = time.monotonic()
        device = next(self._task.module.parameters()).device
        seed = step_seed(self._plan.seed, self._position.step)
        # Dropout draws from torch's own generator; it is seeded for the step and given back as it was.
        with torch.random.fork_rng([device] if device.type == "cuda" else []):
            torch.manual_seed(seed)
            figures = self._task.step(chosen.to(device), torch.Generator(device).manual_seed(seed))
        self._adam.zero_grad()
        figures.loss.backward()
        self._adam.step()
        self._task.after_step()
        if isinstance(self._schedule, CosineAnnealingLR):
            self._schedule.step()
        self._count(figures.loss.item(), figures.correct.item(), len(chosen), time.monotonic() - started)

    def _count(self, loss: float, correct: float, shown: int, seconds: float) -> None:
        position = self._position
        position.step += 1
        position.loss += loss * shown
        position.correct += correct
        position.shown += shown
        position.seconds += seconds

    def _close_epoch(self, told: Journal) -> None:
        position, validation = self._position, self._task.validate()
        if isinstance(self._schedule, ReduceLROnPlateau):
            self._schedule.step(validation.loss)
        position.history.append(self._row(validation))
        self._position = replace(
            position, epoch=position.epoch + 1, loss=0.0, correct=0.0, shown=0, seconds=0.0
        )
        told.epoch(position.history)

    def _row(self, validation: Validation) -> Row:
        position = self._position
        return {
            "epoch": position.epoch + 1,
            "step": position.step,
            "loss": position.loss / position.shown,
            "accuracy": position.correct / position.shown,
            "validation_loss": validation.loss,
            "validation_accuracy": validation.accuracy,
            "learning_rate": self._adam.param_groups[0]["lr"],
            "seconds": position.seconds,
        }

    def _ended(self) -> bool:
        losses = [row["validation_loss"] for row in self._position.history]
        patient = self._plan.patience
        # The lowest loss is further back than patience allows (Keras' EarlyStopping).
        given_up = patient > 0 and len(losses) - 1 - _last_lowest(losses) >= patient
        return given_up or self._position.epoch >= self._plan.epochs

    def _save(self) -> None:
        states = {
            "module": self._task.module.state_dict(),
            "adam": self._adam.state_dict(),
            "schedule": self._schedule.state_dict(),
        }
        save_checkpoint(self._path, self._plan, self._data, self._position, states)

    def _resume(self) -> None:
        state = read_checkpoint(self._path)
        check_same(self._path, state, self._plan, self._data)
        self._task.module.load_state_dict(state["module"])
        self._adam.load_state_dict(state["adam"])
        self._schedule.load_state_dict(state["schedule"])
        self._position = Position(**state["position"])


def _schedule(plan: TrainingPlan, adam: torch.optim.Adam, steps: int) -> LRScheduler:
    if plan.schedule is Schedule.COSINE:
        return CosineAnnealingLR(adam, steps, plan.learning_rate / 100)
    if plan.schedule is Schedule.PLATEAU:
        return ReduceLROnPlateau(adam, factor=0.1, patience=1)
    return torch.optim.lr_scheduler.ConstantLR(adam, factor=1.0)


def _last_lowest(losses: list[float]) -> int:
    """The place of the lowest loss, the first of equal ones; 0 for none."""
    return losses.index(min(losses)) if losses else 0
