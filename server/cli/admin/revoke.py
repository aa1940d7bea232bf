"""``ridgekey admin revoke``."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.office import administrator, opened
from server.cli.views import view_administrator
from server.services.administration import revoke_administrator
from shared.identifiers import parse_admin_name
from shared.terminal.confirmation import confirm
from shared.terminal.options import FormatOption, HomeOption, ReasonOption, YesOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey admin revoke zainab --reason 'laptop stolen' --yes"


def revoke(
    name: Annotated[str, typer.Argument(help="The administrator's name.", metavar="NAME")],
    home: HomeOption = None,
    reason: ReasonOption = "",
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """End an administrator for ever, from the next call on; another certificate needs another name."""
    parse_admin_name(name)
    with opened(home) as office:
        confirm(f"Revoke administrator {name} for ever?", yes=yes)
        revoked = revoke_administrator(office, name, administrator(office, reason))
    show_record(view_administrator(revoked), output_format)
