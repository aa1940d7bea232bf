"""``ridgekey-lab train finger`` and ``train subject``: the two networks of paper 003."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from lab.cli.torch_extra import require_torch
from lab.cli.train.choices import choose
from lab.cli.train.settings import (
    BatchOption,
    DeviceOption,
    EpochsOption,
    OutOption,
    PatienceOption,
    PrecisionOption,
    PrintsArgument,
    RateOption,
    ScheduleOption,
    SeedOption,
    run_to_the_end,
)
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_record

if TYPE_CHECKING:
    from lab.training.plans import TrainingPlan

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
SensorsOption = Annotated[bool, option("--sensors", help="Vary every print as other scanners would.")]
MirroredOption = Annotated[bool, option("--mirrored", help="Mirror half of the prints, fingers too.")]


def finger(
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
    sensors: SensorsOption = False,
    mirrored: MirroredOption = False,
    split_seed: SplitSeedOption = 2,
    seed: SeedOption = 1,
    device: DeviceOption = "auto",
    precision: PrecisionOption = "auto",
    output_format: FormatOption = None,
) -> None:
    """Train the network that tells which finger it is, on altered prints; enrolled ones are for the test.

    Without options this is the paper's configuration.
    """
    require_torch()
    from lab.training.plans import Kind, Precision, Schedule, TrainingPlan

    plan = TrainingPlan(
        kind=Kind.FINGER,
        epochs=epochs,
        batch=batch,
        learning_rate=learning_rate,
        schedule=choose(Schedule, schedule, "--schedule"),
        patience=patience,
        kernel_l2=kernel_l2,
        dense_l2=dense_l2,
        feature_l2=feature_l2,
        features=features,
        sensors=sensors,
        mirrored=mirrored,
        split_seed=split_seed,
        seed=seed,
        precision=choose(Precision, precision, "--precision"),
    )
    show_record(_train(plan, prints, out, device), output_format)


def subject(
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
    sensors: SensorsOption = False,
    split_seed: SplitSeedOption = 2,
    seed: SeedOption = 1,
    device: DeviceOption = "auto",
    precision: PrecisionOption = "auto",
    output_format: FormatOption = None,
) -> None:
    """Train the network that tells whose finger it is, on altered prints; enrolled ones are for the test.

    Without options this is the paper's configuration.
    """
    require_torch()
    from lab.training.plans import Kind, Precision, Schedule, TrainingPlan

    plan = TrainingPlan(
        kind=Kind.SUBJECT,
        epochs=epochs,
        batch=batch,
        learning_rate=learning_rate,
        schedule=choose(Schedule, schedule, "--schedule"),
        patience=patience,
        kernel_l2=kernel_l2,
        dense_l2=dense_l2,
        features=features,
        sensors=sensors,
        split_seed=split_seed,
        seed=seed,
        precision=choose(Precision, precision, "--precision"),
    )
    show_record(_train(plan, prints, out, device), output_format)


def _train(plan: TrainingPlan, prints: Path, out: Path, device: str) -> dict[str, object]:
    from lab.datasets.loading import load_prints
    from lab.training.checkpoint import checkpoint_path
    from lab.training.device import DeviceName, pick_device
    from lab.training.launch import prepare_training

    chosen = pick_device(choose(DeviceName, device, "--device"))
    outcome = run_to_the_end(prepare_training(plan, load_prints(prints), out, chosen))
    return {"checkpoint": str(checkpoint_path(out, plan.kind)), "device": str(chosen)} | {
        key: round(value, 6) for key, value in outcome.position.history[-1].items()
    }
