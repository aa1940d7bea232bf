"""``ridgekey branch show``."""

from __future__ import annotations

from server.cli.branch.arguments import NameArgument
from server.cli.office import opened
from server.cli.views import view_branch, view_time
from server.services.administration import show_branch
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
    with opened(home) as office:
        view, now = show_branch(office, parse_branch_name(name)), office.clock.now()
    renewed = None if view.renewed is None else view_time(view.renewed.certificate_expires_at)
    record = {**view_branch(view.branch, now), "renewed_until": renewed, "users": list(view.users)}
    show_record(record, output_format)
