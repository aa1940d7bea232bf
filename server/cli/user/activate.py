"""``ridgekey user activate``."""

from __future__ import annotations

from server.cli.office import administering
from server.cli.user.arguments import UserArgument
from server.cli.views import view_generation
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey user activate 17"


def activate(
    user: UserArgument,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Put a user's prepared enrolment in force in place of the current one."""
    with administering(home) as office:
        number = office.deployment().id_range.parse(user)
        changed = office.activate_generation(number, reason)
    show_record(view_generation(changed), output_format)
    note(f"Next is `ridgekey user grant {number} BRANCH -o FILE` for each of the user's branches.")
