"""``ridgekey-lab data collect``: a set of prints in one file, to learn from or to measure on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lab.cli.data.loaded import load_shown
from lab.datasets.print_set import PrintSet, join_sets
from lab.datasets.processes import processors
from lab.datasets.synthetic_set import REPEATS, build_synthetic_set
from shared.stores.atomic import check_writable
from shared.terminal.options import FormatOption, option
from shared.terminal.output import show_record
from shared.terminal.progress import progress


def collect(
    out: Annotated[Path, typer.Argument(help="The .npz file to write.", metavar="OUT")],
    source: Annotated[
        Path | None,
        option("--from", help="Collect the prints of this folder instead of making any.", metavar="DIR"),
    ] = None,
    subjects: Annotated[
        int, option("--subjects", help="How many people.", min=1, max=100_000, show_default=True)
    ] = 600,
    seed: Annotated[
        int, option("--seed", help="The population; use another one for tests.", min=0, show_default=True)
    ] = 1,
    impressions: Annotated[
        int,
        option("--impressions", help="Further impressions of a finger.", min=0, max=100, show_default=True),
    ] = REPEATS,
    workers: Annotated[int, option("--workers", help="Processes to use.", min=1, show_default=True)] = (
        processors()
    ),
    output_format: FormatOption = None,
) -> None:
    """Make every finger as enrolled, in eight altered versions and further impressions; or read a folder."""
    check_writable(out)  # before the prints: making them takes a while
    prints = load_shown(source) if source else _made(seed, subjects, impressions, workers)
    prints.save(out)
    show_record({"file": str(out), **_summary(prints)}, output_format)


def _made(seed: int, subjects: int, impressions: int, workers: int) -> PrintSet:
    parts = []
    with progress("Making prints") as bar:
        for part in build_synthetic_set(seed, subjects, workers, impressions):
            parts.append(part)
            bar(len(parts), subjects)
    return join_sets(parts)


def _summary(prints: PrintSet) -> dict[str, object]:
    return {
        "origin": prints.origin,
        "may_be_passed_on": prints.redistributable,
        "subjects": len(set(prints.subjects.tolist())),
        "prints": len(prints),
        "enrolled": len(prints.enrolled()),
        "altered": len(prints.altered()),
        "repeated": len(prints.repeated()),
    }
