"""The state of a training: everything needed to go on, or to use the network, in one file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch

from lab.training.plans import Kind, Precision, Schedule, TrainingPlan
from shared.errors import Code, Failure

_UNREADABLE = (
    OSError,
    RuntimeError,
    UnpicklingError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
)
"""What torch answers a file with that it did not write."""


@dataclass(frozen=True)
class DataRecord:
    """What a network learned from, as its checkpoint and its reports state it.

    Attributes:
        origin: where the prints come from.
        redistributable: whether a network made of them may be given away.
        digest: SHA-256 of the training images and their classes.
        training: prints learned from.
        validation: prints kept apart for the figures of each epoch.
        subjects: the people, ascending; the class of a subject network is the place in this list.
        classes: how many classes the network tells.
        alterations: kinds of altered prints among those learned from, of
            :class:`lab.datasets.print_set.Alteration`.
    """

    origin: str
    redistributable: bool
    digest: str
    training: int
    validation: int
    subjects: list[int]
    classes: int
    alterations: list[int] = field(default_factory=lambda: [1, 2, 3])


@dataclass
class Position:
    """How far a training is.

    Attributes:
        epoch: epochs finished.
        step: steps done in all.
        loss: sum over the prints shown in the current epoch.
        correct: how many of them were told right.
        shown: how many there were.
        seconds: time spent in the current epoch.
        history: one row for each epoch finished.
    """

    epoch: int = 0
    step: int = 0
    loss: float = 0.0
    correct: float = 0.0
    shown: int = 0
    seconds: float = 0.0
    history: list[dict[str, float]] = field(default_factory=list)


def checkpoint_path(folder: Path, kind: Kind) -> Path:
    """Where a training in ``folder`` keeps its state."""
    return folder / f"{kind}.pt"


def save_checkpoint(
    path: Path, plan: TrainingPlan, data: DataRecord, position: Position, states: dict[str, Any]
) -> None:
    """Write a checkpoint, and only then put it in the old one's place.

    Args:
        path: of the checkpoint.
        plan: how is trained.
        data: what is learned from.
        position: how far it is.
        states: of ``module``, ``adam`` and ``schedule``.
    """
    fresh = path.with_suffix(".new")
    torch.save({"plan": _plain(plan), "data": asdict(data), "position": asdict(position), **states}, fresh)
    fresh.replace(path)


def read_checkpoint(path: Path) -> dict[str, Any]:
    """Everything in a checkpoint; the tensors are on the CPU.

    Raises:
        Failure: ``INVALID_INPUT`` when the file is no checkpoint of this release.
    """
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        known = {"plan", "data", "position", "module", "adam", "schedule"} <= state.keys()
    except _UNREADABLE:
        known = False
    if not known:
        sentence = f"{path.name} is no checkpoint of this release; make one with `ridgekey-lab train`."
        raise Failure(Code.INVALID_INPUT, sentence) from None
    return state


def plan_of(state: dict[str, Any]) -> TrainingPlan:
    """The plan that a checkpoint was made with."""
    stored = dict(state["plan"])
    stored["kind"] = Kind(stored["kind"])
    stored["schedule"] = Schedule(stored["schedule"])
    stored["precision"] = Precision(stored["precision"])
    stored["dropouts"] = tuple(stored["dropouts"])
    return TrainingPlan(**stored)


def check_same(path: Path, state: dict[str, Any], plan: TrainingPlan, data: DataRecord) -> None:
    """See that a checkpoint belongs to this plan and these prints.

    The number of epochs may differ, except under the cosine schedule, whose curve depends on it.

    Raises:
        Failure: ``CONFLICT`` when it does not, naming what differs.
    """
    stored, wanted = dict(state["plan"]), _plain(plan)
    free = set() if plan.schedule is Schedule.COSINE else {"epochs"}
    differing = sorted(key for key in wanted.keys() - free if stored.get(key) != wanted[key])
    if state["data"]["digest"] != data.digest:
        differing.append("prints")
    if differing:
        sentence = (
            f"{path} was made with another choice of {', '.join(differing)}; "
            "use the same again, or name another folder with --out."
        )
        raise Failure(Code.CONFLICT, sentence)


def _plain(plan: TrainingPlan) -> dict[str, Any]:
    """The plan in types that a checkpoint may hold."""
    values = asdict(plan)
    return {key: str(value) if isinstance(value, str) else value for key, value in values.items()}
