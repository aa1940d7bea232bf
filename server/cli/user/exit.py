"""``ridgekey user exit``."""

from __future__ import annotations

from server.cli.office import administrator, opened
from server.cli.user.arguments import UserArgument
from server.cli.views import view_user
from server.services.administration import exit_user, show_user
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey user exit 17 --reason 'left the service'"


def exit_list(
    user: UserArgument,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Put a user on the exit list: nothing more is released, from the next chunk on."""
    with opened(home) as office:
        number = office.config.id_range.parse(user)
        exit_user(office, number, administrator(office, reason))
        view = show_user(office, number)
    show_record(view_user(view), output_format)
