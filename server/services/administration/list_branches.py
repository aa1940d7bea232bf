"""List the branches."""

from __future__ import annotations

from server.ports import BranchRecord, Office


def list_branches(office: Office) -> tuple[BranchRecord, ...]:
    """Every branch in order of name.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE``.
    """
    with office.database.read() as transaction:
        return transaction.branches.all()
