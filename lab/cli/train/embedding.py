"""``ridgekey-lab train embedding``: the network that compares two prints, whoever's they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lab.cli.data.loaded import load_shown
from lab.cli.torch_extra import require_torch
from lab.cli.train.choices import choose
from lab.cli.train.settings import (
    BatchOption,
    DeviceOption,
    EpochsOption,
    OutOption,
    PrecisionOption,
    RateOption,
    ScheduleOption,
    SeedOption,
    make_plan,
    run_to_the_end,
    summary,
)
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_record
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.datasets.canvases import Canvases

CACHE = "canvases.npz"


def embedding(
    context: typer.Context,
    out: OutOption,
    subjects: Annotated[
        int, option("--subjects", help="Synthetic people, ten fingers each.", min=2, show_default=True)
    ] = 220,
    population: Annotated[
        int, option("--population", help="Seed of the synthetic people.", min=0, show_default=True)
    ] = 3,
    real: Annotated[
        Path | None,
        option("--real", help="Learn from these prints too; the network may then not be given away."),
    ] = None,
    epochs: EpochsOption = 4,
    batch: BatchOption = 192,
    learning_rate: RateOption = 2e-3,
    schedule: ScheduleOption = "cosine",
    features: Annotated[
        int, option("--features", help="Length of an embedding.", min=8, show_default=True)
    ] = 128,
    seed: SeedOption = 1,
    device: DeviceOption = "auto",
    precision: PrecisionOption = "auto",
    output_format: FormatOption = None,
) -> None:
    """Train the network that verification compares patches with; it needs no retraining for new users.

    One person in ten is never learned from. The fingers are kept in the folder, for a second training.
    """
    require_torch()
    from lab.training.checkpoint import checkpoint_path
    from lab.training.device import DeviceName, pick_device
    from lab.training.launch_embedding import prepare_embedding

    plan = make_plan("embedding", context.params, kernel_l2=1e-5, dropouts=(0.1, 0.0))
    chosen = pick_device(choose(DeviceName, device, "--device"))
    prints = None if real is None else load_shown(real)
    training = prepare_embedding(plan, _canvases(out, population, subjects), prints, out, chosen)
    outcome = run_to_the_end(training)
    show_record(summary(checkpoint_path(out, plan.kind), chosen, outcome), output_format)


def _canvases(out: Path, population: int, subjects: int) -> Canvases:
    """The synthetic fingers, made once for a folder."""
    from lab.datasets.canvases import build_synthetic_canvases, gather, load_canvases

    cache = out / CACHE
    if cache.exists():
        return load_canvases(cache)
    out.mkdir(parents=True, exist_ok=True)
    parts = []
    with progress("Growing fingers") as bar:
        for part in build_synthetic_canvases(population, subjects, os.cpu_count() or 1):
            parts.append(part)
            bar(len(parts), subjects)
    made = gather(parts)
    made.save(cache)
    return made
