"""``ridgekey-lab data collect``: a set of synthetic prints in one file, to learn from or to measure on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from lab.datasets.print_set import join_sets
from lab.datasets.synthetic_set import build_synthetic_set
from shared.stores.atomic import check_writable
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_record
from shared.terminal.progress import progress


def collect(
    out: Annotated[Path, typer.Argument(help="The .npz file to write.", metavar="OUT")],
    subjects: Annotated[
        int, option("--subjects", help="How many people.", min=1, max=100_000, show_default=True)
    ] = 1500,
    seed: Annotated[
        int, option("--seed", help="The population; use another one for tests.", min=0, show_default=True)
    ] = 1,
    workers: Annotated[
        int, option("--workers", help="Processes to use.", min=1, show_default=True)
    ] = os.cpu_count() or 1,
    output_format: FormatOption = None,
) -> None:
    """Make six prints of every finger: as enrolled, three alterations, two more impressions."""
    check_writable(out)  # before the prints: making them takes a while
    parts = []
    with progress("Making prints") as bar:
        for part in build_synthetic_set(seed, subjects, workers):
            parts.append(part)
            bar(len(parts), subjects)
    whole = join_sets(parts)
    whole.save(out)
    show_record({"file": str(out), "subjects": subjects, "prints": len(whole), "seed": seed}, output_format)
