"""The options that all trainings share, and the run itself as a person sees it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lab.cli.train.choices import choose
from shared.terminal.options import option
from shared.terminal.output import note
from shared.terminal.progress import progress

if TYPE_CHECKING:
    import torch

    from lab.training.plans import TrainingPlan
    from lab.training.training import Outcome, Training

PrintsArgument = Annotated[
    Path, typer.Argument(help="A data set's folder, or a file made by `data collect`.", metavar="PRINTS")
]
OutOption = Annotated[
    Path, option("--out", help="Folder for checkpoint, history.csv and TensorBoard events; resumed if there.")
]
EpochsOption = Annotated[int, option("--epochs", help="Passes over the prints.", min=1, show_default=True)]
BatchOption = Annotated[int, option("--batch", help="Prints a step.", min=2, show_default=True)]
RateOption = Annotated[
    float, option("--learning-rate", help="Of Adam, at the start.", min=0.0, show_default=True)
]
SeedOption = Annotated[
    int, option("--seed", help="Of the start, the order and all chance.", min=0, show_default=True)
]
DeviceOption = Annotated[
    str, option("--device", help="auto, cuda, mps or cpu; auto takes the quickest.", show_default=True)
]
PrecisionOption = Annotated[
    str,
    option("--precision", help="auto (bfloat16 where it is native) or float32.", show_default=True),
]
ScheduleOption = Annotated[
    str, option("--schedule", help="Of the learning rate: constant, cosine or plateau.", show_default=True)
]
CheckpointOption = Annotated[
    int, option("--checkpoint-every", help="Steps between checkpoints.", min=1, show_default=True)
]
PatienceOption = Annotated[
    int,
    option(
        "--patience",
        help="End after so many epochs without a lower loss; 0: never.",
        min=0,
        show_default=True,
    ),
]


def make_plan(kind: str, options: dict[str, Any], **fixed: Any) -> TrainingPlan:
    """The plan of one command.

    Args:
        kind: of the network.
        options: the command's options by name; those that are no part of a plan are left out.
        fixed: what the command does not leave open.

    Raises:
        Failure: ``INVALID_INPUT`` when a choice is none of its options.
    """
    from lab.training.plans import Kind, Precision, Schedule, TrainingPlan

    names = {field.name for field in fields(TrainingPlan)}
    chosen = {name: value for name, value in options.items() if name in names}
    chosen["schedule"] = choose(Schedule, options["schedule"], "--schedule")
    chosen["precision"] = choose(Precision, options["precision"], "--precision")
    return TrainingPlan(kind=Kind(kind), **chosen, **fixed)


def summary(checkpoint: Path, device: torch.device, outcome: Outcome) -> dict[str, object]:
    """What a command prints at its end: where the network is, and the last epoch's figures."""
    figures = {key: round(value, 6) for key, value in outcome.position.history[-1].items()}
    return {"checkpoint": str(checkpoint), "device": str(device), **figures}


def run_to_the_end(training: Training) -> Outcome:
    """Train with a progress bar and one line an epoch; Ctrl-C saves and stops.

    Raises:
        KeyboardInterrupt: when it was stopped, after the checkpoint was written.
    """
    from lab.training.memory import keep_freed_memory
    from lab.training.stopping import stop_on_signals

    keep_freed_memory()
    with stop_on_signals() as stop, progress("Training") as bar:
        outcome = training.run(stop, bar, _tell)
    if not outcome.finished:
        note(f"Saved after {outcome.position.step} steps; the same command goes on from there.")
        raise KeyboardInterrupt
    return outcome


def _tell(row: dict[str, float]) -> None:
    note(
        f"epoch {row['epoch']:.0f}: loss {row['loss']:.4f}, accuracy {row['accuracy']:.4f}; "
        f"validation: loss {row['validation_loss']:.4f}, accuracy {row['validation_accuracy']:.4f}; "
        f"{row['seconds']:.0f} s"
    )
