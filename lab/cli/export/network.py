"""``ridgekey-lab export finger``, ``subject`` and ``embedding``: exact networks and their cards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from lab.cli.torch_extra import require_torch
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_record
from shared.terminal.progress import progress

CheckpointArgument = Annotated[
    Path, typer.Argument(help="What `ridgekey-lab train` wrote.", metavar="CHECKPOINT")
]
PrintsArgument = Annotated[
    Path,
    typer.Argument(help="What it learned from: a folder, or a file of `data collect`.", metavar="PRINTS"),
]
CalibrationArgument = Annotated[
    Path,
    typer.Argument(help="Prints to calibrate with, altered ones, and to measure on, enrolled ones."),
]
OutOption = Annotated[
    Path, option("--out", help="Folder for the model, its card and its golden vectors.", metavar="DIR")
]
ClassesOption = Annotated[
    bool,
    option("--classes", help="Let it tell classes, to verify a closed set; without, it is for keys."),
]
TestedOption = Annotated[
    int, option("--tested", help="Measure on so many enrolled prints at most.", min=1, show_default=True)
]
RequireOption = Annotated[
    bool, option("--require", help="Write nothing unless the integers follow the floats closely enough.")
]


def finger(
    checkpoint: CheckpointArgument,
    prints: PrintsArgument,
    out: OutOption,
    classes: ClassesOption = False,
    tested: TestedOption = 6000,
    require: RequireOption = False,
    output_format: FormatOption = None,
) -> None:
    """Make the exact network that tells fingers, or that keys are made with; measure it and prove it."""
    show_record(_export("finger", checkpoint, prints, out, (classes, tested, require)), output_format)


def subject(
    checkpoint: CheckpointArgument,
    prints: PrintsArgument,
    out: OutOption,
    classes: ClassesOption = False,
    tested: TestedOption = 6000,
    require: RequireOption = False,
    output_format: FormatOption = None,
) -> None:
    """Make the exact network that tells people, or that keys are made with; measure it and prove it."""
    show_record(_export("subject", checkpoint, prints, out, (classes, tested, require)), output_format)


def embedding(
    checkpoint: CheckpointArgument,
    prints: CalibrationArgument,
    out: OutOption,
    tested: TestedOption = 6000,
    require: RequireOption = False,
    output_format: FormatOption = None,
) -> None:
    """Make the exact network that compares prints; a verifier file holds one."""
    show_record(_export("embedding", checkpoint, prints, out, (False, tested, require)), output_format)


def _export(
    kind: str, checkpoint: Path, prints: Path, out: Path, choices: tuple[bool, int, bool]
) -> dict[str, Any]:
    require_torch()
    from lab.datasets.loading import load_prints
    from lab.export.exporting import export, require_agreement
    from lab.export.model_card import write_model
    from lab.training.plans import Kind
    from lab.training.trained import load_trained

    classes, tested, require = choices
    trained = load_trained(checkpoint, Kind(kind))
    with progress("Reading the prints") as bar:
        loaded = load_prints(prints, bar)
    exported = export(trained, loaded, classes=classes, tested=tested, stages=progress)
    if require:
        require_agreement(exported)
    path = write_model(out, exported.exact, exported.card)
    _warn(exported.card)
    record = {"model": str(path), "digest": exported.exact.digest.hex(), "licence": exported.card["licence"]}
    return {**record, **exported.figures.summary()}


def _warn(card: dict[str, Any]) -> None:
    if not card["asked"]["reached"]:
        note("The integers do not follow the floats as closely as is asked; the card has the figures.")
    if not card["redistributable"]:
        note("This model must not be given away: its prints may not be. Its card says so.")
