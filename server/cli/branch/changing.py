"""What `suspend`, `resume` and `revoke` do alike: change a branch's status and show the branch."""

from __future__ import annotations

from datetime import UTC, datetime

from server.cli.views import view_branch
from server.ports import BranchStatus
from server.services.verbs import Administration
from shared.terminal.formats import Format
from shared.terminal.output import show_record


def change(
    office: Administration, name: str, status: BranchStatus, reason: str, output_format: Format | None
) -> None:
    """Change the status, and show the branch as it is then."""
    changed = office.change_branch_status(name, status, reason)
    show_record(view_branch(changed, datetime.now(UTC)), output_format)
