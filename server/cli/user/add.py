"""``ridgekey user add``."""

from __future__ import annotations

from server.cli.office import administering
from server.cli.user.arguments import UserArgument
from server.cli.views import view_user
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey user add 17"


def add(
    user: UserArgument,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Add a user, who is not enrolled yet."""
    with administering(home) as office:
        number = office.deployment().id_range.parse(user)
        view = office.add_user(number, reason)
    show_record(view_user(view), output_format)
