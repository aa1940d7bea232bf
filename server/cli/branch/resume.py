"""``ridgekey branch resume``."""

from __future__ import annotations

from server.cli.branch.arguments import NameArgument
from server.cli.branch.changing import change
from server.cli.office import administering
from server.ports import BranchStatus
from shared.identifiers import parse_branch_name
from shared.terminal.options import FormatOption, HomeOption, ReasonOption

EXAMPLE = "ridgekey branch resume basra --reason 'laptop found'"


def resume(
    name: NameArgument,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Let a suspended branch ask again."""
    parse_branch_name(name)
    with administering(home) as office:
        change(office, name, BranchStatus.ACTIVE, reason, output_format)
