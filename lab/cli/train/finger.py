"""``ridgekey-lab train finger``: trains the finger network of paper 003 on a set of prints."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lab.cli.torch_extra import require_torch
from lab.datasets.print_set import load_set
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_record

if TYPE_CHECKING:
    from lab.training.finger_training import Progress


def finger(
    prints: Annotated[Path, typer.Argument(help="A set made by `data collect`.", metavar="SET")],
    out: Annotated[Path, option("--out", help="Folder for the checkpoint; an interrupted training goes on.")],
    steps: Annotated[int, option("--steps", help="Batches in all.", min=1, show_default=True)] = 2500,
    learning_rate: Annotated[
        float, option("--learning-rate", help="At the start.", min=0.0, show_default=True)
    ] = 5e-4,
    feature_l2: Annotated[
        float, option("--feature-l2", help="Keeps dense_1 from saturating.", min=0.0, show_default=True)
    ] = 0.1,
    seed: Annotated[int, option("--seed", help="Of the start and the order.", min=0, show_default=True)] = 1,
    output_format: FormatOption = None,
) -> None:
    """Train on everything but the enrolled prints, which are kept for measurement."""
    require_torch()
    from lab.training.checkpoint import CHECKPOINT, TrainingPlan
    from lab.training.finger_training import train_finger

    plan = TrainingPlan(steps=steps, learning_rate=learning_rate, feature_l2=feature_l2, seed=seed)
    learned = load_set(prints).to_learn_from()
    out.mkdir(parents=True, exist_ok=True)
    train_finger(plan, learned, out, _report)
    show_record({"checkpoint": str(out / CHECKPOINT), "prints": len(learned), **asdict(plan)}, output_format)


def _report(progress: Progress) -> None:
    note(
        f"step {progress.step}: loss {progress.loss:.3f}, accuracy {progress.accuracy:.3f}, "
        f"dense_1 {progress.feature_spread:.2f}"
    )
