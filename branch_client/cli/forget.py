"""``ridgekey-branch forget``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from branch_client.cli.arguments import UserArgument, home_of, parse_user
from branch_client.cli.holding import holding_home
from branch_client.forgetting import forget_user, held_generations
from shared.crypto.randomness import SystemRandomness
from shared.reason import checked_reason
from shared.stores.enrolments import EnrolmentStore
from shared.stores.home import Home, HomeKind, open_home
from shared.terminal.confirmation import confirm
from shared.terminal.options import DryRunOption, FormatOption, HomeOption, ReasonOption, YesOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey-branch forget 17 --reason 'moved away' --yes"


@holding_home
def forget(
    user: UserArgument,
    dry_run: DryRunOption = False,
    home: HomeOption = None,
    reason: ReasonOption = "",
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """Delete every print and enrolment secret of a user at this branch.

    Images of the user that are kept sealed cannot be opened here then: only the very enrolment gives their
    keys, and a later one does not.
    """
    number = parse_user(user)
    checked_reason(reason)
    opened = open_home(home_of(home), HomeKind.BRANCH)
    with _enrolments(opened) as enrolments:
        due = held_generations(enrolments, number)
    if dry_run:
        show_record({"user": number, "would_forget_generations": list(due)}, output_format)
        return
    confirm(_question(number), yes=yes)  # with the key shut: a person may take a day to answer
    with _enrolments(opened) as enrolments:
        gone = forget_user(opened.root, enrolments, number, reason, datetime.now(UTC))
    show_record({"user": number, "forgotten_generations": list(gone)}, output_format)


@contextmanager
def _enrolments(home: Home) -> Iterator[EnrolmentStore]:
    """Those of this branch, for as long as the master key is open."""
    with home.master_key() as master:
        yield EnrolmentStore.of(home, master, SystemRandomness())


def _question(user: int) -> str:
    return f"Delete every print of user {user} at this branch? Sealed images of theirs will not open."
