"""``ridgekey-branch status``."""

from __future__ import annotations

from typing import Any

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from branch_client.cli.arguments import home_of
from branch_client.cli.holding import holding_home
from branch_client.cli.views import view_certificate
from branch_client.connection import ping
from branch_client.renewal import ends_in, is_due
from shared.crypto.validity import days_left
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import note, show_record

EXAMPLE = "ridgekey-branch status"


@holding_home
def status(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Say who this branch is, whom it serves, and whether the head office answers. Exit code 6 when not."""
    branch = open_branch(home_of(home))
    release = ping(branch).release
    show_record(_view(branch, release), output_format)
    if is_due(branch):
        days = days_left(branch.admission.certificate, branch.clock.now())
        note(f"{ends_in(days)} Renew it by `ridgekey-branch renew`.")


def _view(branch: Branch, release: str) -> dict[str, Any]:
    return {
        "branch": branch.identity.name,
        "uri": branch.identity.uri,
        "head_office": branch.admission.head_office_uri,
        "address": branch.address,
        "release": release,
        **view_certificate(branch),
        "users": list(branch.enrolments.users()),
    }
