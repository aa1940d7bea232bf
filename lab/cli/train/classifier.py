"""``ridgekey-lab train finger`` and ``train subject``: the two networks of paper 003."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lab.cli.data.loaded import load_shown
from lab.cli.torch_extra import require_torch
from lab.cli.train.choices import choose
from lab.cli.train.settings import (
    BatchOption,
    CheckpointOption,
    DeviceOption,
    EpochsOption,
    OutOption,
    PatienceOption,
    PrecisionOption,
    PrintsArgument,
    RateOption,
    ScheduleOption,
    SeedOption,
    make_plan,
    run_to_the_end,
    summary,
)
from shared.errors import Code, Failure
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_record

if TYPE_CHECKING:
    from lab.datasets.print_set import Alteration

KernelL2Option = Annotated[
    float, option("--kernel-l2", help="Weight of the kernels' squares.", min=0.0, show_default=True)
]
DenseL2Option = Annotated[
    float, option("--dense-l2", help="The same for dense_1.", min=0.0, show_default=True)
]
FeatureL2Option = Annotated[
    float, option("--feature-l2", help="Keeps dense_1 from saturating.", min=0.0, show_default=True)
]
FeaturesOption = Annotated[
    int, option("--features", help="Units of dense_1; fewer for trials.", min=8, show_default=True)
]
SplitSeedOption = Annotated[int, option("--split-seed", help="Of the 80/20 split.", min=0, show_default=True)]
SensorsOption = Annotated[
    float,
    option("--sensors", help="Part of the prints to vary as other scanners would.", min=0, max=1),
]
MirroredOption = Annotated[bool, option("--mirrored", help="Mirror half of the prints, fingers too.")]

HeldOutOption = Annotated[
    float,
    option("--held-out", help="Part of the people to learn nothing of, for honest figures.", min=0, max=0.9),
]
WithoutOption = Annotated[
    str | None, option("--without", help="Learn no altered prints of this kind: obl, cr or zcut.")
]


def finger(
    context: typer.Context,
    prints: PrintsArgument,
    out: OutOption,
    epochs: EpochsOption = 20,
    batch: BatchOption = 64,
    learning_rate: RateOption = 1e-4,
    schedule: ScheduleOption = "constant",
    patience: PatienceOption = 0,
    kernel_l2: KernelL2Option = 1e-3,
    dense_l2: DenseL2Option = 0.0,
    feature_l2: FeatureL2Option = 0.0,
    features: FeaturesOption = 1024,
    sensors: SensorsOption = 0.0,
    mirrored: MirroredOption = False,
    split_seed: SplitSeedOption = 2,
    held_out: HeldOutOption = 0.0,
    without: WithoutOption = None,
    seed: SeedOption = 1,
    checkpoint_every: CheckpointOption = 100,
    device: DeviceOption = "auto",
    precision: PrecisionOption = "auto",
    output_format: FormatOption = None,
) -> None:
    """Train the network that tells which finger it is, on altered prints; enrolled ones are for the test.

    Without options this is the paper's configuration.
    """
    show_record(_train("finger", context.params, prints, out), output_format)


def subject(
    context: typer.Context,
    prints: PrintsArgument,
    out: OutOption,
    epochs: EpochsOption = 20,
    batch: BatchOption = 64,
    learning_rate: RateOption = 1e-4,
    schedule: ScheduleOption = "constant",
    patience: PatienceOption = 0,
    kernel_l2: KernelL2Option = 1e-3,
    dense_l2: DenseL2Option = 0.0,
    features: FeaturesOption = 1024,
    sensors: SensorsOption = 0.0,
    split_seed: SplitSeedOption = 2,
    held_out: HeldOutOption = 0.0,
    without: WithoutOption = None,
    seed: SeedOption = 1,
    checkpoint_every: CheckpointOption = 100,
    device: DeviceOption = "auto",
    precision: PrecisionOption = "auto",
    output_format: FormatOption = None,
) -> None:
    """Train the network that tells whose finger it is, on altered prints; enrolled ones are for the test.

    Without options this is the paper's configuration.
    """
    show_record(_train("subject", context.params, prints, out), output_format)


def _train(kind: str, options: dict[str, Any], prints: Path, out: Path) -> dict[str, object]:
    require_torch()
    from lab.datasets.splits import leave_out
    from lab.training.checkpoint import checkpoint_path
    from lab.training.device import DeviceName, pick_device
    from lab.training.launch import prepare_training

    plan = make_plan(kind, options)
    without = _alteration(options["without"])
    learned = leave_out(load_shown(prints), plan.split_seed, options["held_out"], without)
    device = pick_device(choose(DeviceName, options["device"], "--device"))
    every = options["checkpoint_every"]
    outcome = run_to_the_end(prepare_training(plan, learned, out, device, every))
    return summary(checkpoint_path(out, plan.kind), device, outcome)


def _alteration(word: str | None) -> Alteration | None:
    """The kind that ``--without`` names."""
    from lab.datasets.print_set import Alteration

    kinds = {kind.name.lower(): kind for kind in list(Alteration)[1:]}
    if word is not None and word.lower() not in kinds:
        raise Failure(Code.INVALID_INPUT, f"--without is one of {', '.join(kinds)}.", field="without")
    return kinds[word.lower()] if word else None
