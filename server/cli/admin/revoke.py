"""``ridgekey admin revoke``."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.office import administrator, opened
from server.cli.views import view_administrator
from server.ports import AdministratorStatus
from server.services.administration import require_revocable, revoke_administrator
from shared.identifiers import parse_admin_name
from shared.reason import checked_reason
from shared.terminal.confirmation import confirm
from shared.terminal.options import DryRunOption, FormatOption, HomeOption, ReasonOption, YesOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey admin revoke zainab --reason 'laptop stolen' --yes"


def revoke(
    name: Annotated[str, typer.Argument(help="The administrator's name.", metavar="NAME")],
    dry_run: DryRunOption = False,
    home: HomeOption = None,
    reason: ReasonOption = "",
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """End an administrator for ever, from the next call on; another certificate needs another name."""
    parse_admin_name(name)
    with opened(home) as office:
        if dry_run:
            checked_reason(reason)
            held = require_revocable(office, name)
            become = AdministratorStatus.REVOKED.value
            show_record({**view_administrator(held), "would_become": become}, output_format)
            return
        confirm(f"Revoke administrator {name} for ever?", yes=yes)
        revoked = revoke_administrator(office, name, administrator(office, reason))
    show_record(view_administrator(revoked), output_format)
