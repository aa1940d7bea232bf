"""``ridgekey-branch status``."""

from __future__ import annotations

from typing import Any

from branch_client.bootstrap import open_branch
from branch_client.branch import Branch
from branch_client.cli.arguments import home_of
from branch_client.connection import ping
from shared.terminal.options import FormatOption, HomeOption
from shared.terminal.output import show_record

EXAMPLE = "ridgekey-branch status"


def status(home: HomeOption = None, output_format: FormatOption = None) -> None:
    """Say who this branch is, whom it serves, and whether the head office answers. Exit code 6 when not."""
    branch = open_branch(home_of(home))
    release = ping(branch).release
    show_record(_view(branch, release), output_format)


def _view(branch: Branch, release: str) -> dict[str, Any]:
    expires = branch.admission.certificate.not_valid_after_utc
    return {
        "branch": branch.identity.name,
        "uri": branch.identity.uri,
        "head_office": branch.admission.head_office_uri,
        "address": branch.address,
        "release": release,
        "certificate_expires_at": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "users": list(branch.enrolments.users()),
    }
