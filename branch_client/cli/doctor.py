"""``ridgekey-branch doctor``."""

from __future__ import annotations

import typer

from branch_client.cli.arguments import home_of
from branch_client.doctor import examine_branch
from shared.diagnosis.findings import gravest
from shared.terminal.findings import show_findings
from shared.terminal.options import FormatOption, HomeOption

EXAMPLE = "ridgekey-branch doctor"


def doctor(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Look for what is wrong or will be, and say what to type; nothing is changed.

    Exit code 0 when nothing failed.
    """
    folder = home_of(home)
    answers = examine_branch(folder)
    show_findings(f"The branch of {folder}", answers, output_format)
    raise typer.Exit(gravest(answers))
