"""``ridgekey-branch config validate``."""

from __future__ import annotations

import os

import typer

from branch_client.cli.arguments import home_of
from branch_client.config import BranchConfig
from shared.diagnosis.findings import gravest
from shared.diagnosis.settings import validate_settings
from shared.stores.home import HomeKind, open_home
from shared.terminal.findings import show_findings
from shared.terminal.options import FormatOption, HomeOption, option_variables

EXAMPLE = "ridgekey-branch config validate"

_OF_THE_HOME = frozenset({"name"})
"""What the record of a branch has beside settings."""


def validate(context: typer.Context, home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Check every setting, in config.toml and in the environment, without connecting anywhere.

    Exit code 2 when one is unknown or has no valid value.
    """
    opened = open_home(home_of(home), HomeKind.BRANCH)
    options = option_variables(context.find_root().command)
    answers = validate_settings(BranchConfig, opened, os.environ, _OF_THE_HOME, options)
    show_findings(f"The settings of {opened.root}", answers, output_format)
    raise typer.Exit(gravest(answers))
