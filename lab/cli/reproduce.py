"""``ridgekey-lab reproduce``: tables of the papers, ours beside theirs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lab.cli.scipy_extra import require_scipy
from lab.cli.torch_extra import require_torch
from shared.biometrics.models import default_network
from shared.errors import Code, Failure
from shared.exact.network import parse_network
from shared.keygen.self_test import prove_once
from shared.stores.atomic import read_file
from shared.stores.model_shelf import MAX_MODEL_BYTES
from shared.terminal.options import FormatOption, option
from shared.terminal.output import Titled, show_tables
from shared.terminal.progress import progress

if TYPE_CHECKING:
    from lab.papers.paper_003.key_material import KeyMaterial

RUNS = Path("runs")

_DIGITS = 3
"""Of a paper's number; 3 is 003."""


def reproduce(
    paper: Annotated[str, typer.Argument(help="Number of the paper, such as 003.", metavar="PAPER")],
    tables: Annotated[
        str | None, option("--tables", help="Numbers with commas; all that there are.", metavar="2,5,…")
    ] = None,
    runs: Annotated[
        Path | None, option("--runs", help="Folder with reports of `evaluate`; else runs.", metavar="DIR")
    ] = None,
    prints: Annotated[
        Path | None, option("--prints", help="Data set that tables of keys are made of.", metavar="PRINTS")
    ] = None,
    users: Annotated[
        str | None, option("--users", help="Whose keys; else those of the paper.", metavar="5,3,…")
    ] = None,
    model: Annotated[
        Path | None, option("--model-file", help="A .rkmodel file; else the shipped one.", metavar="FILE")
    ] = None,
    images: Annotated[
        Path | None, option("--images", help="Folder of pictures that tables are made of.", metavar="DIR")
    ] = None,
    weights: Annotated[
        Path | None, option("--weights", help="Folder of the networks' published weights.", metavar="DIR")
    ] = None,
    output_format: FormatOption = None,
) -> None:
    """Show tables of a paper as printed and as they come out here, and where the paper contradicts itself.

    What needs trained networks is taken from their reports, what needs keys is made of --prints, and what
    is about pictures of --images.
    """
    require_torch()
    require_scipy()
    from lab.papers.catalogue import build_tables
    from lab.papers.sources import Sources

    require_folder(runs, "runs", "your runs")
    require_folder(images, "images", "the pictures")
    require_folder(weights, "weights", "the weights")
    numbers = _numbers(tables, "--tables", "2,5,6,7")
    material = _material(prints, _numbers(users, "--users", "1,3,5"), model)
    sources = Sources(runs or RUNS, material, images, weights)
    with progress("Making tables") as bar:
        built = build_tables(paper.zfill(_DIGITS), numbers, sources, bar)
    shown = [Titled(table.title, table.columns, table.rows, table.notes(), table.record()) for table in built]
    show_tables(shown, output_format)


def require_folder(folder: Path | None, field: str, what: str) -> None:
    """Refuse a named folder that is not there.

    Raises:
        Failure: ``INVALID_INPUT``, saying what it should hold.
    """
    if folder is not None and not folder.is_dir():
        sentence = f"There is no folder {folder}; name the one with {what}."
        raise Failure(Code.INVALID_INPUT, sentence, field=field)


def _material(prints: Path | None, users: list[int] | None, model: Path | None) -> KeyMaterial | None:
    """The keys of the named users; None when no data set is named."""
    from lab.batteries.keys.key_sources import enrolled_prints
    from lab.cli.data.loaded import load_shown
    from lab.papers.paper_003.key_material import key_material
    from lab.papers.paper_003.printed_keys import USERS

    if prints is None:
        if users is not None or model is not None:
            sentence = "--users and --model-file are for tables of keys; name the data set with --prints."
            raise Failure(Code.INVALID_INPUT, sentence, field="prints")
        return None
    network = default_network() if model is None else parse_network(read_file(model, MAX_MODEL_BYTES))
    prove_once(network)
    wanted = list(dict.fromkeys(users or USERS))
    loaded = load_shown(prints, wanted)
    gallery = {user: enrolled_prints(loaded, user) for user in wanted}
    return key_material(gallery, network, loaded.origin)


def _numbers(text: str | None, name: str, such_as: str) -> list[int] | None:
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        sentence = f"{name} takes numbers with commas between them, such as {such_as}."
        raise Failure(Code.INVALID_INPUT, sentence, field=name.removeprefix("--"))
    return [int(part) for part in parts]
