"""Show one branch and whom it serves."""

from __future__ import annotations

from dataclasses import dataclass

from server.ports import BranchRecord, Office
from server.services.administration.lookups import find_branch


@dataclass(frozen=True)
class BranchView:
    """A branch and the users granted to it."""

    branch: BranchRecord
    users: tuple[int, ...]


def show_branch(office: Office, name: str) -> BranchView:
    """One branch.

    Raises:
        Failure: ``NOT_FOUND``, ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        return BranchView(find_branch(transaction, name), transaction.grants.users_of(name))
