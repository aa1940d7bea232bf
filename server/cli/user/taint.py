"""``ridgekey user taint``."""

from __future__ import annotations

from server.cli.office import administering
from server.cli.user.arguments import UserArgument
from server.cli.views import view_generation
from server.ports import GenerationStatus
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey user taint 17 --reason 'prints may have been copied'"


def taint(
    user: UserArgument,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Let a user's current enrolment serve nothing more, until the user is enrolled anew."""
    with administering(home) as office:
        number = office.deployment().id_range.parse(user)
        changed = office.change_generation(number, None, GenerationStatus.TAINTED, reason)
    show_record(view_generation(changed), output_format)
    note(f"Next is `ridgekey user enrol {number}`, then a grant for each of the user's branches.")
