"""``ridgekey user ungrant``."""

from __future__ import annotations

from server.cli.office import administering
from server.cli.user.arguments import BranchArgument, UserArgument
from server.cli.views import view_user
from shared.identifiers import parse_branch_name
from shared.terminal.options import FormatOption, HomeOption, ReasonOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey user ungrant 17 basra --reason 'moved away'"


def ungrant(
    user: UserArgument,
    branch: BranchArgument,
    home: HomeOption = None,
    reason: ReasonOption = "",
    output_format: FormatOption = None,
) -> None:
    """Stop a branch from serving a user, at once."""
    with administering(home) as office:
        number = office.deployment().id_range.parse(user)
        view = office.ungrant_user(number, parse_branch_name(branch), reason)
    show_record(view_user(view), output_format)
