"""``ridgekey branch resume``."""

from __future__ import annotations

from server.cli.branch.arguments import NameArgument
from server.cli.office import administrator, opened
from server.cli.views import view_branch
from server.ports import BranchStatus
from server.services.administration import change_branch_status
from shared.identifiers import parse_branch_name
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey branch resume basra --reason 'laptop found'"


def resume(
    name: NameArgument,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Let a suspended branch ask again."""
    parse_branch_name(name)
    with opened(home) as office:
        actor = administrator(office, reason)
        changed = change_branch_status(office, name, BranchStatus.ACTIVE, actor)
    show_record(view_branch(changed), output_format)
