"""``ridgekey-lab data collect``: a set of prints in one file, to learn from or to measure on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lab.cli.data.loaded import load_shown
from lab.datasets.loading import SUFFIX
from lab.datasets.print_set import PrintSet, join_sets
from lab.datasets.processes import processors
from lab.datasets.synthetic_set import REPEATS, build_synthetic_set
from shared.errors import Code, Failure
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
        int | None, option("--subjects", help="How many people to make, 600 by default.", min=1, max=100_000)
    ] = None,
    seed: Annotated[
        int | None, option("--seed", help="The population, 1 by default; use another for tests.", min=0)
    ] = None,
    impressions: Annotated[
        int | None,
        option("--impressions", help="More of each finger, 2 by default.", min=0, max=100),
    ] = None,
    workers: Annotated[int, option("--workers", help="Processes to use.", min=1, show_default=True)] = (
        processors()
    ),
    output_format: FormatOption = None,
) -> None:
    """Make every finger as enrolled, in eight altered versions and further impressions; or read a folder."""
    if out.suffix.lower() != SUFFIX:
        raise Failure(Code.INVALID_INPUT, f"A set is a {SUFFIX} file; name it {out.name}{SUFFIX}.")
    if source is not None and (subjects, seed, impressions) != (None, None, None):
        sentence = "With --from no prints are made; leave --subjects, --seed and --impressions out."
        raise Failure(Code.INVALID_INPUT, sentence)
    check_writable(out)  # before the prints: making them takes a while
    if source is not None:
        prints = load_shown(source)
    else:
        chosen = (1 if seed is None else seed, subjects or SUBJECTS, workers)
        prints = _made(*chosen, REPEATS if impressions is None else impressions)
    prints.save(out)
    show_record({"file": str(out), **_summary(prints)}, output_format)


SUBJECTS = 600
"""People made when nobody says how many: as many as SOCOFing has."""


def _made(seed: int, subjects: int, workers: int, impressions: int) -> PrintSet:
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
