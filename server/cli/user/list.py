"""``ridgekey user list``."""

from __future__ import annotations

from server.cli.office import administering
from server.cli.views import USER_COLUMNS, brief_user, view_user
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_items

EXAMPLE = "ridgekey user list"


def list_all(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """List the users."""
    with administering(home) as office:
        items = [view_user(user) for user in office.list_users()]
    show_items(USER_COLUMNS, items, output_format, brief_user)
