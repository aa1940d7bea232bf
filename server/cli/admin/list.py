"""``ridgekey admin list``."""

from __future__ import annotations

from server.cli.office import opened
from server.cli.views import ADMINISTRATOR_COLUMNS, view_administrator
from server.services.administration import list_administrators
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_items

EXAMPLE = "ridgekey admin list"


def list_all(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """List those who may administer from another machine."""
    with opened(home) as office:
        items = [view_administrator(each) for each in list_administrators(office)]
    show_items(ADMINISTRATOR_COLUMNS, items, output_format)
