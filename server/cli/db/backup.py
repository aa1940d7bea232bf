"""``ridgekey db backup``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from server.bootstrap.restoring import back_up
from server.cli.office import opened
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey db backup /backup/2026-05-03.sqlite3"


def backup(
    file: Annotated[Path, typer.Argument(help="A new file.", metavar="FILE")],
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Copy the database as it is now, whether or not a server runs. Prints and keys are not in it."""
    with opened(home) as office:
        rows = back_up(office, file)
    show_record({"file": str(file), "audit_rows": rows}, output_format)
