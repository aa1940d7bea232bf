"""``ridgekey audit tail``."""

from __future__ import annotations

from typing import Annotated

from server.cli.office import opened
from server.cli.views import AUDIT_COLUMNS, brief_audit_row, view_audit_row
from server.services.administration import tail_audit
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import show_items

EXAMPLE = "ridgekey audit tail --rows 50"


def tail(
    rows: Annotated[int, option("--rows", help="How many rows.", metavar="N", min=1, show_default=True)] = 20,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Show the newest rows of the audit log, oldest first."""
    with opened(home) as office:
        items = [view_audit_row(row) for row in tail_audit(office, rows)]
    show_items(AUDIT_COLUMNS, items, output_format, brief_audit_row)
