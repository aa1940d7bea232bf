"""``ridgekey db check``."""

from __future__ import annotations

import typer

from server.bootstrap.doctor.database import examine_database
from server.cli.office import home_of
from shared.diagnosis.findings import gravest
from shared.terminal.findings import show_findings
from shared.terminal.options import FormatOption, HomeOption

EXAMPLE = "ridgekey db check"


def check(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Check the whole database, without changing it. Exit code 7 when it is damaged."""
    folder = home_of(home)
    answers = examine_database(folder)
    show_findings(f"The database of {folder}", answers, output_format)
    raise typer.Exit(gravest(answers))
