"""``ridgekey-lab generators train-gan``: train the network that makes keys of pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from lab.cli.generators.seed import SeedOption, read_seed
from lab.cli.generators.settings import SettingsOption
from lab.cli.scipy_extra import require_scipy
from lab.cli.torch_extra import require_torch
from shared.errors import Code, Failure
from shared.stores.atomic import check_writable
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_record
from shared.terminal.progress import progress

_STEPS_MAX = 1_000_000


def train_gan(
    out: Annotated[Path, option("--out", help="File for the weights; of a training, it goes on.")],
    steps: Annotated[
        int,
        option("--steps", help="In all, earlier ones included.", min=1, max=_STEPS_MAX, show_default=True),
    ] = 1000,
    batch: Annotated[
        int, option("--batch", help="Pictures of a step.", min=1, max=64, show_default=True)
    ] = 4,
    settings: SettingsOption = None,
    seed: SeedOption = None,
    output_format: FormatOption = None,
) -> None:
    """Train the network of `image-gan` on drawn radiographs, against one that knows uniform pictures.

    The same seed gives the same weights with the same build of torch. A training that was stopped goes on
    with its own seed. Whoever has the file makes the keys that you make.
    """
    require_torch()
    require_scipy()
    from lab.generators.image_gan.launch import train
    from lab.generators.image_gan.parameters import VERDICT, ImageGan
    from lab.generators.image_gan.training import plan_of
    from lab.generators.parameters import read_parameters

    parameters = read_parameters(ImageGan, settings or [])
    if parameters.weights or parameters.network:
        sentence = "A training has side, width and blocks to set; weights and network are for making keys."
        raise Failure(Code.INVALID_INPUT, sentence, field="parameters")
    check_writable(out)
    first = read_seed(seed)
    plan = plan_of(first, parameters.side, parameters.width, parameters.blocks, batch)
    with progress("Training") as bar:
        record = train(out, plan, first, steps, bar)
    show_record(record, output_format)
    note(VERDICT)
