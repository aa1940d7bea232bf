"""``ridgekey db restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from server.bootstrap.restoring import restore as restore_database
from server.cli.office import home_of
from shared.errors import Code, Failure
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, YesOption
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey db restore /backup/2026-05-03.sqlite3 --reason 'disk lost'"


def restore(
    file: Annotated[Path, typer.Argument(help="What `db backup` wrote.", metavar="FILE")],
    reason: ReasonOption = "",
    yes: YesOption = False,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Put a backup in the place of the database. Exchanges stop until `ridgekey counter fence`."""
    if not reason.strip():
        raise Failure(Code.INVALID_INPUT, "Say why: --reason TEXT goes into the audit.", field="reason")
    if not yes:
        typer.confirm("What happened since the backup is lost from the database. Restore it?", abort=True)
    rows = restore_database(home_of(home), file, reason)
    show_record({"restored": str(file), "audit_rows": rows, "fence_required": True}, output_format)
    note("No exchange until `ridgekey counter fence --to N --reason …`; without --to it shows what is known.")
