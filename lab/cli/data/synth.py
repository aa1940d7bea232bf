"""``ridgekey-lab data synth``: a folder of synthetic prints in SOCOFing's layout."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from lab.datasets.processes import processors
from lab.datasets.provenance import CHECKSUMS, claim_folder, write_checksums
from lab.datasets.synthetic_files import Wanted, write_people
from shared.errors import Code, Failure
from shared.stores.atomic import refusal
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_record
from shared.terminal.progress import progress

_SUFFIXES = {"bmp": ".BMP", "png": ".png"}


def synth(
    out: Annotated[Path, typer.Argument(help="Folder to write to; made when missing.", metavar="OUT")],
    subjects: Annotated[
        int, option("--subjects", help="How many people.", min=1, max=100_000, show_default=True)
    ] = 10,
    first: Annotated[
        int, option("--first", help="The first one's number.", min=1, max=100_000, show_default=True)
    ] = 1,
    seed: Annotated[
        int,
        option("--seed", help="The population; the same seed, the same people.", min=0, show_default=True),
    ] = 1,
    altered: Annotated[bool, option("--altered", help="Also eight altered versions of each.")] = False,
    impressions: Annotated[
        int, option("--impressions", help="Further impressions of each.", min=0, max=100, show_default=True)
    ] = 0,
    image: Annotated[str, option("--image", help="Kind of file: bmp or png.", show_default=True)] = "bmp",
    workers: Annotated[int, option("--workers", help="Processes to use.", min=1, show_default=True)] = (
        processors()
    ),
    output_format: FormatOption = None,
) -> None:
    """Write ten synthetic prints of each person as SOCOFing lays its own out, and their SHA-256 sums.

    Enrolled prints go to Real, altered ones to Altered/Altered-Easy and so on, repeats to Repeats/Repeat-1.
    """
    if image not in _SUFFIXES:
        raise Failure(Code.INVALID_INPUT, "A print is written as bmp or png; choose one with --image.")
    wanted = Wanted(seed, altered, impressions, _SUFFIXES[image])
    users = range(first, first + subjects)
    try:
        claim_folder(out, seed)
        written = _write_prints(out, users, wanted, min(workers, subjects))
        write_checksums(out, written)
    except OSError as error:
        raise refusal("write to", out, error) from None
    record = {"folder": str(out), "subjects": subjects, "files": len(written), "checksums": CHECKSUMS}
    show_record(record, output_format)


def _write_prints(out: Path, users: Sequence[int], wanted: Wanted, workers: int) -> list[Path]:
    written: list[Path] = []
    with progress("Making prints") as bar:
        for place, files in enumerate(write_people(out, users, wanted, workers), start=1):
            written += files
            bar(place, len(users))
    return written
