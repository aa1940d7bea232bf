"""``ridgekey doctor``."""

from __future__ import annotations

from typing import Annotated

import typer

from server.bootstrap.doctor.examination import examine_head_office
from server.cli.office import home_of
from shared.diagnosis.findings import gravest
from shared.terminal.findings import show_findings
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.progress import progress

EXAMPLE = "ridgekey doctor --scrub"


def doctor(
    scrub: Annotated[
        bool, option("--scrub", help="Also open every image and compare it with its digest.")
    ] = False,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Look for what is wrong or will be, and say what to type; nothing is changed.

    Exit code 0 when nothing failed.
    """
    folder = home_of(home)
    if scrub:
        with progress("opening images") as line:
            answers = examine_head_office(folder, scrub=line)
    else:
        answers = examine_head_office(folder)
    show_findings(f"The head office of {folder}", answers, output_format)
    raise typer.Exit(gravest(answers))
