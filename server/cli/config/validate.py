"""``ridgekey config validate``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import typer

from server.bootstrap.validating import validate_settings
from server.cli.office import home_of
from shared.diagnosis.findings import gravest
from shared.terminal.findings import show_findings
from shared.terminal.options import FormatOption, HomeOption

EXAMPLE = "ridgekey config validate"


def validate(context: typer.Context, home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Check every setting, in the home and in the environment, without starting anything.

    Exit code 2 when one is unknown or has no valid value.
    """
    folder = home_of(home)
    options = frozenset(_variables(context.find_root().command))
    answers = validate_settings(folder, os.environ, options)
    show_findings(f"The settings of {folder}", answers, output_format)
    raise typer.Exit(gravest(answers))


def _variables(command: Any) -> Iterator[str]:
    """The variables of a command's options, and of the commands below it."""
    for parameter in command.params:
        if isinstance(parameter.envvar, str):
            yield parameter.envvar
    for each in getattr(command, "commands", {}).values():
        yield from _variables(each)
