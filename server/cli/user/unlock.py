"""``ridgekey user unlock``."""

from __future__ import annotations

from typing import Annotated

from server.cli.office import administering
from server.cli.user.arguments import UserArgument
from shared.identifiers import parse_branch_name
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, option
from shared.terminal.output import show_record

EXAMPLE = "ridgekey user unlock 17 --branch basra --reason 'new scanner'"


def unlock(
    user: UserArgument,
    branch: Annotated[
        str | None, option("--branch", help="At this branch alone; else at every one.", metavar="NAME")
    ] = None,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """End the lock-out that wrong proofs brought upon a user."""
    with administering(home) as office:
        number = office.deployment().id_range.parse(user)
        at = None if branch is None else parse_branch_name(branch)
        unlocked = office.unlock_user(number, at, reason)
    show_record({"user": number, "unlocked_at": list(unlocked)}, output_format)
