"""``ridgekey branch list``."""

from __future__ import annotations

from datetime import UTC, datetime

from server.cli.office import administering
from server.cli.views import BRANCH_COLUMNS, view_branch
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_items

EXAMPLE = "ridgekey branch list"


def list_all(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """List the branches."""
    now = datetime.now(UTC)
    with administering(home) as office:
        items = [view_branch(branch, now) for branch in office.list_branches()]
    show_items(BRANCH_COLUMNS, items, output_format)
