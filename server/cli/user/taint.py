"""``ridgekey user taint``."""

from __future__ import annotations

from server.cli.office import administrator, opened
from server.cli.user.arguments import UserArgument
from server.cli.views import view_generation
from server.ports import GenerationStatus
from server.services.administration import change_generation
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
    with opened(home) as office:
        number = office.config.id_range.parse(user)
        actor = administrator(office, reason)
        changed = change_generation(office, number, None, GenerationStatus.TAINTED, actor)
    show_record(view_generation(changed), output_format)
    note(f"Next is `ridgekey user enrol {number}`, then a grant for each of the user's branches.")
