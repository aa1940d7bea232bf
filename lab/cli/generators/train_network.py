"""``ridgekey-lab generators train-network``: the networks of paper 004, trained as it says."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated, Any, TypeVar

from lab.cli.scipy_extra import require_scipy
from lab.cli.torch_extra import require_torch
from lab.cli.train.choices import choose
from shared.errors import Code, Failure
from shared.terminal.formats import Format, resolve
from shared.terminal.options import FormatOption, option
from shared.terminal.output import note, show_items
from shared.terminal.progress import progress

COLUMNS = (
    "network", "bits", "mapping", "loss", "parameters", "epochs", "bits_learned", "bits_kept", "keys_kept",
    "argmax_kept", "distinct_keys", "seconds",
)  # fmt: skip

Choice = TypeVar("Choice", bound=enum.StrEnum)


OutOption = Annotated[Path, option("--out", help="Folder; each training has one of its own below it.")]
NetworkOption = Annotated[
    str, option("--network", help="ffnn-a, ffnn-b, cnn, rnn, lstm; with commas.", show_default=True)
]
BitsOption = Annotated[
    str, option("--bits", help="Of input and key; with commas.", metavar="10,128", show_default=True)
]
MappingOption = Annotated[
    str,
    option(
        "--mapping",
        help="What the labels are: identity, permutation, table, xorshift, aes, independent.",
        show_default=True,
    ),
]
LossOption = Annotated[str, option("--loss", help="bce, or cce as printed; with commas.", show_default=True)]
SamplesOption = Annotated[
    int, option("--samples", help="Four fifths are learned.", min=10, show_default=True)
]
EpochsOption = Annotated[int, option("--epochs", help="Passes over them.", min=1, show_default=True)]
SeedOption = Annotated[int, option("--seed", help="Of all that is drawn.", min=0, show_default=True)]


def train_network(
    out: OutOption,
    network: NetworkOption = "ffnn-a,ffnn-b",
    bits: BitsOption = "10",
    mapping: MappingOption = "permutation",
    loss: LossOption = "bce",
    samples: SamplesOption = 10_000,
    epochs: EpochsOption = 100,
    seed: SeedOption = 1,
    output_format: FormatOption = None,
) -> None:
    """Train paper 004's networks, every combination of what is named, and show how well each has learned.

    Each leaves history.csv and network-keys.json, which `reproduce 004` and `report` read. What is there
    already is not trained again. Accuracy says how well a network copies its labels, and nothing of secrecy.
    """
    require_torch()
    require_scipy()
    from lab.generators.network_keys.plan import Loss, Mapping, NetworkName, TrainingPlan
    from lab.generators.network_keys.sweep import plans_of, train_all

    plans = plans_of(
        _choices(NetworkName, network, "--network"),
        _sizes(bits),
        _choices(Mapping, mapping, "--mapping"),
        _choices(Loss, loss, "--loss"),
        TrainingPlan(samples=samples, epochs=epochs, training_seed=seed),
    )
    with progress("Training") as bar:
        records = train_all(plans, out, bar)
    _show(records, output_format)
    note("Keys of a network come from its inputs: of n bits there are at most 2^n.")


def _choices(kind: type[Choice], text: str, name: str) -> list[Choice]:
    return list(dict.fromkeys(choose(kind, part, name) for part in _parts(text, name)))


def _sizes(text: str) -> list[int]:
    parts = _parts(text, "--bits")
    if not all(part.isascii() and part.isdigit() for part in parts):
        sentence = "--bits takes whole numbers with commas between them, such as 10,128."
        raise Failure(Code.INVALID_INPUT, sentence, field="bits")
    return list(dict.fromkeys(map(int, parts)))


def _parts(text: str, name: str) -> list[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        sentence = f"{name} names nothing; give at least one value, or leave it out."
        raise Failure(Code.INVALID_INPUT, sentence, field=name.removeprefix("--"))
    return parts


def _show(records: list[dict[str, Any]], output_format: Format | None) -> None:
    if resolve(output_format) is Format.JSON:
        show_items((), records, output_format)
        return
    show_items(COLUMNS, [_row(record) for record in records], output_format)


def _row(record: dict[str, Any]) -> dict[str, Any]:
    learned, kept = record["learned"], record["kept"]
    return {
        **record,
        **record["plan"],
        "bits_learned": f"{learned['bit_accuracy']:.2%}",
        "bits_kept": f"{kept['bit_accuracy']:.2%}",
        "keys_kept": f"{kept['key_accuracy']:.2%}",
        "argmax_kept": f"{kept['argmax_accuracy']:.2%}",
    }
