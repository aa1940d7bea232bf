"""``ridgekey branch list``."""

from __future__ import annotations

from server.cli.office import opened
from server.cli.views import BRANCH_COLUMNS, view_branch
from server.services.administration import list_branches
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_items

EXAMPLE = "ridgekey branch list"


def list_all(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """List the branches."""
    with opened(home) as office:
        items = [view_branch(branch, office.clock.now()) for branch in list_branches(office)]
    show_items(BRANCH_COLUMNS, items, output_format)
