"""``ridgekey branch suspend``."""

from __future__ import annotations

from server.cli.branch.arguments import NameArgument
from server.cli.branch.changing import change
from server.cli.office import administering
from server.ports import BranchStatus
from shared.identifiers import parse_branch_name
from shared.terminal.options import FormatOption, HomeOption, ReasonOption

EXAMPLE = "ridgekey branch suspend basra --reason 'lost laptop, being looked for'"


def suspend(
    name: NameArgument,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Let a branch ask for nothing until it is resumed; its running transfers end within two seconds."""
    parse_branch_name(name)
    with administering(home) as office:
        change(office, name, BranchStatus.SUSPENDED, reason, output_format)
