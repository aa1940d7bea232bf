"""``ridgekey db role``."""

from __future__ import annotations

from typing import Annotated

import typer

from server.bootstrap.databases import limit_role
from server.cli.office import config_of
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey db role ridgekey_server"


def role(
    name: Annotated[str, typer.Argument(help="An existing PostgreSQL role.", metavar="ROLE")],
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Give a PostgreSQL role what servers need, and no more: it can add to the audit log, not alter it."""
    config = config_of(home)
    limit_role(config, name)
    show_record({"role": name, "database": config.database_name}, output_format)
    note(f"{name} may serve. Have servers connect as {name}; keep the owner of the tables for `db upgrade`.")
