"""``ridgekey-lab reproduce``: tables of the papers, ours beside theirs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lab.cli.torch_extra import require_torch
from shared.errors import Code, Failure
from shared.terminal.options import FormatOption, option
from shared.terminal.output import Titled, show_tables

RUNS = Path("runs")

DIGITS = 3
"""Of a paper's number; 3 is 003."""


def reproduce(
    paper: Annotated[str, typer.Argument(help="Number of the paper, such as 003.", metavar="PAPER")],
    tables: Annotated[
        str | None, option("--tables", help="Numbers with commas; all that there are.", metavar="2,5,…")
    ] = None,
    runs: Annotated[
        Path | None, option("--runs", help="Folder with reports of `evaluate`; else runs.", metavar="DIR")
    ] = None,
    output_format: FormatOption = None,
) -> None:
    """Show tables of a paper as printed and as they come out here, and where the paper contradicts itself.

    What needs trained networks is taken from their reports; where there is none, it says what makes one.
    """
    require_torch()
    from lab.papers.catalogue import build_tables

    if runs is not None and not runs.is_dir():
        raise Failure(Code.INVALID_INPUT, f"There is no folder {runs}; name the one with your runs.")
    built = build_tables(paper.zfill(DIGITS), _numbers(tables), runs or RUNS)
    shown = [Titled(table.title, table.columns, table.rows, table.notes(), table.record()) for table in built]
    show_tables(shown, output_format)


def _numbers(tables: str | None) -> list[int] | None:
    if tables is None:
        return None
    parts = [part.strip() for part in tables.split(",") if part.strip()]
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        sentence = "--tables takes numbers with commas between them, such as 2,5,6,7."
        raise Failure(Code.INVALID_INPUT, sentence, field="tables")
    return [int(part) for part in parts]
