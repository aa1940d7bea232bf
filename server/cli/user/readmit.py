"""``ridgekey user readmit``."""

from __future__ import annotations

from server.cli.office import administrator, opened
from server.cli.user.arguments import UserArgument
from server.cli.views import view_user
from server.services.administration import readmit_user, show_user
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
    with opened(home) as office:
        number = office.config.id_range.parse(user)
        readmit_user(office, number, administrator(office, reason))
        view = show_user(office, number)
    show_record(view_user(view), output_format)
