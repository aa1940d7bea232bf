"""The state of a training: everything needed to go on, in one file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from pickle import UnpicklingError

import torch

from lab.training.finger_cnn import FingerCnn
from shared.errors import Code, Failure

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

    steps: int = 2_500
    batch: int = 64
    learning_rate: float = 5e-4
    kernel_l2: float = 1e-3
    feature_l2: float = 0.1
    seed: int = 1
    checkpoint_every: int = 100


class TrainingState:
    """A network in training with its optimiser and the schedule of its learning rate.

    Args:
        plan: how to train; the seed sets the network's start.
    """

    def __init__(self, plan: TrainingPlan) -> None:
        torch.manual_seed(plan.seed)
        self.plan = plan
        self.step = 0
        self.network = FingerCnn().to(memory_format=torch.channels_last)
        self.adam = torch.optim.Adam(self.network.parameters(), plan.learning_rate, fused=True)
        self.schedule = torch.optim.lr_scheduler.CosineAnnealingLR(
            self.adam, plan.steps, plan.learning_rate / 100
        )

    def save(self, path: Path) -> None:
        """Write a checkpoint, and only then put it in the old one's place."""
        fresh = path.with_suffix(".new")
        state = {
            "plan": asdict(self.plan),
            "step": self.step,
            "network": self.network.state_dict(),
            "adam": self.adam.state_dict(),
            "schedule": self.schedule.state_dict(),
        }
        torch.save(state, fresh)
        fresh.replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint.

        Raises:
            Failure: ``INVALID_INPUT`` when it is no checkpoint; ``CONFLICT`` when it belongs to another plan.
        """
        state = _read(path)
        if state["plan"] != asdict(self.plan):
            sentence = f"{path.name} was made with other settings; use those or another folder."
            raise Failure(Code.CONFLICT, sentence)
        self.network.load_state_dict(state["network"])
        self.adam.load_state_dict(state["adam"])
        self.schedule.load_state_dict(state["schedule"])
        self.step = state["step"]


@dataclass(frozen=True)
class TrainedFinger:
    """A network from a checkpoint, in evaluation mode, and how far it was trained."""

    network: FingerCnn
    plan: TrainingPlan
    step: int


def load_finger(path: Path) -> TrainedFinger:
    """Read the network of a checkpoint.

    Raises:
        Failure: ``INVALID_INPUT`` when the file is no checkpoint.
    """
    state = _read(path)
    network = FingerCnn()
    network.load_state_dict(state["network"])
    return TrainedFinger(network.eval(), TrainingPlan(**state["plan"]), state["step"])


def _read(path: Path) -> dict:
    try:
        state: dict = torch.load(path, weights_only=True)
    except (OSError, RuntimeError, UnpicklingError):
        sentence = f"{path.name} is no checkpoint; make one with `ridgekey-lab train finger`."
        raise Failure(Code.INVALID_INPUT, sentence) from None
    return state
