"""``ridgekey-lab report``: one HTML file with charts and tables of a paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lab.cli.data.loaded import load_shown
from lab.cli.reproduce import RUNS, require_folder
from lab.cli.scipy_extra import require_scipy
from lab.cli.torch_extra import require_torch
from shared.errors import Code, Failure
from shared.stores.atomic import check_writable
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_record
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.report.request import Request

_DIGITS = 3
"""Of a paper's number; 3 is 003."""


def report(
    out: Annotated[Path, typer.Argument(help="File to write; it is replaced.", metavar="OUT.html")],
    paper: Annotated[
        str, option("--paper", help="Number of the paper.", metavar="PAPER", show_default=True)
    ] = "003",
    prints: Annotated[
        Path | None,
        option(
            "--prints",
            help="Data set whose people's keys are shown; else synthetic people.",
            metavar="PRINTS",
        ),
    ] = None,
    runs: Annotated[
        Path | None, option("--runs", help="Folder with trainings and reports; else runs.", metavar="DIR")
    ] = None,
    users: Annotated[
        str, option("--users", help="The people, with commas.", metavar="1,3,…", show_default=True)
    ] = "1,3,5,173,174,175",
    seed: Annotated[int, option("--seed", help="Of all that is drawn.", min=0, show_default=True)] = 0,
    csv: Annotated[
        Path | None, option("--csv", help="Folder for the data of each chart, too.", metavar="DIR")
    ] = None,
    images: Annotated[
        Path | None, option("--images", help="Folder of pictures that tables are made of.", metavar="DIR")
    ] = None,
    weights: Annotated[
        Path | None, option("--weights", help="Folder of the networks' published weights.", metavar="DIR")
    ] = None,
    output_format: FormatOption = None,
) -> None:
    """Make one HTML file of a paper's figures and tables, with the data of each chart in it.

    It fetches nothing and runs no script; the same inputs and seed give the same bytes. Keys of anybody but
    synthetic people are shown by figures alone, never drawn.
    """
    require_torch()
    require_scipy()
    check_writable(out)
    require_folder(runs, "runs", "your runs")
    require_folder(images, "images", "the pictures")
    require_folder(weights, "weights", "the weights")
    request = _request(paper, runs or RUNS, prints, _people(users), seed, images, weights)
    show_record(_write(request, out, csv), output_format)


def _request(
    paper: str,
    runs: Path,
    prints: Path | None,
    people: tuple[int, ...],
    seed: int,
    images: Path | None,
    weights: Path | None,
) -> Request:
    from lab.report.request import Request

    loaded = None if prints is None else load_shown(prints, people)
    return Request(paper.zfill(_DIGITS), runs, loaded, people, seed, images, weights)


def _write(request: Request, out: Path, csv: Path | None) -> dict[str, str | int]:
    from lab.report.building import build_report, write_report

    with progress("Drawing") as bar:
        document = build_report(request, bar)
    written = write_report(document, out, csv)
    return {"report": str(out), "bytes": out.stat().st_size, "csv_files": len(written) - 1}


def _people(users: str) -> tuple[int, ...]:
    parts = [part.strip() for part in users.split(",") if part.strip()]
    if not parts or not all(part.isascii() and part.isdigit() and int(part) for part in parts):
        sentence = "--users takes numbers from 1 on with commas between them, such as 1,3,5."
        raise Failure(Code.INVALID_INPUT, sentence, field="users")
    return tuple(dict.fromkeys(int(part) for part in parts))
