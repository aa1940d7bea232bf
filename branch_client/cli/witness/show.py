"""``ridgekey-branch witness show``."""

from __future__ import annotations

from branch_client.bootstrap import open_branch
from branch_client.cli.arguments import home_of
from branch_client.cli.holding import holding_home
from shared.errors import Code, Failure
from shared.terminal.checkpoints import view_checkpoint
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey-branch witness show"


@holding_home
def show(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Show the newest checkpoint of the head office's audit log that this branch verified."""
    checkpoint = open_branch(home_of(home)).witness.checkpoint()
    if checkpoint is None:
        raise Failure(Code.NOT_FOUND, "This branch holds no checkpoint yet; the first fetch brings one.")
    show_record(view_checkpoint(checkpoint), output_format)
