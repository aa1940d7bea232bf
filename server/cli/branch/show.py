"""``ridgekey branch show``."""

from __future__ import annotations

from datetime import UTC, datetime

from server.cli.branch.arguments import NameArgument
from server.cli.office import administering
from server.cli.views import view_branch, view_time
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
    renewed = None if view.renewed is None else view_time(view.renewed.certificate_expires_at)
    record = {
        **view_branch(view.branch, datetime.now(UTC)),
        "renewed_until": renewed,
        "users": list(view.users),
    }
    show_record(record, output_format)
