"""``ridgekey config validate``."""

from __future__ import annotations

import os

import typer

from server.bootstrap.validating import validate_settings
from server.cli.office import home_of
from shared.diagnosis.findings import gravest
from shared.terminal.findings import show_findings
from shared.terminal.options import FormatOption, HomeOption, option_variables

EXAMPLE = "ridgekey config validate"


def validate(context: typer.Context, home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Check every setting, in the home, config.toml and the environment, without starting anything.

    Exit code 2 when one is unknown or has no valid value.
    """
    folder = home_of(home)
    options = option_variables(context.find_root().command)
    answers = validate_settings(folder, os.environ, options)
    show_findings(f"The settings of {folder}", answers, output_format)
    raise typer.Exit(gravest(answers))
