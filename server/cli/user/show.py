"""``ridgekey user show``."""

from __future__ import annotations

from server.cli.office import administering
from server.cli.user.arguments import UserArgument
from server.cli.views import view_user
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey user show 17"


def show(user: UserArgument, home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Show one user: enrolled fingers, branches, exit list."""
    with administering(home) as office:
        view = office.show_user(office.deployment().id_range.parse(user))
    show_record(view_user(view), output_format)
