"""``ridgekey branch revoke``."""

from __future__ import annotations

from server.cli.branch.arguments import NameArgument
from server.cli.branch.changing import change
from server.cli.office import administering
from server.ports import BranchStatus
from shared.identifiers import parse_branch_name
from shared.terminal.confirmation import confirm
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, YesOption

EXAMPLE = "ridgekey branch revoke basra --reason 'laptop stolen' --yes"


def revoke(
    name: NameArgument,
    home: HomeOption = None,
    reason: ReasonOption = "",
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """End a branch for ever: it must join again under a new name. Running transfers end at once."""
    parse_branch_name(name)
    with administering(home) as office:
        confirm(f"Revoke branch {name} for ever?", yes=yes)
        change(office, name, BranchStatus.REVOKED, reason, output_format)
