"""``ridgekey user show``."""

from __future__ import annotations

from server.cli.office import opened
from server.cli.user.arguments import UserArgument
from server.cli.views import view_user
from server.services.administration import show_user
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey user show 17"


def show(user: UserArgument, home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Show one user: enrolled fingers, branches, exit list."""
    with opened(home) as office:
        view = show_user(office, office.config.id_range.parse(user))
    show_record(view_user(view), output_format)
