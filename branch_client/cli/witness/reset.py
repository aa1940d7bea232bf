"""``ridgekey-branch witness reset``."""

from __future__ import annotations

from typing import Annotated

from branch_client.bootstrap import open_branch
from branch_client.cli.arguments import home_of
from branch_client.cli.holding import holding_home
from shared.terminal.options import FormatOption, HomeOption, option
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey-branch witness reset --reason 'restore of 3 May, told by telephone'"


@holding_home
def reset(
    reason: Annotated[str, option("--reason", help="Why, in one line; kept with the old.", metavar="TEXT")],
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Let go of the checkpoint, to accept the log that the head office began after a restore.

    Do so only when the head office has told you of the restore by another way: until the next fetch, this
    branch can no longer prove what the log was.
    """
    branch = open_branch(home_of(home))
    kept = branch.witness.reset(reason, branch.clock.now())
    show_record({"kept": str(kept), "reason": reason.strip()}, output_format)
    note(f"The old checkpoint is kept as {kept}; the next fetch trusts the log that it is shown.")
