"""``ridgekey branch show``."""

from __future__ import annotations

from server.cli.branch.arguments import NameArgument
from server.cli.office import administering
from server.cli.views import view_branch
from shared.identifiers import parse_branch_name
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey branch show basra"


def show(
    name: NameArgument,
    home: HomeOption = None,
    output_format: FormatOption = None,
) -> None:
    """Show one branch and the users granted to it."""
    with administering(home) as office:
        view = office.show_branch(parse_branch_name(name))
    show_record({**view_branch(view.branch), "users": list(view.users)}, output_format)
