"""Suspend, resume or revoke a branch (protocol §6)."""

from __future__ import annotations

from server.ports import Actor, BranchRecord, BranchStatus, Event, Office
from server.services.administration.lookups import find_branch
from server.services.administration.signed_entry import signed_entry
from shared.errors import Code, Failure


def change_branch_status(office: Office, name: str, status: BranchStatus, actor: Actor) -> BranchRecord:
    """Change whether a branch may ask for anything; ordered against every release (protocol §5.3).

    Returns:
        The branch with its new status.

    Raises:
        Failure: ``NOT_FOUND``; ``CONFLICT`` when it has that status; ``BRANCH_REVOKED`` when it was revoked,
            which is for ever.
    """
    with office.database.write() as transaction:
        branch = find_branch(transaction, name, lock=True)
        if branch.status is BranchStatus.REVOKED:
            raise Failure(Code.BRANCH_REVOKED, f"Branch {name} was revoked, and that is for ever.")
        if branch.status is status:
            raise Failure(Code.CONFLICT, f"Branch {name} is {status} already.")
        transaction.branches.set_status(name, status)
        transaction.audit.append(signed_entry(actor, Event.BRANCH_STATUS_CHANGED, branch=f"{name} {status}"))
        return find_branch(transaction, name)
