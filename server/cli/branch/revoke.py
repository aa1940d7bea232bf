"""``ridgekey branch revoke``."""

from __future__ import annotations

from typing import Any

from server.cli.branch.arguments import NameArgument
from server.cli.branch.changing import change
from server.cli.office import administering
from server.ports import BranchStatus
from server.services.administration import BranchView
from shared.errors import Code, Failure
from shared.identifiers import parse_branch_name
from shared.reason import checked_reason
from shared.terminal.confirmation import confirm
from shared.terminal.options import DryRunOption, FormatOption, HomeOption, ReasonOption, YesOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey branch revoke basra --reason 'laptop stolen' --yes"


def revoke(
    name: NameArgument,
    dry_run: DryRunOption = False,
    home: HomeOption = None,
    reason: ReasonOption = "",
    yes: YesOption = False,
    output_format: FormatOption = None,
) -> None:
    """End a branch for ever: it must join again under a new name. Running transfers end at once."""
    parse_branch_name(name)
    with administering(home) as office:
        if dry_run:
            checked_reason(reason)
            show_record(_preview(office.show_branch(name)), output_format)
            return
        confirm(f"Revoke branch {name} for ever?", yes=yes)
        change(office, name, BranchStatus.REVOKED, reason, output_format)


def _preview(view: BranchView) -> dict[str, Any]:
    """Whom the branch could serve no more."""
    name, status = view.branch.name, view.branch.status
    if status is BranchStatus.REVOKED:
        raise Failure(Code.BRANCH_REVOKED, f"Branch {name} was revoked, and that is for ever.")
    become = BranchStatus.REVOKED.value
    return {"name": name, "status": status.value, "would_become": become, "users": list(view.users)}
