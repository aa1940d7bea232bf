"""``ridgekey-lab export verifier`` and ``closed-set``: what a branch checks a live scan with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lab.cli.torch_extra import require_torch
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_record
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from shared.exact.network import Network

MODEL_MAX_BYTES = 64 * 1024 * 1024


def verifier(
    model: Annotated[Path, typer.Argument(help="What `export embedding` wrote.", metavar="MODEL")],
    others: Annotated[
        Path,
        typer.Argument(help="Prints of people it did not learn from, in two impressions.", metavar="PRINTS"),
    ],
    out: Annotated[Path, option("--out", help="Folder for the verifier and its card.", metavar="DIR")],
    far: Annotated[
        float,
        option("--far", help="False accept rate allowed.", min=1e-6, max=0.5, show_default=True),
    ] = 1e-3,
    fingers: Annotated[
        int, option("--fingers", help="Compare so many, all with all.", min=2, show_default=True)
    ] = 300,
    output_format: FormatOption = None,
) -> None:
    """Set the threshold of an embedding on other fingers, in the integers that a branch computes."""
    require_torch()
    from lab.datasets.loading import load_prints
    from lab.export.verifier_export import make_verifier, write_verifier

    with progress("Reading the prints") as bar:
        prints = load_prints(others, bar)
    made = make_verifier(_network(model), prints, far, fingers, progress)
    path = write_verifier(out, made)
    show_record(
        {
            "verifier": str(path),
            "digest": made.verifier.digest.hex(),
            "threshold": made.verifier.threshold,
            "false_accepts": f"{made.point.false_accepts} of {made.point.impostor}",
            "genuine_accepts": f"{made.point.accepted} of {made.point.genuine}",
            "eer": round(made.eer, 5),
        },
        output_format,
    )


def closed_set(
    subject: Annotated[
        Path, typer.Argument(help="What `export subject --classes` wrote.", metavar="SUBJECT")
    ],
    finger: Annotated[Path, typer.Argument(help="What `export finger --classes` wrote.", metavar="FINGER")],
    prints: Annotated[Path, typer.Argument(help="The prints both learned from.", metavar="PRINTS")],
    out: Annotated[Path, option("--out", help="The .rkverif file to write.", metavar="FILE")],
    output_format: FormatOption = None,
) -> None:
    """Join the paper's two networks to a verifier; the users are the people of the prints, in order."""
    require_torch()
    from lab.datasets.loading import load_prints
    from lab.export.verifier_export import make_closed_set
    from shared.stores.atomic import write_file

    with progress("Reading the prints") as bar:
        users = sorted(set(load_prints(prints, bar).subjects.tolist()))
    made = make_closed_set(_network(subject), _network(finger), tuple(users))
    write_file(out, made.encode())
    show_record({"verifier": str(out), "digest": made.digest.hex(), "users": len(users)}, output_format)


def _network(path: Path) -> Network:
    from shared.exact.network import parse_network
    from shared.stores.atomic import read_file

    return parse_network(read_file(path, MODEL_MAX_BYTES))
