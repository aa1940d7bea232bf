"""What `suspend`, `resume` and `revoke` do alike: change a branch's status and show the branch."""

from __future__ import annotations

from server.cli.office import administrator
from server.cli.views import view_branch
from server.ports import BranchStatus, Office
from server.services.administration import change_branch_status
from shared.terminal.formats import Format
from shared.terminal.output import show_record


def change(
    office: Office, name: str, status: BranchStatus, reason: str, output_format: Format | None
) -> None:
    """Change the status, and show the branch as it is then."""
    changed = change_branch_status(office, name, status, administrator(office, reason))
    show_record(view_branch(changed, office.clock.now()), output_format)
