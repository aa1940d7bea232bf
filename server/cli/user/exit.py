"""``ridgekey user exit``."""

from __future__ import annotations

from server.cli.office import administering
from server.cli.user.arguments import UserArgument
from server.cli.views import view_user
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
    with administering(home) as office:
        number = office.deployment().id_range.parse(user)
        view = office.exit_user(number, reason)
    show_record(view_user(view), output_format)
