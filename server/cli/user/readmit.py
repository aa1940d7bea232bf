"""``ridgekey user readmit``."""

from __future__ import annotations

from server.cli.office import administering
from server.cli.user.arguments import UserArgument
from server.cli.views import view_user
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey user readmit 17 --reason 'came back'"


def readmit(
    user: UserArgument,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Take a user off the exit list; message numbers go on as they were."""
    with administering(home) as office:
        number = office.deployment().id_range.parse(user)
        view = office.readmit_user(number, reason)
    show_record(view_user(view), output_format)
