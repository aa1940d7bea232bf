"""``ridgekey user ungrant``."""

from __future__ import annotations

from server.cli.office import administrator, opened
from server.cli.user.arguments import BranchArgument, UserArgument
from server.cli.views import view_user
from server.services.administration import show_user, ungrant_user
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
    with opened(home) as office:
        number = office.config.id_range.parse(user)
        ungrant_user(office, number, parse_branch_name(branch), administrator(office, reason))
        view = show_user(office, number)
    show_record(view_user(view), output_format)
