"""``ridgekey user forget``."""

from __future__ import annotations

from server.cli.office import administering
from server.cli.user.arguments import UserArgument
from shared.reason import checked_reason
from shared.terminal.confirmation import confirm
from shared.terminal.options import DryRunOption, FormatOption, HomeOption, ReasonOption, YesOption
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey user forget 17 --reason 'asked for it' --yes"


def forget(
    user: UserArgument,
    dry_run: DryRunOption = False,
    home: HomeOption = None,
    reason: ReasonOption = "",
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """Delete every print and enrolment secret of a user here; the counter and the audit stay.

    Images that were delivered cannot be recalled, and backups keep what they hold.
    """
    with administering(home) as office:
        number = office.deployment().id_range.parse(user)
        branches = office.show_user(number).branches
        checked_reason(reason)
        if dry_run:
            due = office.preview_forgetting(number)
            show_record({"user": number, "would_forget_generations": list(due)}, output_format)
            return
        confirm(f"Delete every print of user {number}?", yes=yes)
        gone = office.forget_user(number, reason)
    show_record({"user": number, "forgotten_generations": list(gone)}, output_format)
    if branches:
        note(f"Have {', '.join(branches)} run `ridgekey-branch forget {number}` too.")
