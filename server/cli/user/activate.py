"""``ridgekey user activate``."""

from __future__ import annotations

from server.cli.office import administrator, opened
from server.cli.user.arguments import UserArgument
from server.cli.views import view_generation
from server.services.administration import activate_generation
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
    with opened(home) as office:
        number = office.config.id_range.parse(user)
        changed = activate_generation(office, number, administrator(office, reason))
    show_record(view_generation(changed), output_format)
    note(f"Next is `ridgekey user grant {number} BRANCH -o FILE` for each of the user's branches.")
