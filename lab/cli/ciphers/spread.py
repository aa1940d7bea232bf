"""``ridgekey-lab ciphers spread``: how far a network's parameters move from date to date."""

from __future__ import annotations

from typing import Annotated

import typer

from lab.cli.scipy_extra import require_scipy
from lab.cli.torch_extra import require_torch
from shared.errors import Code, Failure
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_items
from shared.terminal.progress import progress

COLUMNS = ("parameter", "mean", "deviation", "least", "most", "distinct", "bits")
_DATES_MAX = 100_000
_EPOCHS_MAX = 1_000


def spread(
    name: Annotated[
        str, typer.Argument(help="A method with a network, of `ciphers list`.", metavar="METHOD")
    ],
    dates: Annotated[
        int, option("--dates", help="Drawn to look at.", min=2, max=_DATES_MAX, show_default=True)
    ] = 20,
    epochs: Annotated[
        int, option("--epochs", help="Of training before; the paper has 10.", min=0, max=_EPOCHS_MAX)
    ] = 0,
    train_dates: Annotated[
        int, option("--train-dates", help="Drawn to learn from.", min=2, max=_DATES_MAX, show_default=True)
    ] = 64,
    output_format: FormatOption = None,
) -> None:
    """Show where in their intervals the parameters of many dates lie, 0 to 1; untrained, or after training.

    Bits are what a parameter can tell of its date at most.
    """
    require_torch()
    require_scipy()
    from lab.ciphers.paper_002 import regression
    from lab.ciphers.paper_002.methods import MedicalCipher
    from lab.ciphers.paper_002.parameter_network import untrained_network
    from lab.ciphers.registry import find_cipher

    method = find_cipher(name)
    if not isinstance(method, MedicalCipher) or method.architecture is None:
        sentence = f"The cipher {name} has no network; choose one of paper 002's, such as lorenz-resnet18."
        raise Failure(Code.INVALID_INPUT, sentence, field="method")
    architecture, outputs = method.architecture, len(method.chaos.intervals)
    with progress("Training" if epochs else "Making the network") as bar:
        if epochs:
            learned = regression.synthetic_dates(train_dates)
            network = regression.trained_network(architecture, outputs, learned, epochs, bar)
        else:
            network = untrained_network(architecture, outputs)
    with progress("Looking at dates") as bar:
        shown = regression.synthetic_dates(dates, regression.SEED + 1)
        found = regression.spread(network, shown, bar)
    items = [{"parameter": number + 1, **one.record()} for number, one in enumerate(found)]
    show_items(COLUMNS, items, output_format)
    note("The dates themselves have 29.8 bits: a second within thirty years.")
