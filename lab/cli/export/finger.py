"""``ridgekey-lab export finger``: writes the exact finger network and its model card."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from lab.cli.torch_extra import require_torch
from lab.datasets.print_set import load_set
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_record


def finger(
    checkpoint: Annotated[Path, typer.Argument(help="What `train finger` wrote.", metavar="CHECKPOINT")],
    learned: Annotated[Path, typer.Argument(help="The set it was trained on.", metavar="SET")],
    unseen: Annotated[Path, typer.Argument(help="A set of other people, to measure on.", metavar="UNSEEN")],
    out: Annotated[Path, option("--out", help="Folder for finger.rkmodel and finger.json.", metavar="DIR")],
    real: Annotated[
        Path | None, option("--real", help="A folder of real prints to measure on too.", metavar="DIR")
    ] = None,
    output_format: FormatOption = None,
) -> None:
    """Fold, quantise and prove a trained network; measure it, and write what was measured into its card."""
    require_torch()
    from lab.export.finger_export import export_finger
    from lab.export.measurement import calibration_prints, measure, measure_real
    from lab.export.model_card import model_card, write_model
    from lab.export.settling import settle
    from lab.training.checkpoint import load_finger

    trained = load_finger(checkpoint)
    known, others = load_set(learned), load_set(unseen)
    calibration = calibration_prints(known)
    settled = settle(trained.network, calibration)
    exact = export_finger(settled.network, calibration)
    figures = measure(settled.network, exact, known, others)
    if real is not None:
        figures = replace(figures, real=measure_real(settled.network, exact, real))
    path = write_model(out, exact, model_card(trained, settled.scale, exact, known, figures))
    show_record({"model": str(path), "digest": exact.digest.hex(), **figures.summary()}, output_format)
